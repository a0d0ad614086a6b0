import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { Fault } from '../../sandbox/simulator.ts';
import { APPLE } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import { pay, startCheckoutService, status, tagOf, teaCart } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startCheckoutService({ TIME_SCALE: '1' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

function faultOnFirst(fault: Fault): void {
  service.simulator.setFaults([{ match: { ...APPLE, nth: 1 }, fault }]);
}

describe('M5a, M9: a payment of a cart that came to nothing for reasons outside of the request', () => {
  it.each([401, 403, 404, 429])(
    "after %s the shopper may send it again with the same key, and it is charged on the cart's transaction",
    async (code) => {
      const wait = code === 429 ? { headers: { 'retry-after': '3' } } : {};
      faultOnFirst({ kind: 'status', status: code, body: { detail: 'No.' }, ...wait });
      const cart = await teaCart(service.url);
      const call = { key: randomUUID(), ifMatch: await tagOf(service.url, cart) };
      const refused = await pay(service.url, cart, call);
      if (code === 429) {
        expect(refused.body).toMatchObject({ status: 503, code: 'checkout_unavailable', outcome: 'none' });
        expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      } else {
        expect(refused.body).toMatchObject({ status: 502, code: 'ottu_refused', outcome: 'none' });
      }
      expect(refused.body.detail).toContain('same key');

      const paid = await pay(service.url, cart, call);
      expect(paid.status).toBe(201);
      expect(paid.headers['idempotent-replayed']).toBeUndefined();
      expect(paid.body.payment).toMatchObject({ status: 'paid' });
      expect(service.simulator.ledger()).toHaveLength(1);
      expect((await pay(service.url, cart, call)).headers['idempotent-replayed']).toBe('true');
    },
  );

  it('after 423, which may mean anything, the shopper is told that it is being checked, and it is not sent again', async () => {
    faultOnFirst({ kind: 'status', status: 423, body: { detail: 'Locked.' } });
    const cart = await teaCart(service.url);
    const call = { key: randomUUID(), ifMatch: await tagOf(service.url, cart) };
    expect((await pay(service.url, cart, call)).body.payment).toMatchObject({ status: 'checking' });
    expect((await pay(service.url, cart, call)).body.payment).toMatchObject({ status: 'checking' });
    expect((await status(service.url, cart)).body.payment).toMatchObject({ status: 'checking' });
    expect(service.simulator.requests(APPLE)).toHaveLength(1);
  });

  it('what Ottu refused as wrong stays refused for its key', async () => {
    faultOnFirst({ kind: 'status', status: 400, body: { payload: ['Not readable.'] } });
    const cart = await teaCart(service.url);
    const call = { key: randomUUID(), ifMatch: await tagOf(service.url, cart) };
    const refused = await pay(service.url, cart, call);
    expect(refused.body).toMatchObject({ status: 400, code: 'payment_refused', outcome: 'none' });
    expect((await pay(service.url, cart)).body.payment).toMatchObject({ status: 'paid' });
    expect((await pay(service.url, cart, call)).body).toMatchObject({ code: 'payment_refused', outcome: 'none' });
    expect(service.simulator.requests(APPLE)).toHaveLength(2);
  });
});
