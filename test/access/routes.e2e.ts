import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { RouteTable } from '../../src/access/route-table.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());

/** Who may call what: one line a route. A new route stands here before it can be served. */
const TABLE = `
GET    /health/live                open
GET    /health/ready               open
GET    /metrics                    open
POST   /v1/buy-now                 server    payments:charge  moves money
POST   /v1/auto-debits             server    payments:charge  moves money
GET    /v1/agreements              operator  payments:read
GET    /v1/agreements/:id          operator  payments:read
POST   /v1/agreements/:id/cancel   operator  payments:charge
GET    /v1/payment-methods         storefront
POST   /v1/payment-methods/query   operator  payments:read
POST   /v1/payment-transactions                server  transactions:write  moves money
POST   /v1/payment-transactions                server  transactions:write  moves money
POST   /v1/attachments                         server  transactions:write
GET    /v1/payment-transactions/:session_id    server  transactions:read
PATCH  /v1/payment-transactions/:session_id    server  transactions:write
PATCH  /v1/payment-transactions/:session_id    server  transactions:write
PUT    /v1/payment-transactions/:session_id    server  transactions:write
PUT    /v1/payment-transactions/:session_id    server  transactions:write
GET    /v1/cards                       storefront
DELETE /v1/cards/:id                   storefront
GET    /v1/customers/:id/cards             server  cards:read
DELETE /v1/customers/:id/cards/:card_id    server  cards:write
POST   /v1/customers/:id/cards/setup       server  cards:write  moves money
POST   /v1/customers/:id/erasure           operator  privacy:operate
POST   /v1/cards/setup                 storefront  moves money
POST   /v1/buy-now/intents             storefront
POST   /v1/carts                       storefront
GET    /v1/carts/:id                   storefront
PATCH  /v1/carts/:id                   storefront
DELETE /v1/carts/:id                   storefront
PUT    /v1/carts/:id/items/:sku        storefront
DELETE /v1/carts/:id/items/:sku        storefront
POST   /v1/carts/:id/checkout          storefront
POST   /v1/carts/:id/complete          storefront
POST   /v1/carts/:id/freeze            storefront
POST   /v1/carts/:id/unfreeze          storefront
POST   /v1/carts/:id/payments          storefront  moves money
GET    /v1/carts/:id/payment           storefront
GET    /v1/carts/:id/events            storefront
GET    /v1/audit                       operator  audit:read
GET    /v1/webhook-inbox               operator  events:operate
POST   /v1/webhook-inbox/:id/replay    operator  events:operate
POST   /v1/webhooks/ottu               ottu
GET    /v1/merchant-events                  operator  events:operate
POST   /v1/merchant-events/:id/redeliver    operator  events:operate
POST   /v1/merchant-events/test             operator  events:operate
GET    /v1/payments                operator  payments:read
GET    /v1/payments/:id            operator  payments:read
POST   /v1/payments/:id/inquiry    operator  payments:read
POST   /v1/payments/:id/review     operator  payments:operate
POST   /v1/payments/:id/erasure    operator  privacy:operate
GET    /v1/payments/summary        operator  payments:read
GET    /v1/payments/export         operator  payments:read
GET    /v1/payments/discrepancies  operator  payments:read
GET    /v1/payments/:id/operations     operator  payments:read
POST   /v1/payment-links                operator  links:write  moves money
GET    /v1/payment-links                operator  links:write
GET    /v1/payment-links/:id            operator  links:write
PATCH  /v1/payment-links/:id            operator  links:write
POST   /v1/payment-links/:id/resend     operator  links:write
POST   /v1/payment-links/:id/expire     operator  links:write  moves money
POST   /v1/payments/:id/operations     operator  payments:operate  moves money
POST   /v1/payments/:id/operations/:operation_id/approve    operator  payments:operate  moves money
POST   /v1/payments/:id/operations/:operation_id/refuse     operator  payments:operate  moves money
POST   /v1/payments/:id/operations/:operation_id/resolve    operator  payments:operate
GET    /v1/payments/:id/timeline   operator  payments:read
`;

it('every registered route is in the table of who may call it, and no other is', () => {
  const wanted = TABLE.trim()
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' '));
  const served = service.app
    .get(RouteTable)
    .list()
    .map(({ method, path, access, movesMoney }) =>
      [method, path, access.kind, 'scope' in access ? access.scope : '', movesMoney ? 'moves money' : '']
        .filter(Boolean)
        .join(' '),
    );
  expect(served.toSorted()).toEqual(wanted.toSorted());
});
