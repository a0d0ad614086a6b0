/** Shorter pieces would black out ordinary words, and give nothing away by themselves. */
const MIN_LENGTH = 4;
const REPLACEMENT = '[redacted]';

/**
 * Removes what must not be repeated from Ottu's own words: its error texts may quote the wallet payload, the token or the
 * very header that was sent, and those words are stored and answered.
 *
 * Made before the claim. A payload may hold a hundred thousand pieces, so a text is walked once and each of its places
 * looked up, instead of every piece being searched for in it.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  /** How long the secrets are that begin with these characters, longest first. */
  readonly #lengths = new Map<string, number[]>();

  /**
   * @param value the payload; every text and number in it, at any depth, is a secret.
   * @param keys further secrets: the keys of this service.
   */
  constructor(value: unknown, keys: readonly string[]) {
    for (const leaf of leavesOf(value)) this.#add(leaf);
    for (const key of keys) this.#add(key);
    for (const lengths of this.#lengths.values()) lengths.sort((a, b) => b - a);
  }

  text(text: string): string {
    let clean = '';
    /** Everything before it stands in `clean`. */
    let done = 0;
    /** The end of the secrets that were found so far; they may overlap. */
    let covered = 0;
    for (let at = 0; at + MIN_LENGTH <= text.length; at += 1) {
      const end = at + this.#longestAt(text, at);
      if (end <= at || end <= covered) continue;
      if (at >= covered) {
        clean += text.slice(done, at) + REPLACEMENT;
      }
      covered = end;
      done = end;
    }
    return clean + text.slice(done);
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

  #add(secret: string): void {
    if (secret.length < MIN_LENGTH || this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    const start = secret.slice(0, MIN_LENGTH);
    const lengths = this.#lengths.get(start);
    if (lengths === undefined) this.#lengths.set(start, [secret.length]);
    else if (!lengths.includes(secret.length)) lengths.push(secret.length);
  }

  /** The length of the longest secret that begins here; 0 where none does. */
  #longestAt(text: string, at: number): number {
    const lengths = this.#lengths.get(text.slice(at, at + MIN_LENGTH)) ?? [];
    return lengths.find((length) => this.#secrets.has(text.slice(at, at + length))) ?? 0;
  }
}

/** Depth is bounded by the reader of the payload; nothing is spread, since lists may be long. */
function* leavesOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'number') yield String(value);
  else if (Array.isArray(value)) for (const item of value) yield* leavesOf(item);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) yield* leavesOf(item);
}
