import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { createSimulator } from '../../sandbox/simulator.ts';
import { buyNowBody } from '../support/buy-now.ts';
import { freePort } from '../support/free-port.ts';
import { answerLost, CREATE, payAtOttu, SESSIONS } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { startTestService, type TestService } from '../support/service.ts';
import {
  chargeTransaction,
  createTransaction,
  paymentAt,
  relatedPayment,
  transactionBody,
} from '../support/transactions.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ OTTU_TIMEOUT_MS: '2000' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

describe('M7, M8, M9, M60: a create without an instrument', () => {
  it('needs no key, and two requests without one are two transactions', async () => {
    const [first, second] = [await createTransaction(service.url), await createTransaction(service.url)];
    expect(first.body.session_id).not.toBe(second.body.session_id);
    expect(service.simulator.requests(CREATE)).toHaveLength(2);
  });

  it('honours a key: a replay creates nothing and shows the transaction as it is by then', async () => {
    const call = { key: randomUUID(), body: transactionBody() };
    const first = await createTransaction(service.url, call);
    await payAtOttu(service, first.body.session_id);
    const replay = await createTransaction(service.url, call);
    expect({ status: replay.status, replayed: replay.headers['idempotent-replayed'] }).toEqual({
      status: 201,
      replayed: 'true',
    });
    expect(replay.body).toMatchObject({ session_id: first.body.session_id, state: 'paid' });
    expect(replay.headers['location']).toBe(first.headers['location']);
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('fifty requests at once with one key create once', async () => {
    const call = { key: randomUUID(), body: transactionBody() };
    const answers = await Promise.all(Array.from({ length: 50 }, () => createTransaction(service.url, call)));
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const sessions = answers.filter(({ status }) => status === 201).map(({ body }) => body.session_id);
    expect(new Set(sessions).size).toBe(1);
    const inFlight = answers.find(({ status }) => status === 409);
    expect(inFlight?.body).toMatchObject({ code: 'idempotency_in_flight', payment: { self: expect.any(String) } });
    expect(inFlight?.headers['retry-after']).toBeDefined();
  });

  it('the same key with another body is refused and names its payment', async () => {
    const key = randomUUID();
    const first = await createTransaction(service.url, { key });
    const other = await createTransaction(service.url, { key, body: transactionBody({ amount: '13' }) });
    const { payment } = await relatedPayment(service.url, first);
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused', payment: { id: payment['id'] } });
  });

  it('a key belongs to the caller, whichever of the keys that share the name is used', async () => {
    const call = { key: randomUUID(), body: transactionBody() };
    const first = await createTransaction(service.url, { ...call, caller: 'shop' });
    const rotated = await createTransaction(service.url, { ...call, caller: 'shop2' });
    const other = await createTransaction(service.url, { ...call, caller: 'other' });
    expect(rotated.body.session_id).toBe(first.body.session_id);
    expect(other.body.session_id).not.toBe(first.body.session_id);
  });

  it.each([
    ['of 256 characters', 'k'.repeat(256)],
    ['with a space', 'two words'],
    ['that is empty', ''],
  ])('a key %s is refused', async (_what, key) => {
    const answer = await createTransaction(service.url, { key });
    expect(answer.body).toMatchObject({ status: 400, code: 'idempotency_key_invalid', outcome: 'none' });
    expect(service.simulator.requests(SESSIONS)).toHaveLength(0);
  });

  it('what Ottu refused is refused again, without asking', async () => {
    const call = { key: randomUUID(), body: transactionBody({ pg_codes: ['nowhere'] }) };
    const first = await createTransaction(service.url, call);
    const replay = await createTransaction(service.url, call);
    expect(replay.headers['idempotent-replayed']).toBe('true');
    expect(replay.body).toMatchObject({
      status: 400,
      code: 'ottu_rejected',
      outcome: 'none',
      errors: first.body.errors,
    });
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('a replay while Ottu is away says so, and is good again afterwards', async () => {
    const call = { key: randomUUID(), body: transactionBody() };
    const first = await createTransaction(service.url, call);
    service.simulator.setFaults([{ match: { method: 'GET' }, fault: { kind: 'status', status: 500 } }]);
    expect((await createTransaction(service.url, call)).body).toMatchObject({ status: 502, code: 'ottu_failed' });
    service.simulator.clearFaults();
    expect((await createTransaction(service.url, call)).body.session_id).toBe(first.body.session_id);
  });
});

describe('M5a, M8, M21, M41: an order number is used once', () => {
  it('its owner is told of the payment, another caller nothing', async () => {
    const body = transactionBody({ order_no: 'ONCE 1' });
    const first = await createTransaction(service.url, { body });
    const own = await createTransaction(service.url, { body });
    const other = await createTransaction(service.url, { body, caller: 'other' });
    const { payment } = await relatedPayment(service.url, first);
    expect(own.body).toMatchObject({
      status: 409,
      code: 'order_no_taken',
      errors: [{ pointer: '/order_no' }],
      payment: { id: payment['id'], order_no: 'ONCE 1' },
    });
    expect(other.body).toMatchObject({ status: 409, code: 'order_no_taken' });
    expect(other.body.payment).toBeUndefined();
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('after a refusal by Ottu its owner may use it again, with a new key and a corrected body', async () => {
    const refused = { key: randomUUID(), body: transactionBody({ order_no: 'ONCE-2', pg_codes: ['nowhere'] }) };
    const first = await createTransaction(service.url, refused);
    const corrected = transactionBody({ order_no: 'ONCE-2', amount: '3', customer_id: 'c2' });
    const other = await createTransaction(service.url, { body: corrected, caller: 'other' });
    expect(other.body).toMatchObject({ status: 409, code: 'order_no_taken' });

    const again = await createTransaction(service.url, { key: randomUUID(), body: corrected });
    expect(again.status).toBe(201);
    const { payment, events } = await relatedPayment(service.url, again);
    expect(payment).toMatchObject({
      id: first.body.payment.id,
      session_id: again.body.session_id,
      state: 'created',
      amount: '3.000',
    });
    expect(events).toEqual(['creating', 'ottu_refused', 'claimed_again', 'created']);
    // M9: the key that was refused answers for its own try.
    expect((await createTransaction(service.url, refused)).body).toMatchObject({
      status: 400,
      code: 'ottu_rejected',
      outcome: 'none',
    });
    expect((await createTransaction(service.url, { body: corrected })).body).toMatchObject({ code: 'order_no_taken' });
    expect(service.simulator.requests(CREATE)).toHaveLength(2);
  });

  it('a key that tries again asks for what it asked for first, and for all of it, whatever another key asked since', async () => {
    service.simulator.setFaults([
      { match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 429 } },
      { match: { ...CREATE, nth: 2 }, fault: { kind: 'status', status: 400, body: { amount: ['No.'] } } },
    ]);
    const own = { order_no: 'TERMS-1', amount: '1', customer_id: 'c1', webhook_url: 'https://mine.example/hook' };
    const first = { key: randomUUID(), body: transactionBody({ ...own, customer_email: 'a@b.example' }) };
    await createTransaction(service.url, first);
    const other = transactionBody({ order_no: 'TERMS-1', amount: '9', customer_id: 'c9', type: 'payment_request' });
    expect((await createTransaction(service.url, { key: randomUUID(), body: other })).status).toBe(400);
    const again = await createTransaction(service.url, first);
    expect(again.body).toMatchObject({ amount: '1.000', customer_id: 'c1' });
    const { payment, purchase } = await relatedPayment(service.url, again);
    expect(payment).toMatchObject({ amount: '1.000', state: 'created' });
    expect(JSON.stringify(purchase)).toContain('a@b.example');
    const row = await withRows(service, (db) =>
      db
        .selectFrom('payments')
        .select(['customer_id', 'transaction_type', 'webhook_url', 'foreign_webhook', 'payment_link'])
        .where('order_no', '=', 'TERMS-1')
        .executeTakeFirst(),
    );
    expect(row).toEqual({
      customer_id: 'c1',
      transaction_type: 'e_commerce',
      webhook_url: 'https://mine.example/hook',
      foreign_webhook: true,
      payment_link: false,
    });
  });

  it.each([
    ['a charge after a create', createTransaction, chargeTransaction],
    ['a create after a charge', chargeTransaction, createTransaction],
  ])('nor for %s: what is unknown of one is not found out in the way of the other', async (what, before, after) => {
    service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 429 } }]);
    const order = { order_no: what.toUpperCase() };
    const payment_instrument = buyNowBody()['payment_instrument'];
    const bodyOf = (way: unknown) =>
      transactionBody(way === chargeTransaction ? { ...order, payment_instrument } : order);
    expect((await before(service.url, { body: bodyOf(before) })).status).toBe(503);
    expect((await after(service.url, { body: bodyOf(after) })).body).toMatchObject({ code: 'order_no_taken' });
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('a refusal that an older version has written down without its try speaks for the payment no longer', async () => {
    service.simulator.setFaults([
      { match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 400, body: { amount: ['No.'] } } },
    ]);
    const body = transactionBody({ order_no: 'OLDER-VERSION' });
    const refused = await createTransaction(service.url, { body });
    await withRows(service, (db) =>
      db
        .insertInto('payment_facts')
        .values({
          payment_id: refused.body.payment.id,
          source: 'one_step',
          digest: 'older',
          state: 'rejected',
          counts: true,
          mismatches: '[]',
        })
        .execute(),
    );
    const created = await createTransaction(service.url, { body });
    expect((await relatedPayment(service.url, created)).payment).toMatchObject({
      state: 'created',
      outcome: 'unknown',
    });
  });

  it('repeats that come all at once after a 429 create once, and hear of nothing else', async () => {
    service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 429 } }]);
    const call = { key: randomUUID(), body: transactionBody() };
    await createTransaction(service.url, call);
    const answers = await Promise.all(Array.from({ length: 30 }, async () => createTransaction(service.url, call)));
    for (const { status, body } of answers) expect([201, 'idempotency_in_flight']).toContain(body.code ?? status);
    expect(service.simulator.requests(CREATE)).toHaveLength(2);
  });

  it('the number is not used again while nobody knows whether Ottu has created it', async () => {
    service.simulator.setFaults([answerLost(CREATE, 1)]);
    const body = transactionBody({ order_no: 'ONCE-3' });
    await createTransaction(service.url, { body });
    expect((await createTransaction(service.url, { body })).body).toMatchObject({ code: 'order_no_taken' });
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });
});

