/** Shorter pieces would black out ordinary words, and give nothing away by themselves. */
const MIN_LENGTH = 4;
const REPLACEMENT = '[redacted]';

/**
 * Removes what must not be repeated from Ottu's own words: its error texts may quote the wallet payload, the token or the
 * very header that was sent, and those words are stored and answered.
 */
export class Redactor {
  readonly #secrets: readonly string[];

  /**
   * @param value the payload; every text and number in it, at any depth, is a secret.
   * @param keys further secrets: the keys of this service.
   */
  constructor(value: unknown, keys: readonly string[]) {
    this.#secrets = [...new Set([...leavesOf(value), ...keys])]
      .filter((leaf) => leaf.length >= MIN_LENGTH)
      .toSorted((a, b) => b.length - a.length);
  }

  text(text: string): string {
    return this.#secrets.reduce((clean, secret) => clean.replaceAll(secret, REPLACEMENT), text);
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

function leavesOf(value: unknown): string[] {
  const leaves: string[] = [];
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') leaves.push(next);
    else if (typeof next === 'number') leaves.push(String(next));
    else if (typeof next === 'object' && next !== null) open.push(...(Object.values(next) as unknown[]));
  }
  return leaves;
}
