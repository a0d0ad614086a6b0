/** Shorter pieces would black out ordinary words, and give nothing away by themselves. */
const MIN_LENGTH = 4;
/** A wallet's payload has a few dozen pieces. Of one with more nothing is looked for: nothing of Ottu's words is kept. */
const MAX_SECRETS = 256;
/** Characters that are looked at for one text: as many secrets as a payload may have, in 32 kB. */
const MAX_WORK = MAX_SECRETS * 32 * 1024;
const REPLACEMENT = '[redacted]';

/**
 * Removes what must not be repeated from Ottu's own words: its error texts may quote the wallet payload, the token or the
 * very header that was sent, and those words are stored and answered. Made before the claim.
 */
export class Redactor {
  readonly #secrets: ReadonlySet<string>;
  readonly #withholdsAll: boolean;

  /**
   * @param value the payload; every text and number in it, at any depth, is a secret.
   * @param keys further secrets: the keys of this service.
   */
  constructor(value: unknown, keys: readonly string[]) {
    const secrets = new Set(keys.filter(isSecret));
    const most = secrets.size + MAX_SECRETS;
    for (const leaf of leavesOf(value)) {
      if (secrets.size > most) break;
      if (isSecret(leaf)) secrets.add(leaf);
    }
    this.#withholdsAll = secrets.size > most;
    this.#secrets = secrets;
  }

  text(text: string): string {
    if (this.#withholdsAll || this.#secrets.size * text.length > MAX_WORK) return REPLACEMENT;
    return covered(
      text,
      [...this.#secrets].flatMap((secret) => occurrencesOf(secret, text)),
    );
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
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function isSecret(text: string): boolean {
  return text.length >= MIN_LENGTH;
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

/** Depth is bounded by the reader of the payload; nothing is spread, since lists may be long. */
function* leavesOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'number') yield String(value);
  else if (Array.isArray(value)) for (const item of value) yield* leavesOf(item);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) yield* leavesOf(item);
}
