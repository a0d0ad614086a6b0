import { JsonDocument } from '../../json/json-document.ts';
import { JsonReadError } from '../../json/json-read-error.ts';
import { CatalogError, CatalogUnavailableError, QuoteUnusableError, type CatalogViolation } from '../catalog-error.ts';
import { MAX_LINES, type Quote, type QuoteRequest } from '../catalog.ts';
import { isText, members } from '../json-shape.ts';
import { BrokenQuoteError, readQuote } from '../read-quote.ts';
import type { QuoteReply } from './quote-exchange.ts';

const MAX_DEPTH = 16;
const DEFAULT_RETRY_SECONDS = 5;
const MAX_RETRY_SECONDS = 60;
/** The service can't now, and says so. */
const NOT_NOW: ReadonlySet<number> = new Set([408, 429]);

/**
 * What the quote service said (M57).
 *
 * @throws CatalogError when items are not sold, CatalogUnavailableError when it can't answer now, and QuoteUnusableError
 * for every other answer that is no quote for just what was asked.
 */
export function readQuoteReply(reply: QuoteReply, request: QuoteRequest): Quote {
  const { status } = reply;
  if (status >= 500 || NOT_NOW.has(status)) {
    throw new CatalogUnavailableError(`STATUS_${status}`, retrySeconds(reply.retryAfter));
  }
  try {
    if (status === 422) throw new CatalogError(violations(json(reply), request));
    if (status !== 200) throw new BrokenQuoteError(`it has the status ${status}`);
    const quote = readQuote(json(reply), request.currency, 'lines');
    assertSameItems(quote, request);
    return quote;
  } catch (error) {
    if (error instanceof BrokenQuoteError) throw new QuoteUnusableError(error.message);
    throw error;
  }
}

function json({ body }: QuoteReply): unknown {
  try {
    const document = JsonDocument.parse(body, { maxDepth: MAX_DEPTH });
    const [doubled] = document.duplicates();
    if (doubled === undefined) return document.value;
    throw new BrokenQuoteError(`${doubled.pointer} is there twice`);
  } catch (error) {
    if (error instanceof JsonReadError) throw new BrokenQuoteError(error.message);
    throw error;
  }
}

function assertSameItems({ lines }: Quote, { items }: QuoteRequest): void {
  if (lines.length !== items.length) {
    throw new BrokenQuoteError(`/lines has ${lines.length} lines for ${items.length} items`);
  }
  for (const [index, line] of lines.entries()) {
    if (line.sku !== items[index]?.sku) throw new BrokenQuoteError(`/lines/${index}/sku is not the one asked for`);
    if (line.quantity !== items[index].quantity) {
      throw new BrokenQuoteError(`/lines/${index}/quantity is not the one asked for`);
    }
  }
}

function violations(value: unknown, { items }: QuoteRequest): CatalogViolation[] {
  const list = members(value)['items'];
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_LINES) {
    throw new BrokenQuoteError(`/items must be a list of 1 to ${MAX_LINES} with the status 422`);
  }
  return list.map((violation: unknown, place) => {
    const { index, message } = members(violation);
    if (typeof index !== 'number' || items[index] === undefined || !isText(message, 200)) {
      throw new BrokenQuoteError(`/items/${place} must have the index of an item and a message of 1 to 200 characters`);
    }
    return { index, message };
  });
}

/** Whole seconds only; a service that wants to be left alone for long is asked again after a minute all the same. */
function retrySeconds(header: string | undefined): number {
  if (header === undefined || !/^\d{1,6}$/.test(header)) return DEFAULT_RETRY_SECONDS;
  return Math.min(Math.max(Number(header), 1), MAX_RETRY_SECONDS);
}
