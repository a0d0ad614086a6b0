import { cardTokenHash } from './card-token-hash.ts';
import { hmacOf } from './hmac.ts';

const MARK = /^([dx])(\d{1,5})\.([0-9a-f]{12})\.(hmac-sha256:[0-9a-f]{64})$/;
const REPLACEMENT = '[redacted]';

/** Digits, in groups or not. Of a token that has other characters any word may hold it. */
const RUNS = { d: /\d(?:[ -]?\d)*/g, x: /\S+/g } as const;

/**
 * What may be kept of the token that an attempt pays with: its length, and a keyed hash. It charges nothing, and finds the
 * token again where Ottu repeats it later.
 *
 * @param key the newest webhook key.
 */
export function tokenMark(token: string, key: string): string {
  return `${/^\d+$/.test(token) ? 'd' : 'x'}${token.length}.${keyName(key)}.${cardTokenHash(token, key)}`;
}

/**
 * Removes tokens that are known by their marks from words of Ottu's (M70): exactly them, so that a reference number beside one
 * stays. Where the key of a mark is live no more, everything that could be its token goes.
 */
export class QuotedTokens {
  readonly #marks: readonly Mark[];

  /** @param keys the live webhook keys. */
  constructor(marks: Iterable<string | null>, keys: readonly string[]) {
    this.#marks = [...new Set(marks)].flatMap((mark) => markOf(mark, keys));
  }

  get isEmpty(): boolean {
    return this.#marks.length === 0;
  }

  text(text: string): string {
    let clean = text;
    for (const mark of this.#marks) {
      clean = clean.replaceAll(RUNS[mark.kind], (run) => withoutToken(run, mark));
      // Of a text that was cut the token may stand there by half.
      clean = clean.replace(/[^\s[\]]{4,}(?=…(?: sha256:[0-9a-f]{64})?$)/, REPLACEMENT);
    }
    return clean;
  }

  /** A copy of plain JSON data with every text in it cleaned, names included. */
  data<T>(value: T): T {
    return this.isEmpty ? value : (this.#cleaned(value) as T);
  }

  /** The same of JSON text: all else keeps its spelling. */
  json(text: string): string {
    if (this.isEmpty) return text;
    return text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gs, (part) => {
      const clean = this.text(part);
      return clean === part || part.startsWith('"') ? clean : JSON.stringify(REPLACEMENT);
    });
  }

  #cleaned(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number') {
      const text = String(value);
      return this.text(text) === text ? value : REPLACEMENT;
    }
    if (Array.isArray(value)) return value.map((item) => this.#cleaned(item));
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [this.text(name), this.#cleaned(item)]));
  }
}

interface Mark {
  readonly kind: 'd' | 'x';
  readonly length: number;
  readonly isToken: (candidate: string) => boolean;
}

function markOf(mark: string | null, keys: readonly string[]): Mark[] {
  const parts = MARK.exec(mark ?? '');
  if (parts === null) return [];
  const [, kind, length, name, hash] = parts;
  const key = keys.find((each) => keyName(each) === name);
  const isToken = (candidate: string): boolean => key === undefined || cardTokenHash(candidate, key) === hash;
  return [{ kind: kind === 'd' ? 'd' : 'x', length: Number(length), isToken }];
}

function withoutToken(run: string, { kind, length, isToken }: Mark): string {
  const places = [...run].flatMap((character, at) => (kind === 'd' && !/\d/.test(character) ? [] : [at]));
  const characters = [...run];
  let clean = '';
  let done = 0;
  for (let first = 0; first + length <= places.length; first += 1) {
    const taken = places.slice(first, first + length);
    const [start = 0] = taken;
    if (start < done || !isToken(taken.map((at) => characters[at]).join(''))) continue;
    clean += characters.slice(done, start).join('') + REPLACEMENT;
    done = (taken.at(-1) ?? start) + 1;
  }
  return clean + characters.slice(done).join('');
}

/** Says which key made a mark, and nothing of the key. */
function keyName(key: string): string {
  return hmacOf(key).update('token mark\0').digest('hex').slice(0, 12);
}
