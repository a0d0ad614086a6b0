import { inspect } from 'node:util';
import { parseTree, type Node } from 'jsonc-parser';
import { pointer, pointerSegments } from './json-pointer.ts';
import { JsonReadError } from './json-read-error.ts';
import { JsonText } from './json-text.ts';
import { isDeeperThan, namesAnyOf } from './json-tokens.ts';
import { treeMembers, treeNodeAt, walkObjects } from './json-tree.ts';

const DEFAULT_MAX_DEPTH = 64;
const HIDDEN = '[json document]';

export interface JsonLimits {
  /** Deepest nesting of objects and arrays together; 64 when not given. A scalar has depth 0. */
  readonly maxDepth?: number;
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
  readonly #text: string;
  readonly #value: unknown;
  #tree: Node | undefined;

  private constructor(text: string, value: unknown) {
    this.#text = text;
    this.#value = value;
  }

  /** Throws JsonReadError, which never carries the text. */
  static parse(bytes: Uint8Array, limits: JsonLimits = {}): JsonDocument {
    if (limits.maxBytes !== undefined && bytes.byteLength > limits.maxBytes) throw new JsonReadError('too_large');
    const text = decode(bytes);
    if (/^[ \t\r\n]*$/.test(text)) throw new JsonReadError('empty');
    // Before anything that recurses: the tree parser overflows the stack at great depths.
    if (isDeeperThan(text, limits.maxDepth ?? DEFAULT_MAX_DEPTH)) throw new JsonReadError('too_deep');
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

  /** The exact source of the value at an RFC 6901 pointer, without the white space around it; undefined if there is none. */
  source(at: string): JsonText | undefined {
    const node = treeNodeAt(this.#root(), pointerSegments(at));
    return node && this.#sourceOf(node);
  }

  /** The members of the object at a pointer in source order, doubled ones included; empty if there is no object. */
  members(at: string): JsonMember[] {
    const node = treeNodeAt(this.#root(), pointerSegments(at));
    return node === undefined
      ? []
      : treeMembers(node).map(({ name, value }) => ({ name, source: this.#sourceOf(value) }));
  }

  /** Each name that one object has more than once, after decoding escapes; each named once per object. */
  duplicates(): { pointer: string }[] {
    const found: { pointer: string }[] = [];
    walkObjects(this.#root(), (members, path) => {
      const counts = new Map<string, number>();
      for (const { name } of members) {
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        if (count === 2) found.push({ pointer: pointer(...path, name) });
      }
    });
    return found;
  }

  /** Whether any object at any depth, inside arrays and doubled members too, has a member of one of these names. */
  hasMember(...names: readonly string[]): boolean {
    return names.length > 0 && namesAnyOf(this.#text, new Set(names));
  }

  /** Where members of this name are, one entry for each time one is written. */
  pointersOf(name: string): string[] {
    const found: string[] = [];
    walkObjects(this.#root(), (members, path) => {
      for (const member of members) if (member.name === name) found.push(pointer(...path, name));
    });
    return found;
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

  #root(): Node {
    this.#tree ??= parseTree(this.#text);
    if (this.#tree === undefined) throw new JsonReadError('malformed');
    return this.#tree;
  }

  #sourceOf(node: Node): JsonText {
    return JsonText.ofChecked(this.#text.slice(node.offset, node.offset + node.length));
  }
}

function decode(bytes: Uint8Array): string {
  try {
    // ignoreBOM keeps a byte order mark in the text, where strict JSON refuses it.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
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
