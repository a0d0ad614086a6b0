import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';

import { buyNow, buyNowBody, type BuyNowCall } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { CREATE, EVENTS_LOST } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { paymentAt } from '../support/transactions.ts';

let service: TestService;

beforeAll(async () => {
  const port = await freePort();
  const PUBLIC_URL = `http://127.0.0.1:${port}`;
  const MERCHANT_EVENTS_URL = 'http://127.0.0.1:9/events';
  const MERCHANT_EVENTS_SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  service = await startTestService({ PUBLIC_URL, MERCHANT_EVENTS_URL, MERCHANT_EVENTS_SECRET }, { port });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const EXECUTED_AND_THROTTLED = { kind: 'status', status: 429, when: 'after' } as const;

/** Ottu's event about its n-th charge, which was on its way for long, arrives. */
async function eventArrives(nth: number): Promise<void> {
  const event = service.simulator.webhooks()[nth - 1];
  if (event === undefined) throw new Error('there is no such event');
  const answer = await request(service.url).post('/v1/webhooks/ottu').send(event.body);
  expect(answer.status).toBe(200);
  await service.runDue();
}

/**
 * Charges twice under one order number: Ottu executes the first charge and says that it took nothing of it.
 *
 * @param whileOpen happens when the second charge is made and not answered yet.
 * @returns the answer to the second charge.
 */
async function chargeTwice(
  { first, second }: { readonly first: BuyNowCall; readonly second: BuyNowCall },
  whileOpen: () => Promise<void> = async () => undefined,
): Promise<Response> {
  service.simulator.setFaults([
    { match: { ...CREATE, nth: 1 }, fault: EXECUTED_AND_THROTTLED },
    { match: { ...CREATE, nth: 2 }, fault: { kind: 'hold' } },
    EVENTS_LOST,
  ]);
  expect((await buyNow(service.url, first)).body).toMatchObject({ status: 503, outcome: 'none' });
  const open = buyNow(service.url, second).then((answer) => answer);
  await eventually(() => service.simulator.ledger().length >= 2);
  await whileOpen();
  service.simulator.setFaults([EVENTS_LOST]);
  return open;
}

async function readOf(answer: Response) {
  return paymentAt(service.url, answer.body.links.self);
}

/** What the merchant was told of a payment, in order. */
async function told(paymentId: string): Promise<string[]> {
  const rows = await withRows(service, (db) =>
    db.selectFrom('merchant_events').select('type').where('payment_id', '=', paymentId).orderBy('sequence').execute(),
  );
  return rows.map(({ type }) => type);
}

describe('M53: a charge that was said not to have happened, and had', () => {
  const body = (amount: string, orderNo: string) => buyNowBody({ order_no: orderNo, amount });

  it('is told as a duplicate when its event comes after the charge that followed it', async () => {
    const calls = { first: { body: body('1.000', 'DUPLICATE-1') }, second: { body: body('2.000', 'DUPLICATE-1') } };
    const charged = await chargeTwice(calls);
    expect(charged.body.payment).toMatchObject({ state: 'paid', amount: '2.000', review_reasons: [] });
    await eventArrives(1);
    const { payment } = await readOf(charged);
    expect(payment).toMatchObject({ state: 'paid', amount: '2.000' });
    expect(payment['review_reasons']).toContain('duplicate_payment');
    expect(await told(charged.body.payment.id)).toContain('payment.duplicate');
    expect(service.simulator.ledger()).toHaveLength(2);
  });

  it('is the one that is paid when its event comes first, and then the other is the duplicate', async () => {
    const calls = { first: { body: body('1.000', 'DUPLICATE-2') }, second: { body: body('2.000', 'DUPLICATE-2') } };
    const charged = await chargeTwice(calls, async () => eventArrives(1));
    const { payment } = await readOf(charged);
    expect(payment).toMatchObject({ state: 'paid', amount: '1.000' });
    expect(payment['review_reasons']).toContain('duplicate_payment');
    await eventArrives(2);
    expect((await readOf(charged)).payment).toMatchObject({ state: 'paid', amount: '1.000' });
  });

  it('is told as a duplicate where the same key charged twice for the same', async () => {
    const call = { key: randomUUID(), body: buyNowBody({ order_no: 'DUPLICATE-3' }) };
    const charged = await chargeTwice({ first: call, second: call }, async () => eventArrives(1));
    const { payment } = await readOf(charged);
    expect(payment).toMatchObject({ state: 'paid', amount: '1.000' });
    expect(payment['review_reasons']).toContain('duplicate_payment');
  });

  it('the event of the one charge that there was is no duplicate of its answer', async () => {
    service.simulator.setFaults([
      { match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 429 } },
      EVENTS_LOST,
    ]);
    const call = { key: randomUUID(), body: buyNowBody() };
    await buyNow(service.url, call);
    const charged = await buyNow(service.url, call);
    await eventArrives(1);
    expect((await readOf(charged)).payment).toMatchObject({ state: 'paid', review_reasons: [] });
  });
});

describe('M22, M41: a success is held against what its own attempt asked for', () => {
  it('the late success of an earlier attempt is paid, with the amount and the purchase of that attempt', async () => {
    const first = buyNowBody({ order_no: 'OWN-TERMS', amount: '1.000', customer: { id: 'c1' } });
    const other = buyNowBody({ order_no: 'OWN-TERMS', amount: '2.000', customer: { id: 'c2' } });
    service.simulator.setFaults([
      { match: { ...CREATE, nth: 1 }, fault: EXECUTED_AND_THROTTLED },
      { match: { ...CREATE, nth: 2 }, fault: { kind: 'status', status: 400, body: { amount: ['Too much.'] } } },
      EVENTS_LOST,
    ]);
    expect((await buyNow(service.url, { body: first })).status).toBe(503);
    const refused = await buyNow(service.url, { body: other });
    expect(refused.body).toMatchObject({ status: 400, outcome: 'none' });

    await eventArrives(1);
    const { payment, purchase } = await paymentAt(service.url, refused.body.payment.self);
    expect(payment).toMatchObject({ state: 'paid', outcome: 'final', amount: '1.000', review_reasons: [] });
    expect(purchase).toEqual({ customer: { id: 'c1' } });
    const attempts = await withRows(service, (db) =>
      db
        .selectFrom('payment_attempts')
        .select('state')
        .where('payment_id', '=', String(payment['id']))
        .orderBy('number')
        .execute(),
    );
    expect(attempts.map(({ state }) => state)).toEqual(['succeeded', 'not_processed']);
    // Nothing may be charged under this number any more.
    expect((await buyNow(service.url, { body: other })).body).toMatchObject({
      code: 'order_no_taken',
      outcome: 'final',
    });
  });
});

describe('M11: an answer that names a session was not refused before anything was done', () => {
  it('a 400 with a session_id is unknown, and its number is not used again', async () => {
    const body = { detail: 'No.', session_id: 'b'.repeat(40) };
    service.simulator.setFaults([
      { match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 400, when: 'after', body } },
      EVENTS_LOST,
    ]);
    const order = buyNowBody({ order_no: 'NAMED-SESSION' });
    expect((await buyNow(service.url, { body: order })).body.payment).toMatchObject({ outcome: 'unknown' });
    expect((await buyNow(service.url, { body: order })).body).toMatchObject({
      code: 'order_no_taken',
      outcome: 'unknown',
    });
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('a pending answer without a good signature proves nothing, whatever state it names', async () => {
    service.simulator.setFaults([
      { match: CREATE, fault: { kind: 'tamper', set: { result: 'pending', state: 'paid', session_id: null } } },
      EVENTS_LOST,
    ]);
    const answer = await buyNow(service.url);
    expect(answer.status).toBe(202);
    expect(answer.body.payment).toMatchObject({ state: 'unknown', outcome: 'unknown' });
  });
});

describe('M5a M8: repeats that come all at once after a charge that came to nothing', () => {
  it('one of them charges, and the others hear of that charge', async () => {
    service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 429 } }]);
    const call = { key: randomUUID(), body: buyNowBody() };
    expect((await buyNow(service.url, call)).status).toBe(503);
    const answers = await Promise.all(Array.from({ length: 30 }, async () => buyNow(service.url, call)));
    expect(service.simulator.ledger()).toHaveLength(1);
    for (const { status, body } of answers) {
      const paid = status === 201 && body.payment.state === 'paid';
      const underWay = status === 409 && body.code === 'idempotency_in_flight' && body.outcome === 'unknown';
      expect([status, body.code, paid || underWay]).toEqual([status, body.code, true]);
    }
  });
});
