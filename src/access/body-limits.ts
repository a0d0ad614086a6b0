import type { FastifyInstance } from 'fastify';
import { BODY_LIMIT_BYTES } from '../http/http-adapter.ts';
import type { DeclaredRoute, RouteTable } from './route-table.ts';

/** Many times what a cart of a hundred lines takes. Only a wallet's payload is larger, and its route says so. */
export const SHOPPER_BODY_LIMIT_BYTES = 32 * 1024;

/** An event may hold a gateway's raw answer, and Ottu never sends again what was refused. Its signature is inside the body. */
export const EVENT_BODY_LIMIT_BYTES = 1024 * 1024;

/** Largest body of a route in bytes: small on routes where the caller is not identified before the body is read. */
export function bodyLimitOf({
  access,
  carriesWalletPayload,
}: Pick<DeclaredRoute, 'access' | 'carriesWalletPayload'>): number {
  switch (access.kind) {
    case 'storefront':
    case 'open':
      return carriesWalletPayload ? BODY_LIMIT_BYTES : SHOPPER_BODY_LIMIT_BYTES;
    case 'server':
    case 'operator':
      return BODY_LIMIT_BYTES;
    case 'ottu':
      return EVENT_BODY_LIMIT_BYTES;
  }
}

/** Gives every declared route its limit as it is registered, so that none can be without. To be called before the first. */
export function addBodyLimits(fastify: FastifyInstance, table: RouteTable): void {
  fastify.addHook('onRoute', (options) => {
    const routes = [options.method].flat().map((method) => table.find(method, options.url));
    const limits = routes.flatMap((route) => (route === undefined ? [] : [bodyLimitOf(route)]));
    // The options belong to the registration that is under way, and this is how Fastify takes a change of them.
    if (limits.length > 0) Object.assign(options, { bodyLimit: Math.min(...limits) });
  });
}
