import { createHash } from 'node:crypto';
import type { Quote } from '../catalog.ts';

/** A checkout asks for the same cart several times within moments; a price that changed is seen soon after. */
export const CACHE_MS = 3_000;
const MAX_QUOTES = 1_000;

interface Kept {
  readonly quote: Quote;
  readonly until: number;
}

/**
 * Quotes of the last moments, and those that are just being asked for: equal requests at one time are one call. The key is
 * the SHA-256 of the whole request (M57). What failed is not kept.
 */
export class QuoteCache {
  readonly #kept = new Map<string, Kept>();
  readonly #underWay = new Map<string, Promise<Quote>>();

  constructor(
    private readonly keepMs = CACHE_MS,
    private readonly now: () => number = () => performance.now(),
  ) {}

  async get(body: string, ask: () => Promise<Quote>): Promise<Quote> {
    const key = createHash('sha256').update(body).digest('base64');
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.until > this.now()) return kept.quote;
    const shared = this.#underWay.get(key) ?? this.#ask(key, ask);
    return shared;
  }

  #ask(key: string, ask: () => Promise<Quote>): Promise<Quote> {
    const asking = ask()
      .then((quote) => {
        this.#keep(key, quote);
        return quote;
      })
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, asking);
    return asking;
  }

  /** A map keeps the order of insertion, and all are kept equally long: the first ones end first. */
  #keep(key: string, quote: Quote): void {
    this.#kept.delete(key);
    this.#kept.set(key, { quote, until: this.now() + this.keepMs });
    for (const [oldest, { until }] of this.#kept) {
      if (this.#kept.size <= MAX_QUOTES && until > this.now()) break;
      this.#kept.delete(oldest);
    }
  }
}
