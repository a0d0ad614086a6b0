import type { CurrencyCode } from '../money/currency.ts';
import type { Money } from '../money/money.ts';

/** A text for shoppers, in the languages that Ottu's own pages have. */
export interface LocalizedText {
  readonly en: string;
  readonly ar: string;
}

export interface QuoteItem {
  readonly sku: string;
  /** A whole number from 1 to 999. */
  readonly quantity: number;
}

export interface QuoteLine {
  readonly sku: string;
  readonly name: LocalizedText;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly lineTotal: Money;
}

/** What items cost: one currency, a line for every item in the order asked, lines that add up, a total above zero. */
export interface Quote {
  readonly currency: CurrencyCode;
  readonly lines: readonly QuoteLine[];
  readonly total: Money;
}

export const MAX_LINES = 100;
export const MAX_QUANTITY = 999;

/** Where prices come from. A shopper never sets one (promise 4). Also the token under which it is injected. */
export abstract class Catalog {
  /**
   * @throws CatalogError that lists everything wrong with the items.
   * @throws CatalogNotConfiguredError when this service has no catalog.
   */
  abstract quote(items: readonly QuoteItem[], currency: CurrencyCode): Promise<Quote>;
}
