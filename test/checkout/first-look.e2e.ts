import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { GatewayDirectory } from '../../src/payments/gateways/gateway-directory.ts';
import { CREATE, PAYMENT_METHODS, sentBodies } from '../support/ottu.ts';
import { startReplica, type Replica, type TestService } from '../support/service.ts';
import { HOUR } from '../support/time.ts';
import { checkout, CHECKOUT_VARIABLES, pay, startCheckoutService, teaCart } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startCheckoutService();
});
afterEach(() => {
  jest.restoreAllMocks();
  service.simulator.reset();
});
afterAll(async () => service.close());

/** Of its gateways one takes yen; Ottu has not told which, since its list failed when this service started. */
async function startUnknowing(): Promise<Replica> {
  service.simulator.setFaults([{ match: PAYMENT_METHODS, fault: { kind: 'status', status: 503 } }]);
  const replica = await startReplica(service, {
    ...CHECKOUT_VARIABLES,
    OTTU_PG_CODES: 'knet,credit-card',
    PUBLIC_URL: 'http://127.0.0.1:9',
  });
  await replica.app.get(GatewayDirectory).firstLoad();
  service.simulator.setFaults([]);
  return replica;
}

/** Ottu may be asked again. */
function later(): void {
  const now = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(now + HOUR);
}

describe('M97: a shop of several currencies, whose service could not yet read what its gateways take', () => {
  it.each([
    ['checks out', checkout],
    ['is paid by a wallet', pay],
  ])('asks before a cart %s, and offers Ottu only those that take its currency', async (_what, begin) => {
    const replica = await startUnknowing();
    try {
      later();
      const answer = await begin(replica.url, await teaCart(replica.url, { currency_code: 'JPY' }));
      expect([200, 201]).toContain(answer.status);
      expect(sentBodies(service, CREATE)).toMatchObject([{ pg_codes: ['credit-card'] }]);
    } finally {
      await replica.close();
    }
  });

  it('goes on with all of them where Ottu says nothing still', async () => {
    const replica = await startUnknowing();
    try {
      service.simulator.setFaults([{ match: PAYMENT_METHODS, fault: { kind: 'status', status: 503 } }]);
      later();
      const answer = await checkout(replica.url, await teaCart(replica.url, { currency_code: 'KWD' }));
      expect(answer.status).toBe(200);
      expect(sentBodies(service, CREATE)).toMatchObject([{ pg_codes: ['knet', 'credit-card'] }]);
    } finally {
      await replica.close();
    }
  });
});
