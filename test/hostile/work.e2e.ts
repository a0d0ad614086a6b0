import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import request from 'supertest';

import { readWork } from '../../src/json/read-work.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { hostileBody } from './hostile-bodies.arbitrary.ts';
import { events, large, seenToKill, small } from './hostile-bodies.ts';

let service: TestService;
let cart: { readonly id: string; readonly token: string; readonly tag: string };

beforeAll(async () => {
  service = await startTestService({ RATE_LIMIT_PER_MINUTE: '1000000' });
  const { body, headers } = await request(service.url)
    .post('/v1/carts')
    .send({ currency_code: 'KWD', items: [{ sku: 'KARAK-TEA', quantity: 1 }] });
  cart = { id: body.cart.id, token: body.cart_token, tag: String(headers['etag']) };
});
afterAll(async () => service.close());

type Work = Record<keyof typeof readWork | 'answered', number>;

/** What one request has cost, as the code that did it has counted. The service runs in this process. */
async function workOf(path: string, body: string): Promise<Work> {
  const before = { ...readWork };
  const { text, status } = await request(service.url)
    .post(path.replace(':id', cart.id))
    .set({
      'content-type': 'application/json',
      'idempotency-key': 'hostile',
      'if-match': cart.tag,
      ...(path.startsWith('/v1/carts') ? { 'cart-token': cart.token } : { authorization: authorization('shop') }),
    })
    .send(body);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  return {
    characters: readWork.characters - before.characters,
    nodes: readWork.nodes - before.nodes,
    pointerCharacters: readWork.pointerCharacters - before.pointerCharacters,
    instances: readWork.instances - before.instances,
    faults: readWork.faults - before.faults,
    answered: Buffer.byteLength(text),
  };
}

/** Work in proportion to the body at most, and none of it beyond what can be of use. */
function expectBounded(work: Work, body: string): void {
  const bytes = Buffer.byteLength(body);
  const bounds: Work = {
    // Every reading of it and every encoding inside it that the search for payment_instrument looks through.
    characters: 40 * bytes + 10_000,
    // Three passes, and as many values as are taken.
    nodes: 3 * 20_001,
    // A hundred pointers as they are shown, and the names that a rule across members has looked at.
    pointerCharacters: 100 * 520 + 2 * bytes,
    // The longest list of a route, and the objects around it.
    instances: 150,
    faults: 100,
    answered: 64 * 1024,
  };
  const over = (Object.keys(bounds) as (keyof Work)[]).filter((kind) => work[kind] > bounds[kind]);
  expect(over.map((kind) => ({ kind, work: work[kind], bound: bounds[kind] }))).toEqual([]);
}

const ROUTES = [
  '/v1/webhooks/ottu',
  '/v1/carts',
  '/v1/buy-now/intents',
  '/v1/carts/:id/payments',
  '/v1/buy-now',
  '/v1/payment-transactions',
];

describe('the work that a hostile body makes', () => {
  it.each(ROUTES)('POST %s is bounded for every body that a generator of bad ones thinks of', async (path) => {
    await fc.assert(
      fc.asyncProperty(hostileBody, async (body) => expectBounded(await workOf(path, body), body)),
      { numRuns: 60 },
    );
  });

  it.each(ROUTES)('POST %s is bounded for the bodies that once stopped the process', async (path) => {
    for (const { text } of [...seenToKill(), ...small(), ...large()]) expectBounded(await workOf(path, text), text);
  });

  it('POST /v1/webhooks/ottu, which takes 1 MB, is bounded for bodies of that size too', async () => {
    for (const { text } of events()) expectBounded(await workOf('/v1/webhooks/ottu', text), text);
  });

  it('is counted at all: a body of a hundred members is passed over and told apart', async () => {
    const body = JSON.stringify(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`m${index}`, index])));
    const work = await workOf('/v1/carts', body);
    expect(work.characters).toBeGreaterThanOrEqual(body.length);
    expect(work.nodes).toBeGreaterThanOrEqual(101);
    expect(work.instances).toBe(1);
    expect(work.faults).toBe(100);
    expect(work.pointerCharacters).toBeGreaterThanOrEqual(100 * '/m0'.length);
  });
});
