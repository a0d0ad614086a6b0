import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { Database } from '../../src/database/database.ts';
import { StoreUnavailable } from '../../src/database/store-unavailable.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { CREATE } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let database: Database;

beforeAll(async () => {
  service = await startTestService();
  database = service.app.get(Database);
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

/** The store is away from now on; the returned function brings it back. */
function takeStoreAway(): () => void {
  const { inTransaction, query } = database;
  const away = async (): Promise<never> => {
    throw new StoreUnavailable(new Error('away'));
  };
  Object.assign(database, { inTransaction: away, query: away });
  return () => Object.assign(database, { inTransaction, query });
}

describe('M1, M4: a store that fails', () => {
  it('before the claim is told as 503, and Ottu is not called', async () => {
    const bringBack = takeStoreAway();
    const answer = await buyNow(service.url);
    bringBack();
    expect(answer.status).toBe(503);
    // What an earlier request with this key came to cannot be read, so nothing may be concluded.
    expect(answer.body).toMatchObject({ code: 'store_unavailable', outcome: 'unknown' });
    expect(service.simulator.requests()).toHaveLength(0);
  });

  it('at the claim, of a key that was free a moment ago, is told as 503, and Ottu is not called', async () => {
    const { inTransaction } = database;
    Object.assign(database, {
      inTransaction: async () => {
        throw new StoreUnavailable(new Error('away'));
      },
    });
    const answer = await buyNow(service.url);
    Object.assign(database, { inTransaction });
    // A twin with the same key may have claimed and charged since then.
    expect(answer.body).toMatchObject({ status: 503, code: 'store_unavailable', outcome: 'unknown' });
    expect(service.simulator.requests(CREATE)).toHaveLength(0);
  });

  it('after Ottu answered is told as 202 unknown, and settling goes on until the store is back', async () => {
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'hold' } }]);
    const call = { key: randomUUID(), body: buyNowBody() };
    const charge = buyNow(service.url, call).then((answer) => answer);
    await eventually(() => service.simulator.ledger().length > 0);
    const bringBack = takeStoreAway();
    service.simulator.clearFaults();
    const answer = await charge;
    bringBack();
    expect(answer.status).toBe(202);
    expect(answer.body.payment).toMatchObject({ state: 'unknown', outcome: 'unknown', amount: '1.000' });

    await eventually(async () => (await buyNow(service.url, call)).status !== 409);
    const again = await buyNow(service.url, call);
    expect(again.status).toBe(201);
    expect(again.body.payment).toMatchObject({ id: answer.body.payment.id, state: 'paid' });
    expect(service.simulator.ledger()).toHaveLength(1);
  });
});

describe('M2: a call to Ottu inside a transaction', () => {
  it('is refused by the client itself', async () => {
    const { CheckoutApi } = await import('../../src/ottu/checkout-api.ts');
    const { Deadline } = await import('../../src/ottu/transport/deadline.ts');
    const checkout = service.app.get(CheckoutApi);
    const call = database.inTransaction(async () => checkout.retrieve('a'.repeat(40), new Deadline(1_000)));
    await expect(call).rejects.toThrow(/M2/);
    expect(service.simulator.requests()).toHaveLength(0);
  });
});
