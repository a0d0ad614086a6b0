import { Injectable, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';

import {
  cartTokenHash,
  sameCartToken,
  readCartToken,
  sentCartToken,
  type CartTokenHash,
} from '../access/cart-token.ts';
import { customerJwtMissing } from '../access/current-shopper.ts';
import type { Shopper } from '../access/customer-jwt.ts';
import type { Secret } from '../config/secret.ts';
import type { CartRow } from '../database/cart-tables.ts';
import { Database, type Tx } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { run, send } from '../database/send.ts';
import { documentedInPath } from '../http/documented.ts';
import { Problem } from '../problems/problem.ts';
import { concerns } from '../tracing/work.ts';
import { lockingCart, readingCart } from './cart-repository.ts';

/** What opens one cart to a shopper: its id from the path, and the hash of the `Cart-Token` header. */
export interface CartCredentials {
  readonly cartId: string;
  /** Undefined when none was sent. */
  readonly tokenSha256: CartTokenHash | undefined;
  /** Only of a request that signs in: see `acceptsFormerToken`. */
  readonly signingIn?: SignIn | undefined;
}

export interface SignIn {
  /** Of a verified JWT. */
  readonly customerId: string;
  /** The cart token that was sent. */
  readonly token: Secret;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NO_CART_ID = '00000000-0000-0000-0000-000000000000';
/** In place of a hash that is missing, so that every 404 takes the same steps. */
const NO_HASH = cartTokenHash('');

/** @throws Problem `not_found`, one and the same whether the id, the token or both are wrong. */
export async function authorizeCart(db: Kysely<Schema>, credentials: CartCredentials): Promise<CartRow> {
  const [row] = await run(db, readingCart({ id: idOf(credentials) }));
  return assertAuthorized(row, credentials);
}

/**
 * As `authorizeCart`, locked until the transaction ends: a token that was replaced in between no longer opens the cart.
 *
 * @throws Problem `not_found`
 */
export async function authorizeAndLockCart(tx: Tx, credentials: CartCredentials): Promise<CartRow> {
  return (await beginAuthorizing(tx, credentials))();
}

/** The same without waiting. */
export async function beginAuthorizing(tx: Tx, credentials: CartCredentials): Promise<() => Promise<CartRow>> {
  const rows = await send(tx, lockingCart({ id: idOf(credentials) }));
  return async () => {
    const [row] = await rows();
    return assertAuthorized(row, credentials);
  };
}

/**
 * M58: the answer that carried the new token may have been lost. For signing in, the former token is accepted too,
 * together with the JWT of the customer to whom the cart is bound by now.
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
  if (row !== undefined && tokenSha256 !== undefined && (same || acceptsFormerToken(row, credentials))) {
    concerns({ cart_id: row.id });
    return row;
  }
  throw cartNotFound();
}

/** The same for a wrong id, a wrong token and none. */
export function cartNotFound(): Problem {
  return new Problem('not_found', { detail: 'There is no such cart, or its token is another one.', outcome: 'none' });
}

/** Reads a cart for its shopper. */
@Injectable()
export class CartReader {
  constructor(private readonly database: Database) {}

  /** @throws Problem `not_found`, one and the same whether the id, the token or both are wrong. */
  async read(access: CartCredentials): Promise<CartRow> {
    return this.database.query((db) => authorizeCart(db, access));
  }
}

/**
 * M58: a bound cart is paid by its token and a JWT of the same customer.
 *
 * @throws Problem `customer_jwt_missing`; `not_found` for another customer, as if there were no such cart
 */
export function assertSameCustomer({ customer_sub: sub }: CartRow, shopper: Shopper | undefined): void {
  if (sub === null) return;
  if (shopper === undefined) throw customerJwtMissing();
  if (shopper.id !== sub) throw new Problem('not_found', { outcome: 'none' });
}

const CART_ID = {
  name: 'id',
  schema: { type: 'string', format: 'uuid' },
  description: 'The id of the cart.',
  example: '0b8d6a3e-4f1c-4d6e-9a51-2f6f0c1d7e90',
} as const;

const Access = createParamDecorator((_data: unknown, context: ExecutionContext): CartCredentials => {
  const { params, raw } = requestOf(context);
  return { cartId: params.id.toLowerCase(), tokenSha256: readCartToken(raw) };
});

/**
 * The credentials of a request for the cart `:id`, as a route's `CartCredentials`: the id in lower case, as rows have
 * it, and the hash of `Cart-Token`. It refuses nothing: `authorizeCart` answers a missing token like a wrong one, with
 * 404.
 */
export function CartAccess(): ParameterDecorator {
  return documentedInPath(Access(), CART_ID);
}

/** The request's cart token itself, as a `Secret`: for the one route that seals the next token for its owner (M58). */
export const SentCartToken = createParamDecorator((_data: unknown, context: ExecutionContext): Secret | undefined =>
  sentCartToken(requestOf(context).raw),
);

/**
 * The credentials of a customer who signs in to a cart (M58); unchanged where the request has no customer or no token.
 */
export function withSignIn(
  access: CartCredentials,
  shopper: Shopper | undefined,
  token: Secret | undefined,
): CartCredentials {
  if (shopper === undefined || token === undefined) return access;
  return { ...access, signingIn: { customerId: shopper.id, token } };
}

function requestOf(context: ExecutionContext): FastifyRequest<{ Params: { readonly id: string } }> {
  return context.switchToHttp().getRequest();
}
