import { JsonDocument } from '../../json/json-document.ts';

/**
 * What cryptograms, signatures and tokens have at least, and words of a gateway have not. A payer writes his payload
 * himself: whatever shorter pieces of it were looked for, he could have the gateway's own words blanked by them.
 */
const PIECE = 16;
/** Shorter texts would black out ordinary words, and give nothing away by themselves. */
const MIN_KEY_LENGTH = 4;
/** Of more texts nothing is looked for: nothing of Ottu's words is kept. */
const MAX_KEYS = 256;
/** Characters that are looked at for one text: as many keys as there may be, in 32 kB. */
const MAX_WORK = MAX_KEYS * 32 * 1024;
/** Google Pay has JSON in a text of its payload, and its own tests once more in that. */
const MAX_TEXTS_IN_TEXTS = 3;
const REPLACEMENT = '[redacted]';

/**
 * Removes what must not be repeated from Ottu's own words: its error texts may quote the wallet payload, the token or the
 * very header that was sent, and those words are stored and answered. Made before the claim.
 *
 * Of a payload every piece of 16 characters is a secret, wherever it is quoted and however it was cut; of our own keys
 * every occurrence. What is shorter is kept as it is said.
 */
export class Redactor {
  readonly #payload: unknown;
  readonly #keys: readonly string[];
  readonly #spared: ReadonlySet<string>;
  #pieces: ReadonlySet<string> | undefined;

  /**
   * @param payload what was sent: texts and numbers of 16 characters and more in it, at any depth, are secrets.
   * @param keys further secrets, of 4 characters and more: the keys of this service.
   */
  constructor(payload: unknown, keys: readonly string[], spared: readonly string[] = []) {
    this.#payload = payload;
    this.#keys = [...new Set(keys.filter((key) => key.length >= MIN_KEY_LENGTH))];
    this.#spared = new Set(spared);
  }

  /**
   * The same for an answer that names these texts itself, such as the order number: a payload that holds one of them has
   * not made a secret of it.
   */
  sparing(texts: readonly (string | undefined)[]): Redactor {
    return new Redactor(
      this.#payload,
      this.#keys,
      texts.filter((text) => text !== undefined),
    );
  }

  text(text: string): string {
    if (this.#keys.length > MAX_KEYS || this.#keys.length * text.length > MAX_WORK) return REPLACEMENT;
    return covered(text, [...this.#piecesIn(text), ...this.#keys.flatMap((key) => occurrencesOf(key, text))]);
  }

  optional(text: string | undefined): string | undefined {
    return text === undefined ? undefined : this.text(text);
  }

  /** A copy of plain JSON data with every text in it cleaned. */
  data<T>(value: T): T {
    return JSON.parse(JSON.stringify(value ?? null), (_name, leaf: unknown) =>
      typeof leaf === 'string' ? this.text(leaf) : leaf,
    ) as T;
  }

  *#piecesIn(text: string): Generator<Span> {
    if (text.length < PIECE) return;
    // Most answers have no words that are long enough: only then is the payload looked through.
    this.#pieces ??= piecesOf(this.#payload, this.#spared);
    if (this.#pieces.size === 0) return;
    for (let start = 0; start + PIECE <= text.length; start += 1) {
      if (this.#pieces.has(text.slice(start, start + PIECE))) yield { start, end: start + PIECE };
    }
  }
}

/** Every text and number in plain JSON data, at any depth, which whoever read the data has bounded. */
export function* leavesOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'number') yield String(value);
  else if (Array.isArray(value)) for (const item of value) yield* leavesOf(item);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) yield* leavesOf(item);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Every 16 characters in a row of what may be a secret: no list of secrets grows with how often each is looked for. */
function piecesOf(payload: unknown, spared: ReadonlySet<string>): ReadonlySet<string> {
  const pieces = new Set<string>();
  for (const word of wordsOf(payload, MAX_TEXTS_IN_TEXTS)) {
    if (spared.has(word)) continue;
    for (let start = 0; start + PIECE <= word.length; start += 1) pieces.add(word.slice(start, start + PIECE));
  }
  return pieces;
}

/** Sentences are no secrets; base64 is, in lines too. Of JSON in a text, what it holds. */
function* wordsOf(value: unknown, texts: number): Generator<string> {
  for (const leaf of leavesOf(value)) {
    if (leaf.length < PIECE) continue;
    const inner = texts > 0 && /^\s*[{[]/.test(leaf) ? jsonIn(leaf) : undefined;
    if (inner === undefined) yield* leaf.split(/\s+/);
    else yield* wordsOf(inner, texts - 1);
  }
}

function jsonIn(text: string): unknown {
  try {
    return JsonDocument.parse(Buffer.from(text)).value;
  } catch {
    return undefined;
  }
}

/** Those that do not overlap one another: of an occurrence that overlaps one of these, no whole is left. */
function occurrencesOf(secret: string, text: string): Span[] {
  const found: Span[] = [];
  for (let start = text.indexOf(secret); start >= 0; start = text.indexOf(secret, start + secret.length)) {
    found.push({ start, end: start + secret.length });
  }
  return found;
}

/** Secrets may overlap: what lies in any of the spans is covered, and spans that touch are covered as one. */
function covered(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  let clean = '';
  let done = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (start > done || done === 0) clean += text.slice(done, start) + REPLACEMENT;
    done = Math.max(done, end);
  }
  return clean + text.slice(done);
}
