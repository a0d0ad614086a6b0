import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import type { Fault } from '../../sandbox/simulator.ts';
import { Database } from '../../src/database/database.ts';
import { LeaseSweep } from '../../src/payments/attempts/lease.ts';
import { RefreshPayment } from '../../src/payments/settlement/refresh-payment.ts';
import { asPaymentId } from '../../src/payments/identifiers.ts';
import { Settle, type Settlement } from '../../src/payments/settlement/settle.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { answerLost, CREATE } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { createTransaction, patchTransaction, relatedPayment, transactionBody } from '../support/transactions.ts';
import { authorization } from '../support/service-keys.ts';
import { Receiver, SECRET, type Delivery, type ReceivedEvent } from './receiver.ts';

const receiver = new Receiver();
let service: TestService;
let database: Database;

beforeAll(async () => {
  await receiver.open();
  service = await startTestService({
    MERCHANT_EVENTS_URL: receiver.url,
    MERCHANT_EVENTS_SECRET: SECRET,
    OTTU_CHARGE_TIMEOUT_MS: '1500',
  });
  database = service.app.get(Database);
});
afterAll(async () => {
  await service.close();
  await receiver.close();
});
beforeEach(() => {
  service.simulator.reset();
  receiver.reset();
});

const rowsOf = async (paymentId: string) =>
  database.query((db) =>
    db.selectFrom('merchant_events').selectAll().where('payment_id', '=', paymentId).orderBy('sequence').execute(),
  );

/** The smallest settlement that changes what the merchant must know. */
const reviewed = (paymentId: string, reason: string): Settlement => ({
  paymentId: asPaymentId(paymentId),
  interpret: () => ({ event: 'operator_looked', reviewReasons: [reason] }),
});

/** What has been delivered about this payment, once everything is that is due. */
async function toldOf(paymentId: string, { runDue }: Pick<TestService, 'runDue'> = service): Promise<Delivery[]> {
  await runDue('MerchantEvents');
  return receiver.of(paymentId);
}

const eventsOf = (paymentId: string): ReceivedEvent[] => receiver.of(paymentId).map(({ event }) => event);

async function chargedWith(fault: Fault) {
  service.simulator.setFaults([{ match: CREATE, fault }]);
  return (await buyNow(service.url)).body.payment as {
    readonly id: string;
    readonly state: string;
    readonly session_id: string;
  };
}

