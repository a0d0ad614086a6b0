import { catalogProblem } from '../../catalog/catalog-problem.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { toQuoteView, type QuoteView } from '../../catalog/quote-view.ts';
import { isCurrencyCode } from '../../money/currency.ts';
import { MoneyError } from '../../money/money-error.ts';
import { Money } from '../../money/money.ts';
import { Problem, type FieldError } from '../../problems/problem.ts';
import type { BuyNowRequest } from './buy-now.request.ts';

export interface Price {
  readonly total: Money;
  /** As it is stored and shown, amounts as text; absent when the caller gave an amount. */
  readonly quote: QuoteView | undefined;
}

/** What the request costs: by the catalog, or the amount of this trusted caller (promise 4). */
export async function priceOf(request: BuyNowRequest, catalog: Catalog): Promise<Price> {
  const { currency_code: currency } = request;
  if (!isCurrencyCode(currency)) {
    throw invalid([{ pointer: '/currency_code', message: 'is not a currency that this service knows' }]);
  }
  if (request.items === undefined) return { total: givenAmount(request.amount, currency), quote: undefined };
  try {
    const { items, customer, language, shipping_address: shippingAddress } = request;
    const quote = await catalog.quote({ items, currency, customerId: customer?.id, language, shippingAddress });
    return { total: quote.total, quote: toQuoteView(quote) };
  } catch (error) {
    throw catalogProblem(error, '/items');
  }
}

function givenAmount(text: string | undefined, currency: Money['currency']): Money {
  try {
    const amount = Money.parse(text, currency);
    if (amount.isZero()) throw invalid([{ pointer: '/amount', message: 'must be above zero' }]);
    return amount;
  } catch (error) {
    if (error instanceof MoneyError) throw invalid([{ pointer: '/amount', message: error.message }]);
    throw error;
  }
}

function invalid(errors: readonly FieldError[]): Problem {
  return new Problem('validation_failed', { errors, outcome: 'none' });
}
