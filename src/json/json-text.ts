import { inspect } from 'node:util';

const HIDDEN = '[json]';

/**
 * The source text of one JSON value, to be written unchanged (`writeJson` splices it in). It hides itself when it is
 * printed, serialised or inspected, because it may be a wallet payload; only `.text` and `.value()` give it away.
 */
export class JsonText {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** For the reader of this folder only: `text` must be one complete JSON value that was checked already. */
  static ofChecked(text: string): JsonText {
    return new JsonText(text);
  }

  get text(): string {
    return this.#text;
  }

  value(): unknown {
    return JSON.parse(this.#text);
  }

  /** A string decoded; a number, `true` or `false` as it is spelled (`10.000` stays so); null, objects and arrays: undefined. */
  scalarText(): string | undefined {
    switch (this.#text.charAt(0)) {
      case '"':
        return this.value() as string;
      case '{':
      case '[':
      case 'n':
        return undefined;
      default:
        return this.#text;
    }
  }

  isObject(): boolean {
    return this.#text.startsWith('{');
  }

  isArray(): boolean {
    return this.#text.startsWith('[');
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
}
