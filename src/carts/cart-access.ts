import type { Kysely } from 'kysely';

import { cartTokenHash, sameCartToken, type CartTokenHash } from '../access/cart-token.ts';
import type { Secret } from '../config/secret.ts';
import type { CartRow } from '../database/cart-tables.ts';
import type { Tx } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { Problem } from '../problems/problem.ts';
import { lockCart } from './cart-repository.ts';

/** What a shopper shows to get at a cart: its id from the path, and the hash of the `Cart-Token` header. */
export interface CartCredentials {
  readonly cartId: string;
  /** Undefined when none was sent. */
  readonly tokenSha256: CartTokenHash | undefined;
  /** Where signing in is what is asked for: see `acceptsFormerToken`. */
  readonly signingIn?: SignIn | undefined;
}

export interface SignIn {
  /** Of a verified JWT. */
  readonly customerId: string;
  /** The one of the door. */
  readonly token: Secret;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NO_CART_ID = '00000000-0000-0000-0000-000000000000';
/** In place of what is not there, so that the way to a 404 is one and the same. */
const NO_HASH = cartTokenHash('');

/** @throws Problem `not_found`, one and the same whether the id, the token or both are wrong. */
export async function authorizeCart(db: Kysely<Schema>, credentials: CartCredentials): Promise<CartRow> {
  const row = await db.selectFrom('carts').selectAll().where('id', '=', idOf(credentials)).executeTakeFirst();
  return assertAuthorized(row, credentials);
}

/**
 * As `authorizeCart`, locked until the transaction ends: a token that was rotated in between no longer opens the cart.
 *
 * @throws Problem `not_found`
 */
export async function authorizeAndLockCart(tx: Tx, credentials: CartCredentials): Promise<CartRow> {
  return assertAuthorized(await lockCart(tx, idOf(credentials)), credentials);
}

/**
 * M58: the answer that carried the new token may have been lost. Together with the JWT of the customer to whom the cart is
 * bound by now, the token before it is as good for signing in as the new one.
 */
export function acceptsFormerToken(
  { customer_sub: customer, former_token_sha256: former }: Pick<CartRow, 'customer_sub' | 'former_token_sha256'>,
  { tokenSha256, signingIn }: CartCredentials,
): boolean {
  if (tokenSha256 === undefined || former === null || signingIn === undefined) return false;
  return customer === signingIn.customerId && sameCartToken(tokenSha256, former);
}

function idOf({ cartId }: CartCredentials): string {
  return UUID.test(cartId) ? cartId : NO_CART_ID;
}

function assertAuthorized(row: CartRow | undefined, credentials: CartCredentials): CartRow {
  const { tokenSha256 } = credentials;
  const same = sameCartToken(tokenSha256 ?? NO_HASH, row?.token_sha256 ?? NO_HASH);
  if (row !== undefined && tokenSha256 !== undefined && (same || acceptsFormerToken(row, credentials))) return row;
  throw cartNotFound();
}

/** One and the same, whatever is wrong. */
export function cartNotFound(): Problem {
  return new Problem('not_found', { detail: 'There is no such cart, or its token is another one.', outcome: 'none' });
}
