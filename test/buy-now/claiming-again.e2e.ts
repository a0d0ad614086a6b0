import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import type { Fault } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { answerLost, CREATE } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { authorization } from '../support/service-keys.ts';
import { paymentAt } from '../support/transactions.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ OTTU_CHARGE_TIMEOUT_MS: '1500' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

function faultOnFirst(fault: Fault): void {
  service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault }]);
}

const answered = (status: number, body: unknown = { detail: 'No.' }): Fault => ({ kind: 'status', status, body });
const field = (name: string): Fault => answered(400, { [name]: ['This is not right.'] });

function orderNumbersSent(): unknown[] {
  return service.simulator
    .requests(CREATE)
    .map(({ raw_body: body }) => (JSON.parse(body) as Record<string, unknown>)['order_no']);
}

/** Each attempt as an operator reads it from the timeline. */
async function events(self: string): Promise<readonly string[]> {
  return (await paymentAt(service.url, self)).events;
}

describe('M5a: a charge that came to nothing for reasons outside of the request', () => {
  it.each<[string, Fault, number]>([
    ['401 with a detail', answered(401), 502],
    ['403 with a detail', answered(403), 502],
    ['404 with a detail', answered(404), 502],
    ['405 with a detail', answered(405), 502],
    ['415 with a detail', answered(415), 502],
    ['403 in the envelope of errors', answered(403, { error: { type: 'permission_error', message: 'No.' } }), 502],
    ['429 as plain text', { kind: 'status', status: 429, body: 'slow', content_type: 'text/plain' }, 503],
  ])('%s: the same key claims the same payment again, as another attempt', async (_what, fault, status) => {
    faultOnFirst(fault);
    const call = { key: randomUUID(), body: buyNowBody() };
    const refused = await buyNow(service.url, call);
    expect(refused.status).toBe(status);
    expect(refused.body.outcome).toBe('none');
    expect(refused.body.detail).toContain('with the same key');
    expect(JSON.stringify(refused.body)).not.toMatch(/new (Idempotency-)?key/i);

    const charged = await buyNow(service.url, call);
    expect(charged.status).toBe(201);
    expect(charged.headers['idempotent-replayed']).toBeUndefined();
    expect(charged.body.payment).toMatchObject({
      id: refused.body.payment.id,
      order_no: refused.body.payment.order_no,
      state: 'paid',
    });
    expect(new Set(orderNumbersSent()).size).toBe(1);
    expect(service.simulator.ledger()).toHaveLength(1);
    expect(await events(charged.body.links.self)).toEqual([
      'claimed',
      'ottu_answered',
      'claimed_again',
      'ottu_answered',
    ]);
  });

  it('429 says how long to wait, and nobody has to use a new key', async () => {
    faultOnFirst({ kind: 'status', status: 429, body: { detail: 'slow' }, headers: { 'retry-after': '7' } });
    const refused = await buyNow(service.url);
    expect(refused.headers['retry-after']).toBe('7');
    expect(refused.body).toMatchObject({ code: 'ottu_throttled', outcome: 'none' });
    const { body } = await request(service.url)
      .get(refused.body.payment.self)
      .set('authorization', authorization('reader'));
    expect(body.payment).toMatchObject({ state: 'not_processed', outcome: 'none' });
  });

  it.each<[string, Fault]>([
    ['403 with a result', answered(403, { detail: 'No.', result: 'failed' })],
    ['429 with a session', answered(429, { detail: 'slow', session_id: 'a'.repeat(40) })],
    ["403 of a proxy's own JSON", answered(403, { blocked: true })],
    ['403 as a page', { kind: 'status', status: 403, body: '<h1>No</h1>', content_type: 'text/html' }],
    ['423, of which nobody knows what it means', answered(423)],
  ])('%s is no such word: it stays unknown and is not claimed again', async (_what, fault) => {
    faultOnFirst(fault);
    const call = { key: randomUUID(), body: buyNowBody() };
    expect((await buyNow(service.url, call)).body.payment).toMatchObject({ state: 'unknown', outcome: 'unknown' });
    const again = await buyNow(service.url, call);
    expect(again.status).toBe(202);
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('from the second attempt on, a 400 about the order number says that Ottu knows it: unknown', async () => {
    service.simulator.setFaults([
      { match: { ...CREATE, nth: 1 }, fault: answered(429) },
      { match: { ...CREATE, nth: 2 }, fault: field('order_no') },
    ]);
    const call = { key: randomUUID(), body: buyNowBody() };
    expect((await buyNow(service.url, call)).status).toBe(503);
    const second = await buyNow(service.url, call);
    expect(second.status).toBe(202);
    expect(second.body.payment).toMatchObject({ state: 'unknown', outcome: 'unknown' });
    expect((await buyNow(service.url, call)).status).toBe(202);
    expect(service.simulator.requests(CREATE)).toHaveLength(2);
  });

  it('on the first attempt it is a refusal like any other', async () => {
    faultOnFirst(field('order_no'));
    const refused = await buyNow(service.url, { body: buyNowBody({ order_no: 'FIRST-400' }) });
    expect(refused.body).toMatchObject({ status: 400, code: 'ottu_rejected', outcome: 'none' });
  });
});

describe('M21: what an earlier attempt came to speaks for the payment no longer', () => {
  it('a second attempt that is unknown is told as unknown, everywhere, and never as none', async () => {
    service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: field('amount') }, answerLost(CREATE, 2)]);
    const body = buyNowBody({ order_no: 'AGAIN-UNKNOWN' });
    const refused = await buyNow(service.url, { body });
    expect(refused.body.outcome).toBe('none');
    const second = await buyNow(service.url, { body });
    expect(second.status).toBe(202);
    expect(second.body.payment).toMatchObject({ state: 'unknown', outcome: 'unknown' });
    const read = await paymentAt(service.url, refused.body.payment.self);
    expect(read.payment).toMatchObject({ state: 'unknown', outcome: 'unknown', message: null });
    const taken = await buyNow(service.url, { body });
    expect(taken.body).toMatchObject({ code: 'order_no_taken', outcome: 'unknown', payment: { outcome: 'unknown' } });
    expect(service.simulator.requests(CREATE)).toHaveLength(2);
  });
});

