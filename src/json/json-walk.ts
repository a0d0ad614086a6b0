import type { PathTree } from './path-tree.ts';
import type { PointerSegments } from './json-pointer.ts';
import { JsonReadError } from './json-read-error.ts';
import { afterLiteral, afterString, afterValue, CODE, decoded, isSpace } from './json-scan.ts';
import { readWork } from './read-work.ts';

export interface WalkLimits {
  /** Deepest nesting of objects and arrays together, opaque places included. */
  readonly maxDepth: number;
  /** Most values, of objects and arrays and of those themselves. */
  readonly maxNodes: number;
  /** Longest name of a member, in UTF-16 units after decoding. */
  readonly maxNameLength: number;
}

const NO_LIMITS: WalkLimits = {
  maxDepth: Number.POSITIVE_INFINITY,
  maxNodes: Number.POSITIVE_INFINITY,
  maxNameLength: Number.POSITIVE_INFINITY,
};
/** Characters of source text that one character of a name takes at most: `\u0041`. */
const MAX_SPELLING_LENGTH = 6;

interface Frame {
  readonly isArray: boolean;
  /** Opaque places inside it. */
  readonly places: PathTree | undefined;
  /** Of the member that is being read; objects only. */
  name: string;
  /** Of the element that is being read; arrays only. */
  index: number;
  awaitsName: boolean;
  firstName: string | undefined;
  /** The names so far and whether they were found doubled; none until there is a second, as in most hostile objects. */
  names: Map<string, boolean> | undefined;
}

/**
 * One pass over a text from member to member, without recursion and without a tree: what it keeps is the way to where it
 * is. It ends on any text, but only what strict JSON is told apart rightly. Values in opaque places are passed over: only
 * their depth counts.
 */
export class JsonWalk {
  readonly #text: string;
  readonly #limits: WalkLimits;
  readonly #frames: Frame[] = [];
  /** Places inside the value that comes next; an empty map says that it is opaque itself. */
  #next: PathTree | undefined;
  #at = 0;
  #nodes = 0;

  constructor(
    text: string,
    { places, limits = NO_LIMITS }: { readonly places?: PathTree; readonly limits?: WalkLimits },
  ) {
    this.#text = text;
    this.#limits = limits;
    // Without any place the root would count as one.
    this.#next = places === undefined || places.size === 0 ? undefined : places;
  }

  /**
   * Goes on to the next member; false at the end.
   *
   * @throws JsonReadError for a limit that is met, and `malformed` for a name that is no string of JSON
   */
  nextMember(): boolean {
    const from = this.#at;
    const nodes = this.#nodes;
    try {
      return this.#toMember();
    } finally {
      readWork.characters += this.#at - from;
      readWork.nodes += this.#nodes - nodes;
    }
  }

  /** The name of the member that is come to. */
  get name(): string {
    return this.#frames.at(-1)?.name ?? '';
  }

  /** The names and indexes that lead to the member that is come to, its own name included. */
  get path(): PointerSegments {
    return this.#frames.map(({ isArray, index, name }) => (isArray ? index : name));
  }

  /** Whether its object has had one member of that name before, and not more: each double shows once. To be asked once. */
  isDoubled(): boolean {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return false;
    const { name } = frame;
    if (frame.firstName === undefined) {
      frame.firstName = name;
      return false;
    }
    frame.names ??= new Map([[frame.firstName, false]]);
    const known = frame.names.get(name);
    if (known !== true) frame.names.set(name, known !== undefined);
    return known === false;
  }

  /** What stands in the member that is come to is passed over as if it were in an opaque place. */
  passOver(): void {
    this.#next = OPAQUE;
  }

  #toMember(): boolean {
    const text = this.#text;
    while (this.#at < text.length) {
      const code = text.charCodeAt(this.#at);
      switch (code) {
        case CODE.comma:
          this.#nextEntry();
          break;
        case CODE.colon:
          this.#at += 1;
          break;
        case CODE.closeBrace:
        case CODE.closeBracket:
          this.#frames.pop();
          this.#at += 1;
          break;
        case CODE.quote:
          if (this.#frames.at(-1)?.awaitsName === true) {
            this.#takeName(this.#frames.at(-1) as Frame);
            return true;
          }
          this.#takeValue(code);
          break;
        default:
          if (isSpace(code)) this.#at += 1;
          else this.#takeValue(code);
      }
    }
    return false;
  }

  #nextEntry(): void {
    const frame = this.#frames.at(-1);
    if (frame !== undefined) {
      frame.awaitsName = !frame.isArray;
      frame.index += 1;
    }
    this.#at += 1;
  }

  #takeName(frame: Frame): void {
    const start = this.#at;
    this.#at = afterString(this.#text, start);
    const { maxNameLength } = this.#limits;
    const written = this.#at - start - 2;
    if (written > maxNameLength * MAX_SPELLING_LENGTH) throw new JsonReadError('name_too_long');
    frame.name = decoded(this.#text.slice(start, this.#at));
    if (frame.name.length > maxNameLength) throw new JsonReadError('name_too_long');
    frame.awaitsName = false;
    this.#next = frame.places?.get(frame.name);
  }

  #takeValue(code: number): void {
    const places = this.#next;
    this.#next = undefined;
    this.#nodes += 1;
    if (this.#nodes > this.#limits.maxNodes) throw new JsonReadError('too_many_nodes');
    const { maxDepth } = this.#limits;
    if (places?.size === 0) {
      this.#at = afterValue(this.#text, this.#at, maxDepth - this.#frames.length);
    } else if (code === CODE.openBrace || code === CODE.openBracket) {
      if (this.#frames.length >= maxDepth) throw new JsonReadError('too_deep');
      this.#frames.push(frameOf(code === CODE.openBracket, places));
      this.#at += 1;
    } else {
      this.#at = code === CODE.quote ? afterString(this.#text, this.#at) : afterLiteral(this.#text, this.#at);
    }
  }
}

const OPAQUE: PathTree = new Map();

function frameOf(isArray: boolean, places: PathTree | undefined): Frame {
  return {
    isArray,
    // No place is an element of a list.
    places: isArray ? undefined : places,
    name: '',
    index: 0,
    awaitsName: !isArray,
    firstName: undefined,
    names: undefined,
  };
}