describe('M5, M20, M24, M90: what the merchant is told', () => {
  it('a paid charge is told with the payment as every route shows it, what was bought, and sequence 1', async () => {
    const items = [{ sku: 'DATES-KHALAS', quantity: 2 }];
    const customer = { id: 'cust-77', email: 'sara@example.com' };
    const body = buyNowBody({ amount: undefined, items, customer, extra: { note: 'gift' } });
    const charged = (await buyNow(service.url, { body })).body;
    const [delivery, ...others] = await toldOf(charged.payment.id);
    const shown = (await request(service.url).get(charged.links.self).set('authorization', authorization('reader')))
      .body;

    expect(others).toEqual([]);
    expect(delivery?.event).toEqual({
      type: 'payment.paid',
      timestamp: shown.payment.updated_at,
      data: {
        sequence: 1,
        previous_state: 'sending',
        payment: shown.payment,
        links: shown.links,
        purchase: shown.purchase,
      },
    });
    expect(shown.purchase).toMatchObject({
      items: [{ sku: 'DATES-KHALAS', quantity: 2 }],
      customer,
      extra: { note: 'gift' },
    });
    expect(delivery).toMatchObject({ method: 'POST', path: '/events' });
    expect(delivery?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it.each<[string, string, string]>([
    ['authorized', 'payment.authorized', 'authorized'],
    ['cod', 'payment.cod', 'cod'],
    ['declined', 'payment.failed', 'failed'],
    ['failed', 'payment.failed', 'failed'],
    ['cannot_execute', 'payment.failed', 'failed'],
    ['compensation_failures', 'payment.needs_review', 'needs_review'],
    ['pending', 'payment.pending', 'pending'],
  ])('%s is told as %s with the state %s', async (outcome, type, state) => {
    service.simulator.setSwitches({ decline_as: '400' });
    const charged = await chargedWith({ kind: 'outcome', outcome } as Fault);
    const [delivery] = await toldOf(charged.id);
    expect(delivery?.event).toMatchObject({ type, data: { sequence: 1, payment: { state } } });
  });

  it('a decline that leaves the transaction payable is told as payment.failed with the state attempted', async () => {
    service.simulator.setSwitches({ decline_as: '201' });
    const charged = await chargedWith({ kind: 'outcome', outcome: 'declined' });
    const [delivery] = await toldOf(charged.id);
    expect(delivery?.event).toMatchObject({ type: 'payment.failed', data: { payment: { state: 'attempted' } } });
  });

  it('a refusal by validation is told as rejected, outcome none', async () => {
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'outcome', outcome: 'field_error' } }]);
    const { payment } = (await buyNow(service.url)).body;
    const [delivery] = await toldOf(payment.id);
    expect(delivery?.event).toMatchObject({
      type: 'payment.rejected',
      data: { payment: { state: 'rejected', outcome: 'none' } },
    });
  });

  it('a success that does not match what was asked is told as needs_review, with the reasons', async () => {
    const charged = await chargedWith({ kind: 'resign', set: { amount: '0.500' } });
    const [delivery] = await toldOf(charged.id);
    expect(delivery?.event).toMatchObject({
      type: 'payment.needs_review',
      data: { payment: { state: 'needs_review', review_reasons: expect.arrayContaining(['amount_differs']) } },
    });
  });

  it('what was never sent is told as not_processed', async () => {
    const port = await freePort();
    const away = await startTestService({
      OTTU_BASE_URL: `http://127.0.0.1:${port}`,
      MERCHANT_EVENTS_URL: receiver.url,
      MERCHANT_EVENTS_SECRET: SECRET,
    });
    const { payment } = (await buyNow(away.url)).body;
    const [delivery] = await toldOf(payment.id, away);
    expect(delivery?.event).toMatchObject({ type: 'payment.not_processed', data: { payment: { outcome: 'none' } } });
    await away.close();
  });

  it('what waits for the payer (3DS) and what nobody has tried to pay is no event', async () => {
    const challenged = await chargedWith({ kind: 'outcome', outcome: 'three_ds_redirect' } as Fault);
    expect(challenged.state).toBe('action_required');
    expect(await rowsOf(challenged.id)).toEqual([]);
    service.simulator.clearFaults();
    const created = await request(service.url)
      .post('/v1/payment-transactions')
      .set('authorization', authorization('shop'))
      .send({ type: 'e_commerce', amount: '1.000', currency_code: 'KWD', pg_codes: ['credit-card'] });
    expect(created.status).toBe(201);
    const { id } = await database.query((db) =>
      db
        .selectFrom('payments')
        .select('id')
        .where('session_id', '=', created.body.session_id)
        .executeTakeFirstOrThrow(),
    );
    expect(await rowsOf(id)).toEqual([]);
  });

  it('a saved card is told by card.saved only, so its transaction makes no payment event', async () => {
    const { id } = (await buyNow(service.url)).body.payment;
    await database.inTransaction((tx) =>
      tx.updateTable('payments').set({ payment_type: 'save_card' }).where('id', '=', id).execute(),
    );
    await service.app.get(Settle).settle(reviewed(id, 'operator'));
    expect(await rowsOf(id)).toHaveLength(1);
  });
});

