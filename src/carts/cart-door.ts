import type { Kysely } from 'kysely';

import { cartTokenHash, sameCartToken, type CartTokenHash } from '../access/cart-token.ts';
import type { CartRow } from '../database/cart-tables.ts';
import type { Tx } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { Problem } from '../problems/problem.ts';
import { lockCart } from './cart-rows.ts';

/** What a shopper shows to get at a cart: its id from the path, and the hash of the `Cart-Token` header. */
export interface CartDoor {
  readonly cartId: string;
  /** Undefined when none was sent. */
  readonly tokenSha256: CartTokenHash | undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NO_CART = '00000000-0000-0000-0000-000000000000';
/** In place of what is not there, so that the way to a 404 is one and the same. */
const NO_HASH = cartTokenHash('');

/** @throws Problem `not_found`, one and the same whether the id, the token or both are wrong. */
export async function openCart(db: Kysely<Schema>, door: CartDoor): Promise<CartRow> {
  const row = await db.selectFrom('carts').selectAll().where('id', '=', idOf(door)).executeTakeFirst();
  return admitted(row, door);
}

/**
 * As `openCart`, locked until the transaction ends: a token that was rotated in between no longer opens the cart.
 *
 * @throws Problem `not_found`
 */
export async function openAndLockCart(tx: Tx, door: CartDoor): Promise<CartRow> {
  return admitted(await lockCart(tx, idOf(door)), door);
}

function idOf({ cartId }: CartDoor): string {
  return UUID.test(cartId) ? cartId : NO_CART;
}

function admitted(row: CartRow | undefined, { tokenSha256 }: CartDoor): CartRow {
  const same = sameCartToken(tokenSha256 ?? NO_HASH, row?.token_sha256 ?? NO_HASH);
  if (row !== undefined && tokenSha256 !== undefined && same) return row;
  throw new Problem('not_found', { detail: 'There is no such cart, or its token is another one.', outcome: 'none' });
}
