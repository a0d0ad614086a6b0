import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { Database } from '../../src/database/database.ts';
import { StoreUnavailable } from '../../src/database/store-unavailable.ts';
import { eventually } from '../support/eventually.ts';
import { answerLost, CREATE, PATCH, RETRIEVE, SESSIONS } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { HOUR } from '../support/time.ts';
import { authorization } from '../support/service-keys.ts';
import {
  createTransaction,
  getTransaction,
  patchTransaction,
  relatedPayment,
  TRANSACTIONS,
  transactionBody,
} from '../support/transactions.ts';

let service: TestService;
let database: Database;

beforeAll(async () => {
  service = await startTestService();
  database = service.app.get(Database, { strict: false });
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

async function untilSent(match: { method: string; path: string }): Promise<void> {
  await eventually(() => service.simulator.requests(match).length > 0);
}

describe('M1, M4: a store that fails', () => {
  it('before the claim is told as 503, and Ottu is not called', async () => {
    const bringBack = takeStoreAway();
    const answer = await createTransaction(service.url);
    bringBack();
    expect(answer.body).toMatchObject({ status: 503, code: 'store_unavailable', outcome: 'none' });
    expect(service.simulator.requests(SESSIONS)).toHaveLength(0);
  });

  it('after Ottu answered keeps the session here until it is written down, and it is given to the same key then', async () => {
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'hold' } }]);
    const call = { key: randomUUID(), body: transactionBody() };
    const create = createTransaction(service.url, call).then((answer) => answer);
    await untilSent(CREATE);
    const bringBack = takeStoreAway();
    service.simulator.clearFaults();
    const answer = await create;
    bringBack();
    expect(answer.body).toMatchObject({ status: 503, code: 'store_unavailable', outcome: 'none' });
    expect(answer.text).not.toMatch(/checkout_url|session_id/);
    // Written down behind the answer, as soon as that can be done.
    await eventually(async () => (await createTransaction(service.url, call)).status === 201);
    const replay = await createTransaction(service.url, call);
    expect(replay.headers['idempotent-replayed']).toBe('true');
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('after Ottu made a change leaves the caller the answer, and it is written down when the store is back', async () => {
    const created = await createTransaction(service.url);
    service.simulator.setFaults([{ match: PATCH, fault: { kind: 'hold' } }]);
    const change = patchTransaction(service.url, created.body.session_id, { amount: '20' }).then((answer) => answer);
    await untilSent(PATCH);
    const bringBack = takeStoreAway();
    service.simulator.clearFaults();
    const answer = await change;
    bringBack();
    expect(answer.body.amount).toBe('20.000');
    await eventually(async () => (await relatedPayment(service.url, created)).payment['amount'] === '20.000');
  });
});

describe('a process that died', () => {
  it('between its write and the answer: nobody knows, the key says so, and creates nothing again', async () => {
    service.simulator.setFaults([answerLost(CREATE)]);
    const call = { key: randomUUID(), body: transactionBody() };
    const lost = await createTransaction(service.url, call);
    // As the row stands when the process dies: still sending, and then its lease passes.
    const left = { state: 'sending', problem: null, finished_at: null } as const;
    const rows = (lease_until: Date) =>
      withRows(service, (db) =>
        db
          .updateTable('transaction_writes')
          .set({ ...left, lease_until })
          .where('payment_id', '=', lost.body.payment.id)
          .execute(),
      );
    await rows(new Date(Date.now() + HOUR));
    expect((await createTransaction(service.url, call)).body).toMatchObject({
      status: 409,
      code: 'idempotency_in_flight',
    });
    await rows(new Date(Date.now() - HOUR));
    const replay = await createTransaction(service.url, call);
    expect(replay.body).toMatchObject({
      status: 502,
      code: 'ottu_bad_answer',
      outcome: 'unknown',
      payment: { id: lost.body.payment.id },
    });
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('in the middle of a change: the next change is made once its lease has passed', async () => {
    const created = await createTransaction(service.url);
    await patchTransaction(service.url, created.body.session_id, { amount: '13' });
    const { payment } = await relatedPayment(service.url, created);
    const leave = (lease_until: Date) =>
      withRows(service, (db) =>
        db
          .updateTable('transaction_writes')
          .set({ state: 'sending', finished_at: null, lease_until })
          .where('payment_id', '=', String(payment['id']))
          .where('kind', '=', 'update')
          .execute(),
      );
    await leave(new Date(Date.now() + HOUR));
    expect((await patchTransaction(service.url, created.body.session_id, { amount: '14' })).body.code).toBe(
      'change_in_flight',
    );
    await leave(new Date(Date.now() - HOUR));
    expect((await patchTransaction(service.url, created.body.session_id, { amount: '14' })).status).toBe(200);
  });
});

it('a caller who goes away ends the read that was made for him', async () => {
  // One slot for reads: while the first one waits for Ottu, nobody else is served.
  const narrow = await startTestService({ OTTU_MAX_CONCURRENCY: '1', OTTU_TIMEOUT_MS: '8000' });
  const { simulator, url } = narrow;
  const { body } = await createTransaction(url);
  simulator.setFaults([{ match: { ...RETRIEVE, nth: 1 }, fault: { kind: 'hold', when: 'before' } }]);
  const call = httpRequest(`${url}${TRANSACTIONS}/${body.session_id}`, {
    headers: { authorization: authorization('shop') },
  });
  call.on('error', () => undefined);
  call.end();
  await eventually(() => simulator.requests(RETRIEVE).length > 0);
  // Its answer is held at Ottu to the end: it is the caller who ends it.
  call.destroy();
  expect((await getTransaction(url, body.session_id)).status).toBe(200);
  await narrow.close();
});

it('where Ottu reports to is remembered: to the caller, then the payment is followed by asking', async () => {
  const ours = await createTransaction(service.url);
  const own = await createTransaction(service.url, {
    body: transactionBody({ webhook_url: 'https://shop.example/hook' }),
  });
  const rows = await withRows(service, (db) =>
    db
      .selectFrom('payments')
      .select(['webhook_url', 'foreign_webhook'])
      .where('session_id', 'in', [ours.body.session_id, own.body.session_id])
      .orderBy('created_at')
      .execute(),
  );
  expect(rows).toEqual([
    { webhook_url: expect.stringMatching(/\/v1\/webhooks\/ottu$/), foreign_webhook: false },
    { webhook_url: 'https://shop.example/hook', foreign_webhook: true },
  ]);
});
