import type { CurrencyCode } from '../money/currency.ts';
import { Money } from '../money/money.ts';
import { CatalogError, type CatalogFault } from './catalog-error.ts';
import { MAX_LINES, MAX_QUANTITY, type Quote, type QuoteItem, type QuoteLine } from './catalog.ts';
import type { Product } from './product.ts';

/** @throws CatalogError with every fault of every item: a caller learns all of them at once. */
export function priceItems(
  products: ReadonlyMap<string, Product>,
  items: readonly QuoteItem[],
  currency: CurrencyCode,
): Quote {
  if (items.length === 0 || items.length > MAX_LINES) {
    throw new CatalogError([{ message: `There must be 1 to ${MAX_LINES} items.` }]);
  }
  const faults: CatalogFault[] = [];
  const lines = items.flatMap((item, index): QuoteLine[] => {
    const product = products.get(item.sku);
    const unitPrice = product?.prices.get(currency);
    const quantityFits = Number.isInteger(item.quantity) && item.quantity >= 1 && item.quantity <= MAX_QUANTITY;
    if (!quantityFits) {
      faults.push({
        index,
        member: 'quantity',
        message: `The quantity must be a whole number from 1 to ${MAX_QUANTITY}.`,
      });
    }
    if (product === undefined) faults.push({ index, member: 'sku', message: 'There is no such product.' });
    else if (unitPrice === undefined) {
      faults.push({ index, member: 'sku', message: `This product is not sold in ${currency}.` });
    } else if (quantityFits) {
      const { sku, name } = product;
      return [{ sku, name, quantity: item.quantity, unitPrice, lineTotal: unitPrice.times(item.quantity) }];
    }
    return [];
  });
  if (faults.length > 0) throw new CatalogError(faults);
  const total = lines.reduce((sum, line) => sum.add(line.lineTotal), Money.fromMinor(0n, currency));
  return { currency, lines, total };
}
