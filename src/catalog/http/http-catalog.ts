import { Logger, type OnApplicationShutdown } from '@nestjs/common';

import type { QuoteServiceSettings } from '../../config/settings.ts';
import type { ProxySettings } from '../../outgoing/outgoing-agent.ts';
import { CatalogError, CatalogUnavailableError, QuoteUnusableError } from '../catalog-error.ts';
import { Catalog, type Quote, type QuoteRequest } from '../catalog.ts';
import { isSku, NO_SUCH_PRODUCT, quantityViolation, assertFewItems } from '../check-items.ts';
import { QuoteCache } from './quote-cache.ts';
import { QuoteExchange } from './quote-exchange.ts';
import { QUOTE_CONCURRENCY, QuoteBulkhead } from './quote-bulkhead.ts';
import { readQuoteReply } from './read-quote-reply.ts';

/** The text that the quote service gets: all that a price may depend on, and so also the key of the cache (M57). */
export function quoteBody(request: QuoteRequest): string {
  const { items, currency, customerId, language, shippingAddress, extra, codes = [], cart } = request;
  return JSON.stringify({
    currency_code: currency,
    items: items.map(({ sku, quantity }) => ({ sku, quantity })),
    customer_id: customerId,
    language,
    shipping_address: shippingAddress,
    extra,
    codes: codes.length === 0 ? undefined : codes,
    cart_id: cart?.id,
    version: cart?.version,
  });
}

/** From asking to the last byte of the answer, waiting for one's turn included: a shopper is waiting, too. */
export const QUOTE_DEADLINE_MS = 3_000;

export interface HttpCatalogOptions {
  readonly deadlineMs?: number;
  readonly cache?: QuoteCache;
  readonly bulkhead?: QuoteBulkhead;
  readonly proxy?: ProxySettings | undefined;
}

/** Prices by the merchant's own quote service (docs/quote-service.md). What it answers is checked, never corrected (M57). */
export class HttpCatalog extends Catalog implements OnApplicationShutdown {
  readonly #logger = new Logger('Catalog');
  readonly #exchange: QuoteExchange;
  readonly #deadlineMs: number;
  readonly #cache: QuoteCache;
  readonly #bulkhead: QuoteBulkhead;

  constructor(settings: QuoteServiceSettings, options: HttpCatalogOptions = {}) {
    super();
    this.#exchange = new QuoteExchange(settings, { connections: QUOTE_CONCURRENCY, proxy: options.proxy });
    this.#deadlineMs = options.deadlineMs ?? QUOTE_DEADLINE_MS;
    this.#cache = options.cache ?? new QuoteCache();
    this.#bulkhead = options.bulkhead ?? new QuoteBulkhead();
  }

  override async quote(request: QuoteRequest): Promise<Quote> {
    assertSaleable(request);
    const body = quoteBody(request);
    return this.#cache.get(body, async () => this.#ask(request, body));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#exchange.close();
  }

  async #ask(request: QuoteRequest, body: string): Promise<Quote> {
    const signal = AbortSignal.timeout(this.#deadlineMs);
    try {
      return await this.#bulkhead.run(
        async () => readQuoteReply(await this.#exchange.send(body, signal), request),
        signal,
      );
    } catch (error) {
      this.#report(error, request);
      throw error;
    }
  }

  #report(error: unknown, { cart }: QuoteRequest): void {
    const about = { cart_id: cart?.id, cart_version: cart?.version };
    if (error instanceof QuoteUnusableError) {
      this.#logger.error({ ...about, reason: error.reason }, 'The quote service gave an answer that is no quote');
    } else if (error instanceof CatalogUnavailableError && error.reason !== 'BREAKER_OPEN') {
      this.#logger.warn({ ...about, reason: error.reason }, 'The quote service gave no answer');
    }
  }
}

/** What no quote could be right for is not asked. */
function assertSaleable({ items }: QuoteRequest): void {
  assertFewItems(items);
  const violations = items.flatMap((item, index) => [
    ...quantityViolation(item, index),
    ...(isSku(item.sku) ? [] : [{ index, member: 'sku' as const, message: NO_SUCH_PRODUCT }]),
  ]);
  if (violations.length > 0) throw new CatalogError(violations);
}
