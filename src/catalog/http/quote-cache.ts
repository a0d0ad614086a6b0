import { createHash } from 'node:crypto';
import type { Quote } from '../catalog.ts';

/** A checkout asks for the same cart several times within moments; a price that changed is seen soon after. */
export const CACHE_MS = 3_000;
const MAX_QUOTES = 1_000;

interface CachedQuote {
  readonly quote: Quote;
  readonly until: number;
}

/**
 * Quotes of the last moments, and those that are just being asked for: equal requests at one time are one call. The key is
 * the SHA-256 of the whole request (M57). What failed is not kept.
 */
export class QuoteCache {
  readonly #cached = new Map<string, CachedQuote>();
  readonly #underWay = new Map<string, Promise<Quote>>();

  constructor(
    private readonly keepMs = CACHE_MS,
    private readonly now: () => number = () => performance.now(),
  ) {}

  async get(body: string, ask: () => Promise<Quote>): Promise<Quote> {
    const key = createHash('sha256').update(body).digest('base64');
    const cached = this.#cached.get(key);
    if (cached !== undefined && cached.until > this.now()) return cached.quote;
    const shared = this.#underWay.get(key) ?? this.#ask(key, ask);
    return shared;
  }

  #ask(key: string, ask: () => Promise<Quote>): Promise<Quote> {
    const asking = ask()
      .then((quote) => {
        this.#store(key, quote);
        return quote;
      })
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, asking);
    return asking;
  }

  /** A map keeps the order of insertion, and all are kept equally long: the first ones end first. */
  #store(key: string, quote: Quote): void {
    this.#cached.delete(key);
    this.#cached.set(key, { quote, until: this.now() + this.keepMs });
    for (const [oldest, { until }] of this.#cached) {
      if (this.#cached.size <= MAX_QUOTES && until > this.now()) break;
      this.#cached.delete(oldest);
    }
  }
}