describe('M5a, M9, M41: an order number of which nothing came', () => {
  it('is used again by the same caller with a new key and a corrected body, on the same payment', async () => {
    faultOnFirst(field('customer_phone'));
    const refused = await buyNow(service.url, {
      body: buyNowBody({ order_no: 'CORRECTED', amount: '1.000', customer: { id: 'c1', phone: '+96550000000' } }),
    });
    expect(refused.body).toMatchObject({ status: 400, outcome: 'none' });

    const charged = await buyNow(service.url, {
      body: buyNowBody({ order_no: 'CORRECTED', amount: '2.500', customer: { id: 'c2', first_name: 'Sara' } }),
    });
    expect(charged.status).toBe(201);
    expect(charged.body.payment).toMatchObject({
      id: refused.body.payment.id,
      order_no: 'CORRECTED',
      state: 'paid',
      amount: '2.500',
      captured_amount: '2.500',
    });
    const { purchase } = await paymentAt(service.url, charged.body.links.self);
    expect(purchase).toEqual({ customer: { id: 'c2', first_name: 'Sara' } });
    expect(service.simulator.ledger()).toMatchObject([{ order_no: 'CORRECTED', amount: '2.500' }]);
  });

  it('the key that was refused still gets its refusal, also when another key has paid by now', async () => {
    faultOnFirst(field('customer_phone'));
    const first = { key: randomUUID(), body: buyNowBody({ order_no: 'OWN-ANSWER' }) };
    const refused = await buyNow(service.url, first);
    const paid = await buyNow(service.url, { body: buyNowBody({ order_no: 'OWN-ANSWER', amount: '3.000' }) });
    expect(paid.status).toBe(201);

    const replay = await buyNow(service.url, first);
    expect(replay.headers['idempotent-replayed']).toBe('true');
    expect(replay.body).toMatchObject({
      status: 400,
      code: 'ottu_rejected',
      outcome: 'none',
      errors: refused.body.errors,
      // The payment is told as it is now.
      payment: { id: paid.body.payment.id, outcome: 'final' },
    });
    expect(service.simulator.requests(CREATE)).toHaveLength(2);
  });

  it('a key that was only throttled does not charge again after another key has', async () => {
    faultOnFirst(answered(429));
    const first = { key: randomUUID(), body: buyNowBody({ order_no: 'THROTTLED-THEN-PAID' }) };
    expect((await buyNow(service.url, first)).status).toBe(503);
    const paid = await buyNow(service.url, { body: buyNowBody({ order_no: 'THROTTLED-THEN-PAID', amount: '3.000' }) });
    expect(paid.status).toBe(201);
    // M9: what the other key has bought is no answer to this one.
    const again = await buyNow(service.url, first);
    expect(again.body).toMatchObject({
      status: 409,
      code: 'order_no_taken',
      outcome: 'final',
      payment: { id: paid.body.payment.id },
    });
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('a key asks again for what it asked for the first time, not for what another key has asked for since', async () => {
    service.simulator.setFaults([
      { match: { ...CREATE, nth: 1 }, fault: answered(429) },
      { match: { ...CREATE, nth: 2 }, fault: field('amount') },
    ]);
    const first = { key: randomUUID(), body: buyNowBody({ order_no: 'FIRST-TERMS', customer: { id: 'c1' } }) };
    expect((await buyNow(service.url, first)).status).toBe(503);
    const other = buyNowBody({ order_no: 'FIRST-TERMS', amount: '9.000', customer: { id: 'c9' } });
    expect((await buyNow(service.url, { body: other })).status).toBe(400);

    const paid = await buyNow(service.url, first);
    expect(paid.status).toBe(201);
    expect(paid.body.payment).toMatchObject({ state: 'paid', amount: '1.000', outcome: 'final' });
    const { purchase } = await paymentAt(service.url, paid.body.links.self);
    expect(purchase).toEqual({ customer: { id: 'c1' } });
    expect(service.simulator.ledger()).toMatchObject([{ amount: '1.000' }]);
  });

  it("is another caller's for ever, and is not even hinted at", async () => {
    faultOnFirst(field('customer_phone'));
    const body = buyNowBody({ order_no: 'NOT-YOURS' });
    expect((await buyNow(service.url, { body })).status).toBe(400);
    const other = await buyNow(service.url, { body, caller: 'other' });
    expect(other.body).toMatchObject({ status: 409, code: 'order_no_taken', outcome: 'none' });
    expect(other.body.payment).toBeUndefined();
  });

  it.each<[string, Fault, string]>([
    ['an unknown one', { kind: 'answer_lost' }, 'unknown'],
    ['a declined one', { kind: 'outcome', outcome: 'declined' }, 'final'],
    ['one that could not be executed', { kind: 'outcome', outcome: 'cannot_execute' }, 'final'],
  ])('is not used again after %s', async (what, fault, outcome) => {
    faultOnFirst(fault);
    const body = buyNowBody({ order_no: what.toUpperCase().replaceAll(' ', '-') });
    await buyNow(service.url, { body });
    const again = await buyNow(service.url, { body });
    expect(again.body).toMatchObject({ status: 409, code: 'order_no_taken', outcome });
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('of two new keys at once one charges, and the other is told of it', async () => {
    service.simulator.setFaults([
      { match: { ...CREATE, nth: 1 }, fault: field('amount') },
      { match: { ...CREATE, nth: 2 }, fault: { kind: 'delay', ms: 300 } },
    ]);
    const body = buyNowBody({ order_no: 'TWO-AT-ONCE' });
    await buyNow(service.url, { body });
    const both = await Promise.all([buyNow(service.url, { body }), buyNow(service.url, { body })]);
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([201, 409]));
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'order_no_taken' });
    expect(service.simulator.ledger()).toHaveLength(1);
  });
});
