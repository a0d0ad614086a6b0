import { afterString, afterValue, CODE, decoded, isSpace } from './json-scan.ts';
import { readWork } from './read-work.ts';

/** Where a value stands in a text, without the white space around it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface MemberSpan {
  readonly name: string;
  readonly value: Span;
}

/** Finds values in a text that was checked to be strict JSON, one level at a time: what is inside a value is passed over. */
export class JsonSpans {
  readonly #text: string;
  readonly #root: Span;
  /** By where an object or array begins: each is indexed once, at the first name that is asked for. */
  readonly #known = new Map<number, ReadonlyMap<string, Span> | readonly Span[]>();

  constructor(text: string) {
    this.#text = text;
    const start = this.#afterSpace(0);
    // Its end is that of the text, but for the white space.
    this.#root = { start, end: this.#beforeSpace(text.length) };
  }

  /** The value at these segments; of doubled members the last, as JSON.parse has it. */
  at(segments: readonly string[]): Span | undefined {
    let span: Span | undefined = this.#root;
    for (const segment of segments) {
      if (span === undefined) return undefined;
      span = this.#below(span, segment);
    }
    return span;
  }

  /** The members of an object in source order, doubled ones included; none of any other value. */
  *members(object: Span): Generator<MemberSpan, void, void> {
    if (!this.#begins(object, CODE.openBrace)) return;
    let at = this.#afterSpace(object.start + 1);
    while (this.#text.charCodeAt(at) === CODE.quote) {
      const nameEnd = afterString(this.#text, at);
      const name = decoded(this.#text.slice(at, nameEnd));
      const start = this.#afterSpace(this.#afterSpace(nameEnd) + 1);
      const value = { start, end: afterValue(this.#text, start) };
      const next = this.#afterSpace(this.#afterSpace(value.end) + 1);
      this.#count(next - at);
      at = next;
      yield { name, value };
    }
  }

  *#elements(array: Span): Generator<Span, void, void> {
    let at = this.#afterSpace(array.start + 1);
    while (at < array.end - 1) {
      const value = { start: at, end: afterValue(this.#text, at) };
      const next = this.#afterSpace(this.#afterSpace(value.end) + 1);
      this.#count(next - at);
      at = next;
      yield value;
    }
  }

  #below(span: Span, segment: string): Span | undefined {
    if (this.#begins(span, CODE.openBrace)) return this.#index(span).get(segment);
    if (!this.#begins(span, CODE.openBracket) || !/^(?:0|[1-9][0-9]*)$/.test(segment)) return undefined;
    return this.#list(span)[Number(segment)];
  }

  #index(object: Span): ReadonlyMap<string, Span> {
    const known = this.#known.get(object.start);
    if (known instanceof Map) return known as ReadonlyMap<string, Span>;
    const index = new Map<string, Span>();
    for (const { name, value } of this.members(object)) index.set(name, value);
    this.#known.set(object.start, index);
    return index;
  }

  #list(array: Span): readonly Span[] {
    const known = this.#known.get(array.start);
    if (Array.isArray(known)) return known as readonly Span[];
    const list = [...this.#elements(array)];
    this.#known.set(array.start, list);
    return list;
  }

  #begins({ start }: Span, code: number): boolean {
    return this.#text.charCodeAt(start) === code;
  }

  #afterSpace(from: number): number {
    let at = from;
    while (isSpace(this.#text.charCodeAt(at))) at += 1;
    return at;
  }

  #beforeSpace(from: number): number {
    let at = from;
    while (isSpace(this.#text.charCodeAt(at - 1))) at -= 1;
    return at;
  }

  #count(characters: number): void {
    readWork.characters += characters;
    readWork.nodes += 1;
  }
}
