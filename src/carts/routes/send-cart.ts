import type { CartRow } from '../../database/cart-tables.ts';
import { Answer } from '../../http/answer.ts';
import { entityTag, isUnchanged, type TagCondition } from '../entity-tag.ts';
import type { CartAnswer } from '../presenting/cart.response.ts';
import { toCartView } from '../presenting/to-cart-view.ts';

/** The cart with its ETag, as every route of it answers it, and `more` where a route says more. */
export function cartAnswer(cart: CartRow): Answer<CartAnswer>;
export function cartAnswer<More extends object>(cart: CartRow, more: More): Answer<CartAnswer & More>;
export function cartAnswer(cart: CartRow, more: object = {}): Answer<CartAnswer> {
  return new Answer({ cart: toCartView(cart), ...more }, { headers: { etag: entityTag(cart) } });
}

/** As `cartAnswer`, with the place where the new cart is read from now on. */
export function newCartAnswer<More extends object>(cart: CartRow, more: More): Answer<CartAnswer & More> {
  const headers = { etag: entityTag(cart), location: `/v1/carts/${cart.id}` };
  return new Answer({ cart: toCartView(cart), ...more }, { headers });
}

/** 304 for a reader who has the cart as it is. */
export function cartAnswerUnlessKnown(
  cart: CartRow,
  known: TagCondition | undefined,
): Answer<CartAnswer> | Answer<undefined> {
  if (known === undefined || !isUnchanged(known, cart)) return cartAnswer(cart);
  return new Answer(undefined, { status: 304, headers: { etag: entityTag(cart) } });
}