describe('M5a: a create that came to nothing for reasons outside of the request', () => {
  it.each([
    [401, { detail: 'No.' }],
    [403, { error: { type: 'permission_error', message: 'No.' } }],
    [404, { detail: 'No.' }],
    [405, { detail: 'No.' }],
    [415, { detail: 'No.' }],
    [423, { detail: 'Paused.' }],
    [429, { detail: 'Slow.' }],
  ])('%s: the same key tries the same payment again, with a write of its own', async (status, body) => {
    service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status, body } }]);
    const call = { key: randomUUID(), body: transactionBody() };
    const refused = await createTransaction(service.url, call);
    expect(refused.body).toMatchObject({ outcome: 'none', payment: { outcome: 'none' } });
    const created = await createTransaction(service.url, call);
    expect(created.status).toBe(201);
    expect(created.headers['idempotent-replayed']).toBeUndefined();
    const { payment } = await relatedPayment(service.url, created);
    expect(payment).toMatchObject({ id: refused.body.payment.id, state: 'created' });
    expect(service.simulator.requests(CREATE)).toHaveLength(2);
  });

  it('from the second try on, a 400 about the order number leaves it unknown', async () => {
    service.simulator.setFaults([
      { match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 429 } },
      { match: { ...CREATE, nth: 2 }, fault: { kind: 'status', status: 400, body: { order_no: ['Taken.'] } } },
    ]);
    const call = { key: randomUUID(), body: transactionBody() };
    await createTransaction(service.url, call);
    const second = await createTransaction(service.url, call);
    expect(second.body).toMatchObject({ payment: { outcome: 'unknown' } });
    const { payment } = await paymentAt(service.url, second.body.payment.self);
    expect(payment['state']).toBe('unknown');
    await createTransaction(service.url, call);
    expect(service.simulator.requests(CREATE)).toHaveLength(2);
  });
});

