import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { createSimulator } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { answerLost, CREATE } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { authorization } from '../support/service-keys.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ OTTU_CHARGE_TIMEOUT_MS: '2000' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

describe('promise 5, M7, M8, M9, M41: one intent, at most one charge', () => {
  it('fifty requests at once with one key charge once; all others are told of that payment', async () => {
    const key = randomUUID();
    // Without an order number of the caller's, so that nothing but the key stands in the way.
    const body = buyNowBody();
    const answers = await Promise.all(Array.from({ length: 50 }, () => buyNow(service.url, { key, body })));
    expect(service.simulator.ledger()).toHaveLength(1);
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
    const ids = answers.map(({ body: answered }) => answered.payment.id);
    expect(new Set(ids).size).toBe(1);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(
      answers.filter(({ status, headers }) => status === 201 && headers['idempotent-replayed'] === undefined),
    ).toHaveLength(1);
  });

  it('the same key again is answered with the payment as it is now, and charges nothing', async () => {
    const call = { key: randomUUID(), body: buyNowBody() };
    const first = await buyNow(service.url, call);
    const second = await buyNow(service.url, call);
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect({ status: second.status, body: second.body }).toEqual({ status: first.status, body: first.body });
    expect(second.headers['location']).toBe(`/v1/payments/${first.body.payment.id}`);
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('a lost answer replays as 202 for as long as it is unknown, and is never charged again', async () => {
    service.simulator.setFaults([answerLost(CREATE, 1)]);
    const call = { key: randomUUID(), body: buyNowBody() };
    const first = await buyNow(service.url, call);
    const again = await buyNow(service.url, call);
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.body.payment).toMatchObject({ id: first.body.payment.id, state: 'unknown', outcome: 'unknown' });
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('what Ottu refused replays as that refusal', async () => {
    service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'outcome', outcome: 'field_error' } }]);
    const call = { key: randomUUID(), body: buyNowBody() };
    const first = await buyNow(service.url, call);
    const again = await buyNow(service.url, call);
    const { request_id: _first, ...refusal } = first.body;
    expect(first.body.code).toBe('ottu_rejected');
    expect(again.body).toMatchObject(refusal);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('the same key with another body is refused with the payment that the key has, be it one space', async () => {
    const key = randomUUID();
    const first = await buyNow(service.url, { key, body: buyNowBody() });
    const other = await buyNow(service.url, { key, body: `${JSON.stringify(buyNowBody())} ` });
    expect(other.status).toBe(422);
    expect(other.body).toMatchObject({
      code: 'idempotency_key_reused',
      outcome: 'final',
      payment: { id: first.body.payment.id },
    });
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('a request still in flight is named with its payment and a Retry-After', async () => {
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'hold' } }]);
    const call = { key: randomUUID(), body: buyNowBody() };
    const first = buyNow(service.url, call).then((answer) => answer);
    await untilSent();
    const second = await buyNow(service.url, call);
    expect(second.status).toBe(409);
    expect(second.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    service.simulator.clearFaults();
    const firstAnswer = await first;
    expect(second.body).toMatchObject({
      code: 'idempotency_in_flight',
      outcome: 'unknown',
      payment: { id: firstAnswer.body.payment.id },
    });
  });

  it("rotated keys of one caller share the caller's idempotency keys; another caller's are its own", async () => {
    const call = { key: randomUUID(), body: buyNowBody() };
    const first = await buyNow(service.url, { ...call, caller: 'shop' });
    const rotated = await buyNow(service.url, { ...call, caller: 'shop2' });
    const other = await buyNow(service.url, { ...call, caller: 'other' });
    expect(rotated.body.payment.id).toBe(first.body.payment.id);
    expect(other.body.payment.id).not.toBe(first.body.payment.id);
    expect(service.simulator.ledger()).toHaveLength(2);
  });

  it.each([
    ['none at all', undefined, 'idempotency_key_missing'],
    ['one of 256 characters', 'k'.repeat(256), 'idempotency_key_invalid'],
    ['one with a space', 'two words', 'idempotency_key_invalid'],
  ])('%s is refused before anything is written', async (_what, key, code) => {
    const call = request(service.url).post('/v1/buy-now').set('authorization', authorization('shop'));
    if (key !== undefined) call.set('idempotency-key', key);
    const answer = await call.set('content-type', 'application/json').send(JSON.stringify(buyNowBody()));
    expect({ status: answer.status, code: answer.body.code, outcome: answer.body.outcome }).toEqual({
      status: 400,
      code,
      outcome: 'none',
    });
    expect(service.simulator.requests()).toHaveLength(0);
  });

  it('an order number is used once; its owner is told what became of it, another caller nothing', async () => {
    const body = buyNowBody({ order_no: 'TAKEN-1' });
    const first = await buyNow(service.url, { body });
    const own = await buyNow(service.url, { body });
    const other = await buyNow(service.url, { body, caller: 'other' });
    expect(own.body).toMatchObject({
      status: 409,
      code: 'order_no_taken',
      outcome: 'final',
      payment: { id: first.body.payment.id },
    });
    expect(other.body).toMatchObject({ status: 409, code: 'order_no_taken' });
    expect(other.body.payment).toBeUndefined();
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('an order number is not used again after a decline either', async () => {
    service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'outcome', outcome: 'declined' } }]);
    const body = buyNowBody({ order_no: 'TAKEN-2' });
    await buyNow(service.url, { body });
    expect((await buyNow(service.url, { body })).body.code).toBe('order_no_taken');
  });

  async function untilSent(): Promise<void> {
    await eventually(() => service.simulator.requests(CREATE).length > 0);
  }
});

describe('M3, M5: what was never sent', () => {
  it('ends as none, and the same key claims the same payment and order number again', async () => {
    const port = await freePort();
    const away = await startTestService({ OTTU_BASE_URL: `http://127.0.0.1:${port}` });
    const call = { key: randomUUID(), body: buyNowBody() };
    const first = await buyNow(away.url, call);
    expect({ status: first.status, code: first.body.code, outcome: first.body.outcome }).toEqual({
      status: 503,
      code: 'ottu_unreachable',
      outcome: 'none',
    });
    const simulator = await createSimulator({ port });
    const second = await buyNow(away.url, call);
    expect(second.status).toBe(201);
    expect(second.body.payment).toMatchObject({
      id: first.body.payment.id,
      order_no: first.body.payment.order_no,
      state: 'paid',
    });
    expect(simulator.ledger()).toHaveLength(1);
    await simulator.close();
    await away.close();
  });

  it('a call that could not start within the time from its claim is not sent', async () => {
    // Short, and long enough for the first call to start on a machine that does other work: three seconds.
    const busy = await startTestService({
      OTTU_MAX_CONCURRENCY: '1',
      TIME_SCALE: '3',
      OTTU_CHARGE_TIMEOUT_MS: '30000',
    });
    await buyNow(busy.url);
    busy.simulator.reset();
    busy.simulator.setFaults([{ match: CREATE, fault: { kind: 'hold' } }]);
    const first = buyNow(busy.url).then((answer) => answer);
    await eventually(() => busy.simulator.requests(CREATE).length > 0);
    const queued = await buyNow(busy.url);
    expect(queued.body).toMatchObject({ status: 503, outcome: 'none' });
    busy.simulator.clearFaults();
    expect((await first).body.payment.state).toBe('paid');
    expect(busy.simulator.ledger()).toHaveLength(1);
    await busy.close();
  });
});
