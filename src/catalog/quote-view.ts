import type { CurrencyCode } from '../money/currency.ts';
import type { LocalizedText, Quote, QuoteDiscount } from './catalog.ts';
import { BrokenQuoteError, readQuote } from './read-quote.ts';

export interface QuoteLineView {
  readonly sku: string;
  readonly name: LocalizedText;
  readonly quantity: number;
  /** Absent where the shop names none. */
  readonly unit_price?: string;
  readonly line_total: string;
}

export interface QuoteDiscountView {
  readonly code?: string;
  readonly name: LocalizedText;
  readonly amount: string;
}

/** A quote as it is stored with the cart version that it priced, and shown. Amounts have the currency's digits. */
export interface QuoteView {
  readonly currency_code: string;
  readonly items: readonly QuoteLineView[];
  /** Empty when nothing was taken off. */
  readonly discounts: readonly QuoteDiscountView[];
  /** Absent when nothing came on top. */
  readonly fees?: readonly QuoteDiscountView[];
  readonly shipping?: string;
  readonly tax?: string;
  readonly total: string;
}

export function toQuoteView({ currency, lines, discounts, fees, shipping, tax, total }: Quote): QuoteView {
  return {
    currency_code: currency,
    items: lines.map(({ sku, name, quantity, unitPrice, lineTotal }) => ({
      sku,
      name,
      quantity,
      ...(unitPrice !== undefined && { unit_price: unitPrice.toString() }),
      line_total: lineTotal.toString(),
    })),
    discounts: discounts.map(toPartView),
    ...(fees.length > 0 && { fees: fees.map(toPartView) }),
    ...(shipping !== undefined && { shipping: shipping.toString() }),
    ...(tax !== undefined && { tax: tax.toString() }),
    total: total.toString(),
  };
}

function toPartView({ code, name, amount }: QuoteDiscount): QuoteDiscountView {
  return { ...(code !== undefined && { code }), name, amount: amount.toString() };
}

/**
 * The inverse of `toQuoteView`. It checks every rule of M57 again, so that no row that was tampered with is charged.
 *
 * @throws Error when it is not the JSON of a quote in this currency: a fault of ours, no caller's.
 */
export function parseStoredQuote(json: unknown, currency: CurrencyCode): Quote {
  try {
    return readQuote(json, currency, 'items');
  } catch (error) {
    if (!(error instanceof BrokenQuoteError)) throw error;
    throw new Error(`A stored quote cannot be read: ${error.message}`, { cause: error });
  }
}
