import type { CatalogViolation } from './catalog-error.ts';
import { CatalogError } from './catalog-error.ts';
import { MAX_LINES, MAX_QUANTITY, type QuoteItem } from './catalog.ts';

export const NO_SUCH_PRODUCT = 'There is no such product.';

/** Printable ASCII without white space, because a SKU is a piece of a path too. */
export function isSku(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,64}$/.test(value);
}

export function quantityViolation({ quantity }: QuoteItem, index: number): CatalogViolation[] {
  if (Number.isInteger(quantity) && quantity >= 1 && quantity <= MAX_QUANTITY) return [];
  return [{ index, member: 'quantity', message: `The quantity must be a whole number from 1 to ${MAX_QUANTITY}.` }];
}

/** @throws CatalogError unless there are 1 to 100 items. */
export function assertFewItems(items: readonly QuoteItem[]): void {
  if (items.length >= 1 && items.length <= MAX_LINES) return;
  throw new CatalogError([{ message: `There must be 1 to ${MAX_LINES} items.` }]);
}
