import type { CurrencyCode } from '../money/currency.ts';
import { CatalogError, type CatalogViolation } from './catalog-error.ts';
import type { Quote, QuoteItem, QuoteLine } from './catalog.ts';
import { NO_SUCH_PRODUCT, quantityViolation, assertFewItems } from './check-items.ts';
import type { Product } from './read-products.ts';
import { totalOf } from './total-of.ts';

/** @throws CatalogError with every fault of every item: a caller learns all of them at once. */
export function priceItems(
  products: ReadonlyMap<string, Product>,
  items: readonly QuoteItem[],
  currency: CurrencyCode,
): Quote {
  assertFewItems(items);
  const violations: CatalogViolation[] = [];
  const lines = items.flatMap((item, index): QuoteLine[] => {
    const product = products.get(item.sku);
    const unitPrice = product?.prices.get(currency);
    const itemFaults = quantityViolation(item, index);
    violations.push(...itemFaults);
    if (product === undefined) violations.push({ index, member: 'sku', message: NO_SUCH_PRODUCT });
    else if (unitPrice === undefined) {
      violations.push({ index, member: 'sku', message: `This product is not sold in ${currency}.` });
    } else if (itemFaults.length === 0) {
      const { sku, name } = product;
      return [{ sku, name, quantity: item.quantity, unitPrice, lineTotal: unitPrice.times(item.quantity) }];
    }
    return [];
  });
  if (violations.length > 0) throw new CatalogError(violations);
  const parts = { currency, lines, discounts: [], fees: [], shipping: undefined, tax: undefined };
  return { ...parts, total: totalOf(parts) };
}
