import { MAX_LINES } from '../../catalog/catalog.ts';
import { Problem } from '../../problems/problem.ts';
import type { CartContent } from './cart-content.ts';

/**
 * Sets the quantity of an item where it stands, or puts it behind the others.
 *
 * @throws Problem `validation_failed` when the cart is full.
 */
export function withItem(content: CartContent, sku: string, quantity: number): CartContent {
  const { items } = content;
  if (items.some((item) => item.sku === sku)) {
    return { ...content, items: items.map((item) => (item.sku === sku ? { sku, quantity } : item)) };
  }
  if (items.length >= MAX_LINES) {
    const message = `is one too many: a cart has at most ${MAX_LINES} different items`;
    throw new Problem('validation_failed', { errors: [{ pointer: '/sku', message }], outcome: 'none' });
  }
  return { ...content, items: [...items, { sku, quantity }] };
}

/** Nothing happens when it is not there: a repeated request finds what it wanted. */
export function withoutItem(content: CartContent, sku: string): CartContent {
  return { ...content, items: content.items.filter((item) => item.sku !== sku) };
}
