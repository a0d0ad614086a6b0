import { PIECE, piecesOf, readsAsWords, type PayloadPieces } from './payload-pieces.ts';

/** Shorter texts would black out ordinary words, and give nothing away by themselves. */
const MIN_KEY_LENGTH = 4;
/** Of more texts nothing is looked for: nothing of Ottu's words is kept. */
const MAX_KEYS = 256;
/** Characters that are looked at for one text: as many keys as there may be, in 32 kB. */
const MAX_WORK = MAX_KEYS * 32 * 1024;
const REPLACEMENT = '[redacted]';

/**
 * Removes what must not be repeated from Ottu's own words: its error texts may quote the wallet payload, the token or the
 * very header that was sent, and those words are stored and answered. Made before the claim.
 *
 * Of what a payload has in members that hold cryptograms, signatures or tokens every piece of 16 characters is a secret,
 * wherever it is quoted and however it was cut. Gateways have shapes of their own, so a piece of any other member is one,
 * too, unless it reads as words do: a payer blanks no words of a gateway's by naming them. Of our own keys every
 * occurrence is a secret. What is shorter is kept as it is said.
 */
export class Redactor {
  readonly #payload: unknown;
  readonly #keys: readonly string[];
  readonly #spared: readonly string[];
  #pieces: PayloadPieces | undefined;

  /**
   * @param payload what was sent: an object, by whose members it is known what may be a secret.
   * @param keys further secrets, of 4 characters and more: the keys of this service.
   * @param spared texts that no payload makes a secret of.
   */
  constructor(payload: unknown, keys: readonly string[], spared: readonly string[] = []) {
    this.#payload = payload;
    this.#keys = [...new Set(keys.filter((key) => key.length >= MIN_KEY_LENGTH))];
    this.#spared = spared.filter((text) => text.length >= PIECE);
  }

  /**
   * The same for an answer that names these texts itself, such as the order number: a payload that holds one of them, or a
   * part of one, has not made a secret of it.
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
    this.#pieces ??= piecesOf(this.#payload);
    const { secret, other } = this.#pieces;
    if (secret.isEmpty && other.isEmpty) return;
    const spared = this.#spared.flatMap((one) => occurrencesOf(one, text)).toSorted((a, b) => b.start - a.start);
    let sparedTo = 0;
    for (let start = 0; start + PIECE <= text.length; start += 1) {
      const end = start + PIECE;
      for (let span = spared.at(-1); span !== undefined && span.start <= start; span = spared.at(-1)) {
        sparedTo = Math.max(sparedTo, span.end);
        spared.pop();
      }
      if (end <= sparedTo) continue;
      const piece = text.slice(start, end);
      if (secret.has(piece) || (other.has(piece) && !readsAsWords(piece))) yield { start, end };
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