describe('M3, M4, M9, M21, M90: one event for each change, and none without', () => {
  it('unknown is told at once, and its end with the state before it', async () => {
    // No signature: unknown, and Ottu is asked for the session at once.
    const charged = await chargedWith({ kind: 'drop_signature' });
    expect(charged.state).toBe('paid');
    expect(await toldOf(charged.id)).toHaveLength(2);
    expect(
      eventsOf(charged.id).map(({ type, data }) => [data.sequence, type, data.previous_state, data.payment['outcome']]),
    ).toEqual([
      [1, 'payment.unknown', 'sending', 'unknown'],
      [2, 'payment.paid', 'unknown', 'final'],
    ]);
  });

  it('an attempt that becomes unknown because its lease has passed is told, too', async () => {
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'hold' } }]);
    const charge = buyNow(service.url).then((answered) => answered);
    await eventually(() => service.simulator.requests(CREATE).length > 0);
    await database.inTransaction((tx) =>
      tx
        .updateTable('payment_attempts')
        .set({ lease_until: sql<Date>`now() - interval '1 second'` })
        .where('state', '=', 'sending')
        .execute(),
    );
    expect(await service.app.get(LeaseSweep).sweep()).toBe(1);
    service.simulator.clearFaults();
    const { payment } = (await charge).body;
    expect(await toldOf(payment.id)).toHaveLength(2);
    expect(eventsOf(payment.id).map(({ type, data }) => [type, data.previous_state])).toEqual([
      ['payment.unknown', 'sending'],
      ['payment.paid', 'unknown'],
    ]);
  });

  it('the same word of Ottu again is no event', async () => {
    const { body } = await buyNow(service.url);
    const { id, session_id: session } = body.payment;
    expect(await toldOf(id)).toHaveLength(1);
    const refreshPayment = service.app.get(RefreshPayment);
    await refreshPayment.tryRefresh(asPaymentId(id), session);
    await refreshPayment.tryRefresh(asPaymentId(id), session);
    const timeline = await request(service.url)
      .get(`/v1/payments/${id}/timeline`)
      .set('authorization', authorization('reader'));
    expect(timeline.body.entries.filter(({ event }: { event: string }) => event === 'retrieved')).toHaveLength(2);
    expect(await rowsOf(id)).toHaveLength(1);
  });

  it('a replay is no event', async () => {
    const call = { key: randomUUID(), body: buyNowBody() };
    const { body } = await buyNow(service.url, call);
    await buyNow(service.url, call);
    expect(await rowsOf(body.payment.id)).toHaveLength(1);
  });

  it('a settlement that is rolled back tells nothing', async () => {
    service.simulator.setFaults([answerLost(CREATE)]);
    const { payment } = (await buyNow(service.url)).body;
    expect(await toldOf(payment.id)).toHaveLength(1);
    const settled = service.app.get(Settle).settle({
      ...reviewed(payment.id, 'operator'),
      alongside: async () => {
        throw new Error('the store fails here');
      },
    });
    await expect(settled).rejects.toThrow('the store fails here');
    expect(await rowsOf(payment.id)).toHaveLength(1);
  });

  it('fifty settlements at once of one payment give it sequences without gap or double', async () => {
    const { body } = await buyNow(service.url);
    const { id } = body.payment;
    const settle = service.app.get(Settle);
    await Promise.all(Array.from({ length: 50 }, (_, index) => settle.settle(reviewed(id, `reason_${index}`))));
    expect((await rowsOf(id)).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 51 }, (_, index) => index + 1),
    );
    expect(await toldOf(id)).toHaveLength(51);
    expect(eventsOf(id).map(({ data }) => data.sequence)).toEqual(Array.from({ length: 51 }, (_, index) => index + 1));
    expect(eventsOf(id).at(-1)).toMatchObject({ type: 'payment.needs_review', data: { payment: { state: 'paid' } } });
  });
});

describe('M50: the event that the answer to a change makes', () => {
  it('tells of the order as the change has made it', async () => {
    const created = await createTransaction(service.url, { body: transactionBody({ extra: { note: 'as ordered' } }) });
    const { payment } = await relatedPayment(service.url, created);
    service.simulator.setFaults([
      { match: { method: 'PATCH' }, fault: { kind: 'tamper', set: { state: 'pending' } } } as const,
    ]);
    const session = String((created.body as { session_id: string }).session_id);
    await patchTransaction(service.url, session, { extra: { note: 'as changed' } });
    const [delivery] = await toldOf(String(payment['id']));
    expect(delivery?.event).toMatchObject({
      type: 'payment.pending',
      data: { sequence: 1, payment: { state: 'pending' }, purchase: { extra: { note: 'as changed' } } },
    });
  });
});

describe('M90: without MERCHANT_EVENTS_URL', () => {
  it('no event is written', async () => {
    const off = await startTestService();
    const { payment } = (await buyNow(off.url)).body;
    const rows = await off.app.get(Database).query((db) => db.selectFrom('merchant_events').selectAll().execute());
    expect([payment.state, rows]).toEqual(['paid', []]);
    await off.close();
  });
});
