import { inspect } from 'node:util';
import { pathTreeOf } from './path-tree.ts';
import { pointerSegments, shownPointer, type PointerSegments } from './json-pointer.ts';
import { JsonReadError } from './json-read-error.ts';
import { CODE } from './json-scan.ts';
import { JsonSpans, type Span } from './json-spans.ts';
import { JsonText } from './json-text.ts';
import { JsonWalk, type WalkLimits } from './json-walk.ts';
import { readWork } from './read-work.ts';

/** What no body that this service has a use for comes near to. */
const DEFAULT_LIMITS: WalkLimits = { maxDepth: 64, maxNodes: 20_000, maxNameLength: 1_024 };
const HIDDEN = '[json document]';

export interface JsonLimits {
  /** Deepest nesting of objects and arrays together; 64 when not given. A scalar has depth 0. */
  readonly maxDepth?: number;
  /** Most values, objects and arrays among them; 20,000 when not given. */
  readonly maxNodes?: number;
  /** Longest name of a member after decoding; 1,024 when not given. */
  readonly maxNameLength?: number;
  /** Pointers to values inside which only depth counts: they are passed on as text and never looked into. */
  readonly opaque?: readonly string[];
  /** Largest size in bytes; no limit when not given, since the HTTP layer has its own. */
  readonly maxBytes?: number;
  /** Names that no object at any depth may have, however they are spelled. */
  readonly forbiddenMembers?: readonly string[];
}

export interface JsonMember {
  readonly name: string;
  readonly source: JsonText;
}

/**
 * One strict JSON text (RFC 8259: no comments, trailing commas, byte order mark or NaN) with the exact source of each
 * of its values, found by RFC 6901 pointer. Of doubled members `value`, `source` and `members` below one see the last;
 * `duplicates` tells. Hides itself when printed or serialised, as JsonText does.
 */
export class JsonDocument {
  #text: string;
  #value: unknown;
  #spans: JsonSpans | undefined;

  private constructor(text: string, value: unknown) {
    this.#text = text;
    this.#value = value;
  }

  /** Throws JsonReadError, which never carries the text. */
  static parse(bytes: Uint8Array, limits: JsonLimits = {}): JsonDocument {
    if (limits.maxBytes !== undefined && bytes.byteLength > limits.maxBytes) throw new JsonReadError('too_large');
    const text = decode(bytes);
    if (/^[ \t\r\n]*$/.test(text)) throw new JsonReadError('empty');
    // Before anything is built of it.
    walkToTheEnd(text, limits);
    const document = new JsonDocument(text, parseStrictly(text));
    if (document.hasMember(...(limits.forbiddenMembers ?? []))) throw new JsonReadError('forbidden_member');
    return document;
  }

  get text(): string {
    return this.#text;
  }

  get value(): unknown {
    return this.#value;
  }

  /** For whoever has made of it all that is needed, and must wait with it in hand: from now on it holds nothing, as `null`. */
  release(): void {
    this.#text = 'null';
    this.#value = null;
    this.#spans = undefined;
  }

  /** The exact source of the value at an RFC 6901 pointer, without the white space around it; undefined if there is none. */
  source(at: string): JsonText | undefined {
    const span = this.#index().at(pointerSegments(at));
    return span && this.#sourceOf(span);
  }

  /** The members of the object at a pointer in source order, doubled ones included; empty if there is no object. */
  members(at: string): JsonMember[] {
    const members: JsonMember[] = [];
    for (const { name, value } of this.#membersAt(at)) members.push({ name, source: this.#sourceOf(value) });
    return members;
  }

  /** How often the object at a pointer has a member of that name, and the source of the last. Builds no list of them. */
  membersNamed(at: string, name: string): { readonly count: number; readonly source: JsonText | undefined } {
    let count = 0;
    let last: Span | undefined;
    for (const member of this.#membersAt(at)) {
      if (member.name !== name) continue;
      count += 1;
      last = member.value;
    }
    return { count, source: last && this.#sourceOf(last) };
  }

  /** Whether any object has a name more than once, after decoding escapes. Stops at the first. */
  hasDuplicates(): boolean {
    const walk = new JsonWalk(this.#text, {});
    while (walk.nextMember()) if (walk.isDoubled()) return true;
    return false;
  }

  /**
   * Each name that one object has more than once, outside the opaque places, named once per object and found as it is
   * asked for: who stops early pays for what he has seen. Pointers are cut to what may be shown.
   */
  *duplicates(opaque: readonly string[] = []): Generator<{ readonly pointer: string }, void, void> {
    const walk = new JsonWalk(this.#text, { places: pathTreeOf(opaque) });
    while (walk.nextMember()) if (walk.isDoubled()) yield { pointer: shownPointer(walk.path) };
  }

  /**
   * The way to each member of one of these names outside the opaque places, found as it is asked for. What stands in such
   * a member is passed over.
   */
  *pathsOf(names: ReadonlySet<string>, opaque: readonly string[] = []): Generator<PointerSegments, void, void> {
    if (!mayName(this.#text, names)) return;
    const walk = new JsonWalk(this.#text, { places: pathTreeOf(opaque) });
    while (walk.nextMember()) {
      if (!names.has(walk.name)) continue;
      yield walk.path;
      walk.passOver();
    }
  }

  /** Whether any object at any depth, inside arrays and doubled members too, has a member of one of these names. */
  hasMember(...names: readonly string[]): boolean {
    return names.length > 0 && this.pathsOf(new Set(names)).next().done !== true;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }

  *#membersAt(at: string): ReturnType<JsonSpans['members']> {
    const span = this.#index().at(pointerSegments(at));
    if (span !== undefined) yield* this.#index().members(span);
  }

  #index(): JsonSpans {
    this.#spans ??= new JsonSpans(this.#text);
    return this.#spans;
  }

  #sourceOf({ start, end }: Span): JsonText {
    return JsonText.ofChecked(this.#text.slice(start, end));
  }
}

function walkToTheEnd(text: string, { opaque = [], ...given }: JsonLimits): void {
  const limits = { ...DEFAULT_LIMITS, ...given };
  if (isWithin(text, limits)) return;
  const walk = new JsonWalk(text, { places: pathTreeOf(opaque), limits });
  while (walk.nextMember());
}

/** Whether no limit can be met, however the characters of the text are to be read: most bodies are short and flat. */
function isWithin(text: string, { maxDepth, maxNodes, maxNameLength }: WalkLimits): boolean {
  if (text.length > maxNodes || text.length > maxNameLength) return false;
  let begun = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === CODE.openBrace || code === CODE.openBracket) begun += 1;
  }
  readWork.characters += text.length;
  return begun <= maxDepth;
}

/** Whether a member may have one of these names: each is in the text as it is, or spelled with escapes. */
function mayName(text: string, names: ReadonlySet<string>): boolean {
  if (text.includes('\\')) return true;
  for (const name of names) if (text.includes(name)) return true;
  return false;
}

/** `ignoreBOM` keeps a byte order mark in the text, where strict JSON refuses it. */
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string {
  try {
    return UTF_8.decode(bytes);
  } catch {
    throw new JsonReadError('invalid_utf8');
  }
}

function parseStrictly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonReadError('malformed');
  }
}
