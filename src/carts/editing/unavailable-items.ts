import type { CatalogError } from '../../catalog/catalog-error.ts';
import { Problem } from '../../problems/problem.ts';
import { withoutItem } from './items.ts';
import type { CartContent } from './cart-content.ts';

/**
 * What is in the cart can't be sold as it is, through nobody's fault: a product has gone since it was put in, or is
 * there in fewer pieces. Which ones is said by SKU, since they stand nowhere in the caller's body.
 */
export function unavailableItems({ faults }: CatalogError, { items }: CartContent): Problem {
  const errors = faults.map(({ index, message }) => {
    const sku = index === undefined ? undefined : items[index]?.sku;
    return { pointer: '', message: sku === undefined ? message : `${sku}: ${message}` };
  });
  return new Problem('items_not_sold', {
    detail: 'Something in the cart is not sold as it is. Remove it, or set another quantity.',
    errors,
    outcome: 'none',
  });
}

/** As above, but a fault of the very item that the caller sets is a fault of the request. */
export function itemUnavailable(error: CatalogError, content: CartContent, sku: string): Problem {
  const own = error.faults.filter(({ index }) => index !== undefined && content.items[index]?.sku === sku);
  if (own.length === 0) return unavailableItems(error, content);
  const errors = own.map(({ member, message }) => ({ pointer: `/${member ?? 'sku'}`, message }));
  return new Problem('validation_failed', { errors, outcome: 'none' });
}

/**
 * The content without what can't be sold. Who removes one such item must get rid of the others too: with any of them
 * left the cart has no price, so that none of them could ever be removed.
 *
 * @throws Problem `items_not_sold` when it is not said which items they are.
 */
export function removeUnavailable(error: CatalogError, content: CartContent): CartContent {
  const skus = error.faults.flatMap(({ index }) => (index === undefined ? [] : (content.items[index]?.sku ?? [])));
  if (skus.length === 0) throw unavailableItems(error, content);
  return skus.reduce(withoutItem, content);
}
