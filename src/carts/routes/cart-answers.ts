import type { FastifyReply } from 'fastify';

import type { CartRow } from '../../database/cart-tables.ts';
import type { EditedCart } from '../editing/edit-cart.ts';
import { entityTag } from '../entity-tag.ts';
import type { CartView, ChangedCartAnswer } from '../presenting/cart.answer.ts';
import { presentCart } from '../presenting/present-cart.ts';

/** The cart with its ETag, as every route of it answers it. */
export function answerCart(cart: CartRow, reply: FastifyReply): { cart: CartView } {
  void reply.header('etag', entityTag(cart));
  return { cart: presentCart(cart) };
}

export function answerEdited({ cart, newToken }: EditedCart, reply: FastifyReply): ChangedCartAnswer {
  return { ...answerCart(cart, reply), ...(newToken !== undefined && { cart_token: newToken }) };
}
