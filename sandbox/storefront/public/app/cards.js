// @ts-check
import { call, Refusal } from './api.js';
import { shopper } from './shopper.js';

/** @import { Cart, SavedCard } from '../../client-types.d.ts' */

/**
 * The shopper's saved cards for a cart: none where nobody is signed in or the cart is nobody's, and `unavailable` where
 * they cannot be had just now, which keeps nobody from paying in another way.
 *
 * @param {Cart} cart
 * @returns {Promise<readonly SavedCard[] | 'unavailable'>}
 */
export async function cardsFor({ signed_in: bound }) {
  if (!bound || shopper() === undefined) return [];
  try {
    return (await call('get', '/v1/cards', { asShopper: true })).body.cards;
  } catch {
    return 'unavailable';
  }
}

/**
 * @param {SavedCard} card
 * @returns {Promise<'gone' | 'in_use'>}
 */
export async function removeCard({ id }) {
  try {
    await call('delete', '/v1/cards/{id}', { path: { id }, asShopper: true });
    return 'gone';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'card_in_use') return 'in_use';
    if (error.code === 'card_not_found') return 'gone';
    throw error;
  }
}
