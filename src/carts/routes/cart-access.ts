import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { readCartToken, sentCartToken } from '../../access/cart-token.ts';
import type { Shopper } from '../../access/customer-jwt.ts';
import type { Secret } from '../../config/secret.ts';
import { documentedInPath } from '../../http/documented.ts';
import type { CartCredentials } from '../cart-access.ts';
import { CART_ID, SKU } from './carts.docs.ts';

const Access = createParamDecorator((_data: unknown, context: ExecutionContext): CartCredentials => {
  const { params, raw } = requestOf(context);
  return { cartId: params.id.toLowerCase(), tokenSha256: readCartToken(raw) };
});

/**
 * What a request shows to get at the cart `:id`, as a route's `CartCredentials`: the id in lower case, as rows have it, and the
 * hash of `Cart-Token`. It refuses nothing: where the cart is read, a missing token and a wrong one are answered alike,
 * with 404.
 */
export function CartAccess(): ParameterDecorator {
  return documentedInPath(Access(), CART_ID);
}

/** The request's cart token itself, as a `Secret`: for the one route that seals the next token for its owner (M58). */
export const SentCartToken = createParamDecorator((_data: unknown, context: ExecutionContext): Secret | undefined =>
  sentCartToken(requestOf(context).raw),
);

/** The access of a customer who signs in to a cart (M58); as it was where the request has no customer or no token. */
export function signingIn(
  access: CartCredentials,
  shopper: Shopper | undefined,
  token: Secret | undefined,
): CartCredentials {
  if (shopper === undefined || token === undefined) return access;
  return { ...access, signingIn: { customerId: shopper.id, token } };
}

const Sku = createParamDecorator((_data: unknown, context: ExecutionContext) => requestOf(context).params.sku);

/** The `:sku` of a route of one item, decoded and as it was sent: the edit checks it, behind the access to the cart. */
export function SkuOfPath(): ParameterDecorator {
  return documentedInPath(Sku(), SKU);
}

function requestOf(
  context: ExecutionContext,
): FastifyRequest<{ Params: { readonly id: string; readonly sku: string } }> {
  return context.switchToHttp().getRequest();
}
