import type { CurrencyCode } from '../money/currency.ts';
import type { Money } from '../money/money.ts';
import { CatalogNotConfiguredError } from './catalog-error.ts';

/**
 * A text for shoppers, in the languages that Ottu's own pages have. Both are always there: where the shop has given one
 * alone, it stands for both.
 */
export interface LocalizedText {
  readonly en: string;
  readonly ar: string;
}

export interface QuoteItem {
  readonly sku: string;
  /** A whole number from 1 to 999. */
  readonly quantity: number;
}

/** What is to be priced, and all that a price may depend on. */
export interface QuoteRequest {
  /** 1 to 100. */
  readonly items: readonly QuoteItem[];
  readonly currency: CurrencyCode;
  /** A verified one (M58), or that of a trusted server; never what a browser says. */
  readonly customerId?: string | undefined;
  readonly language?: string | undefined;
  /** As the caller gave it, members in snake_case. */
  readonly shippingAddress?: object | undefined;
  /** The merchant's own members. */
  readonly extra?: object | undefined;
  /** Vouchers and gift cards, as the shopper wrote them. */
  readonly codes?: readonly string[] | undefined;
  readonly cart?: { readonly id: string; readonly version: number } | undefined;
}

export interface QuoteLine {
  readonly sku: string;
  readonly name: LocalizedText;
  readonly quantity: number;
  /** For show: of "three for 1.000" it is near a third, or absent. */
  readonly unitPrice: Money | undefined;
  /** What the line costs. */
  readonly lineTotal: Money;
}

/** What is taken off the whole, such as by a voucher. */
export interface QuoteDiscount {
  readonly code?: string;
  readonly name: LocalizedText;
  readonly amount: Money;
}

/** What comes on top of the whole, such as for wrapping it. */
export interface QuoteFee extends QuoteDiscount {}

/**
 * What items cost (M57): one currency, a line for every item in the order asked, a total of zero or more that is the
 * lines less the discounts plus fees plus shipping plus tax. The total is what is charged, and nothing else.
 */
export interface Quote {
  readonly currency: CurrencyCode;
  readonly lines: readonly QuoteLine[];
  readonly discounts: readonly QuoteDiscount[];
  readonly fees: readonly QuoteFee[];
  readonly shipping: Money | undefined;
  /** What comes on top; prices that include their tax have none here. */
  readonly tax: Money | undefined;
  readonly total: Money;
}

export const MAX_LINES = 100;
export const MAX_QUANTITY = 999;

/** Where prices come from. A shopper never sets one (promise 4). Also the token under which it is injected. */
export abstract class Catalog {
  /**
   * @throws CatalogError that lists everything wrong with the items.
   * @throws CatalogNotConfiguredError when this service has no catalog.
   * @throws CatalogUnavailableError when the merchant's quote service gave no answer; asking again may help.
   * @throws QuoteUnusableError when its answer is no quote (M57).
   */
  abstract quote(request: QuoteRequest): Promise<Quote>;
}

/** Stands where no catalog is configured: callers give amounts, and items are refused. */
export class AbsentCatalog extends Catalog {
  override async quote(): Promise<never> {
    throw new CatalogNotConfiguredError();
  }
}