describe('when it is not known whether Ottu created it', () => {
  it.each<[string, Record<string, unknown>, number, string]>([
    ['the answer was lost', { kind: 'answer_lost' }, 502, 'ottu_bad_answer'],
    ['the connection was reset', { kind: 'reset_before' }, 502, 'ottu_bad_answer'],
    ['the answer broke off', { kind: 'truncated' }, 502, 'ottu_bad_answer'],
    ['Ottu is silent', { kind: 'hang', when: 'after' }, 504, 'ottu_timeout'],
    ['Ottu fails after the work', { kind: 'status', status: 500, when: 'after' }, 502, 'ottu_failed'],
    ['a proxy answers', { kind: 'html' }, 502, 'ottu_bad_answer'],
    ['the answer is no JSON', { kind: 'malformed' }, 502, 'ottu_bad_answer'],
    ['the answer is empty', { kind: 'empty' }, 502, 'ottu_bad_answer'],
    ['the answer names no session', { kind: 'tamper', set: { session_id: null } }, 502, 'ottu_bad_answer'],
    ['the answer is about another order', { kind: 'tamper', set: { order_no: 'ANOTHER' } }, 502, 'ottu_bad_answer'],
    [
      "a proxy's page says that it is locked",
      { kind: 'status', status: 423, body: '<h1>Locked</h1>', content_type: 'text/html' },
      503,
      'ottu_locked',
    ],
  ])('%s: nobody can pay it, the create is sent once, the row stays unknown', async (_what, fault, status, code) => {
    service.simulator.setFaults([{ match: CREATE, fault: fault as never }]);
    const call = { key: randomUUID(), body: transactionBody() };
    const answer = await createTransaction(service.url, call);
    expect(answer.body).toMatchObject({ status, code, outcome: 'none', payment: { outcome: 'unknown' } });
    expect((await paymentAt(service.url, answer.body.payment.self)).payment).toMatchObject({
      state: 'unknown',
      session_id: null,
    });
    service.simulator.clearFaults();
    const replay = await createTransaction(service.url, call);
    expect(replay.headers['idempotent-replayed']).toBe('true');
    expect(replay.body).toMatchObject({ status, code, outcome: 'none', payment: { id: answer.body.payment.id } });
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('nothing can be concluded where Ottu was asked to send the payer a link', async () => {
    service.simulator.setFaults([answerLost(CREATE)]);
    const body = transactionBody({ customer_email: 'a@b.example', notifications: { email: ['created'] } });
    expect((await createTransaction(service.url, { body })).body.outcome).toBe('unknown');
  });
});

describe('M5: a create that was never sent', () => {
  it('is made by the same key later, with the same order number', async () => {
    const port = await freePort();
    const away = await startTestService({ OTTU_BASE_URL: `http://127.0.0.1:${port}`, OTTU_TIMEOUT_MS: '1000' });
    const call = { key: randomUUID(), body: transactionBody() };
    const first = await createTransaction(away.url, call);
    expect(first.body).toMatchObject({
      status: 503,
      code: 'ottu_unreachable',
      outcome: 'none',
      payment: { outcome: 'none' },
    });
    expect((await paymentAt(away.url, first.body.payment.self)).payment['state']).toBe('not_processed');
    const simulator = await createSimulator({ port });
    const second = await createTransaction(away.url, call);
    expect({ status: second.status, order_no: second.body.order_no }).toEqual({
      status: 201,
      order_no: first.body.payment.order_no,
    });
    expect((await relatedPayment(away.url, second)).payment).toMatchObject({
      id: first.body.payment.id,
      state: 'created',
    });
    await simulator.close();
    await away.close();
  });
});
