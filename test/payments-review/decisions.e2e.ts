import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { charge, lostCharge, payment, reset, timeline } from '../reconciliation/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE, OPERATION, RETRIEVE } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { DAY, HOUR } from '../support/time.ts';
import { deliver, paymentEvent, signed, type EventMembers } from '../webhooks/support.ts';
import { ACCEPT, decide, read, REJECT, tagOf } from './support.ts';

const receiver = new Receiver();
let service: TestService;

beforeAll(async () => {
  await receiver.open();
  service = await startTestService({
    MERCHANT_EVENTS_URL: receiver.url,
    MERCHANT_EVENTS_SECRET: SECRET,
    OTTU_CHARGE_TIMEOUT_MS: '1500',
  });
});
afterAll(async () => {
  await service.close();
  await receiver.close();
});
beforeEach(() => {
  reset(service);
  receiver.reset();
});

/** Ottu's answer tells of another amount than was asked, and so does its transaction. */
async function paidTooLittle(): Promise<Reviewed> {
  const set = { amount: '0.500', settled_amount: '0.500' };
  service.simulator.setFaults([
    { match: CREATE, fault: { kind: 'resign', set } },
    { match: RETRIEVE, fault: { kind: 'tamper', set } },
  ]);
  const { body } = await buyNow(service.url, { body: buyNowBody() });
  expect(body.payment).toMatchObject({ state: 'needs_review' });
  return body.payment as Reviewed;
}

interface Reviewed {
  readonly id: string;
  readonly order_no: string;
  readonly session_id: string;
}

/** A charge of which nothing is known after all that could be asked was asked. */
async function neverAnswered(outcome = 'pending_forever'): Promise<Reviewed> {
  const id = await charge(service, outcome);
  await service.passTime(DAY);
  await service.passTime(HOUR);
  const reviewed = await payment(service, id);
  expect(reviewed).toMatchObject({ state: 'needs_review', review_reasons: ['open_after_last_check'] });
  return reviewed as unknown as Reviewed;
}

/** Ottu reports it by an event; the text is signed. */
async function reports(orderNo: string, event: EventMembers): Promise<void> {
  expect((await deliver(service, signed(paymentEvent(orderNo, event)))).status).toBe(200);
}

async function told(id: string) {
  await service.runDue('MerchantEvents');
  return receiver.of(id).map(({ event }) => event);
}

describe('M27: an operator accepts a payment under review', () => {
  it('becomes the success that Ottu shows, with what was really received; event, timeline and replay say so', async () => {
    const body = buyNowBody({ order_no: 'ACCEPTED' });
    const set = { amount: '0.500', settled_amount: '0.500' };
    service.simulator.setFaults([
      { match: CREATE, fault: { kind: 'resign', set } },
      { match: RETRIEVE, fault: { kind: 'tamper', set } },
    ]);
    const charged = await buyNow(service.url, { key: 'accepted', body });
    expect(charged.status).toBe(202);
    const { id } = charged.body.payment;
    const before = await tagOf(service, id);
    const answer = await decide(service, id, { ...ACCEPT, reason: 'The rest was paid in the shop.' });
    expect(answer.status).toBe(200);
    expect(answer.headers['etag']).not.toBe(before);
    expect(answer.headers['etag']).toBe(await tagOf(service, id));
    const accepted = {
      state: 'paid',
      outcome: 'final',
      amount: '1.000',
      amount_received: '0.500',
      currency_received: 'KWD',
      captured_amount: '0.500',
      review_reasons: [],
    };
    expect(answer.body.payment).toMatchObject(accepted);
    expect((await timeline(service, id)).at(-1)).toMatchObject({
      event: 'review_decided',
      details: {
        decision: 'accept',
        decided_by: 'operator',
        reason: 'The rest was paid in the shop.',
        before: { state: 'needs_review', review_reasons: expect.arrayContaining(['amount_differs']) },
        ottu_shows: 'paid',
        from: 'needs_review',
        to: 'paid',
      },
    });
    expect((await told(id)).at(-1)).toMatchObject({
      type: 'payment.paid',
      data: { decided_by: 'operator', previous_state: 'needs_review', payment: accepted },
    });
    const replay = await buyNow(service.url, { key: 'accepted', body });
    expect(replay.status).toBe(201);
    expect(replay.body.payment).toMatchObject(accepted);
    expect(service.simulator.requests(OPERATION)).toHaveLength(0);
  });

  it('what the decision has seen counts no more, told again in any way', async () => {
    const { id, order_no: orderNo, session_id: session } = await paidTooLittle();
    await decide(service, id, ACCEPT);
    const reference = (await payment(service, id))['reference_number'];
    await reports(orderNo, { session_id: session, amount: '0.500', reference_number: reference });
    await service.runDue();
    await service.passTime(HOUR);
    expect(await payment(service, id)).toMatchObject({ state: 'paid', review_reasons: [] });
  });

  it('where Ottu shows no success it needs confirm_without_ottu, and nothing is decided before', async () => {
    const { id } = await neverAnswered();
    const refused = await decide(service, id, ACCEPT);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'ottu_shows_no_success' });
    expect(await payment(service, id)).toMatchObject({ state: 'needs_review' });
    const accepted = await decide(service, id, { ...ACCEPT, confirm_without_ottu: true });
    expect(accepted.status).toBe(200);
    expect(accepted.body.payment).toMatchObject({ state: 'paid', outcome: 'final', amount_received: '1.000' });
  });
});

describe('M27: an operator rejects a payment under review', () => {
  it('its session is expired at Ottu first; it ends as canceled, and frees no order number', async () => {
    const { id, order_no: orderNo } = await neverAnswered();
    const answer = await decide(service, id, REJECT);
    expect(answer.status).toBe(200);
    expect(answer.body.payment).toMatchObject({ state: 'canceled', outcome: 'final', review_reasons: [] });
    expect(answer.body.payment.amount_received).toBeUndefined();
    expect(service.simulator.requests(OPERATION)).toHaveLength(1);
    expect((await told(id)).at(-1)).toMatchObject({ type: 'payment.canceled', data: { decided_by: 'operator' } });
    const again = await buyNow(service.url, { body: buyNowBody({ order_no: orderNo }) });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ code: 'order_no_taken', outcome: 'final' });
  });

  it('M41: a charge of which no session is known frees no order number either', async () => {
    const id = await lostCharge(service);
    service.simulator.setFaults([{ match: { path: '/inquiry/' }, fault: { kind: 'status', status: 403, body: {} } }]);
    await service.passTime(DAY);
    await service.passTime(HOUR);
    const { order_no: orderNo } = await payment(service, id);
    expect(await payment(service, id)).toMatchObject({ state: 'needs_review', session_id: null });
    const answer = await decide(service, id, REJECT);
    expect(answer.body.payment).toMatchObject({ state: 'canceled', outcome: 'final' });
    const again = await buyNow(service.url, { body: buyNowBody({ order_no: orderNo }) });
    expect(again.body).toMatchObject({ code: 'order_no_taken', outcome: 'final' });
  });

  it('where Ottu shows a success it needs given_back', async () => {
    const { id } = await paidTooLittle();
    const refused = await decide(service, id, REJECT);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'ottu_shows_success' });
    const rejected = await decide(service, id, { ...REJECT, given_back: true });
    expect(rejected.status).toBe(200);
    expect(rejected.body.payment).toMatchObject({ state: 'canceled', outcome: 'final' });
    expect(service.simulator.requests(OPERATION)).toHaveLength(0);
  });

  it('a success with another reference, amount or session than it has seen opens the matter again', async () => {
    const { id, order_no: orderNo, session_id: session } = await neverAnswered();
    await decide(service, id, REJECT);
    await reports(orderNo, { session_id: session, reference_number: 'late-one' });
    service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'tamper', set: { state: 'paid' } } }]);
    await service.runDue();
    expect(await payment(service, id)).toMatchObject({
      state: 'needs_review',
      review_reasons: ['success_after_rejection'],
    });
    expect((await told(id)).at(-1)).toMatchObject({
      type: 'payment.needs_review',
      data: { previous_state: 'canceled' },
    });
    const accepted = await decide(service, id, ACCEPT);
    expect(accepted.body.payment).toMatchObject({ state: 'paid', review_reasons: [], amount_received: '1.000' });
  });
});

describe('M27: who may decide, and what', () => {
  it('needs If-Match: 428 without, 412 when the payment has changed since', async () => {
    const { id } = await paidTooLittle();
    expect((await decide(service, id, ACCEPT, { ifMatch: null })).status).toBe(428);
    expect((await decide(service, id, ACCEPT, { ifMatch: '*' })).status).toBe(428);
    const stale = await decide(service, id, ACCEPT, { ifMatch: '"another"' });
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({ code: 'payment_changed', payment: { id } });
    expect(stale.headers['etag']).toBe(await tagOf(service, id));
    const seen = await tagOf(service, id);
    expect((await decide(service, id, ACCEPT, { ifMatch: seen })).status).toBe(200);
    expect((await decide(service, id, REJECT, { ifMatch: seen })).status).toBe(412);
  });

  it('needs payments:operate, a decision, and a reason in words', async () => {
    const { id } = await paidTooLittle();
    expect((await decide(service, id, ACCEPT, { caller: 'reader' })).body.code).toBe('scope_missing');
    for (const wrong of [{ decision: 'perhaps' }, { reason: ' ' }, { reason: 'x'.repeat(501) }, { more: 1 }]) {
      const refused = await decide(service, id, { ...ACCEPT, ...wrong });
      expect(refused.status).toBe(400);
      expect(refused.body.code).toBe('validation_failed');
    }
    expect((await read(service, id)).body.payment.state).toBe('needs_review');
  });

  it('a payment that is not under review is 409, one that is not there 404', async () => {
    const id = await charge(service, 'success');
    const answer = await decide(service, id, { ...REJECT, given_back: true });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'review_not_open', payment: { id, outcome: 'final' } });
    const missing = await request(service.url)
      .post('/v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4/review')
      .set('authorization', authorization('operator'))
      .set('if-match', '"x"')
      .send({ ...ACCEPT, reason: 'x' });
    expect(missing.status).toBe(404);
  });

  it('while Ottu gives no answer nothing is decided: 503', async () => {
    for (const review of [ACCEPT, { ...REJECT, given_back: true }]) {
      const { id } = await paidTooLittle();
      service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'status', status: 500, body: { detail: 'x' } } }]);
      const answer = await decide(service, id, review);
      expect(answer.status).toBe(503);
      expect(answer.body.code).toBe('ottu_unreachable');
      expect(await payment(service, id)).toMatchObject({ state: 'needs_review' });
      reset(service);
    }
  });

  it('a session that Ottu does not expire is not rejected', async () => {
    const { id } = await neverAnswered();
    service.simulator.setFaults([{ match: OPERATION, fault: { kind: 'status', status: 400, body: { detail: 'x' } } }]);
    const answer = await decide(service, id, REJECT);
    expect(answer.status).toBe(503);
    expect(await payment(service, id)).toMatchObject({ state: 'needs_review' });
  });
});

describe('M27: a review that stands only for want of an answer is lifted by the answer', () => {
  it('a confirmed success empties its reasons, which stay in the timeline', async () => {
    const { id, order_no: orderNo, session_id: session } = await neverAnswered();
    await reports(orderNo, { session_id: session });
    await service.runDue();
    expect(await payment(service, id)).toMatchObject({ state: 'paid', review_reasons: [] });
    expect((await told(id)).map(({ type }) => type).slice(-2)).toEqual(['payment.needs_review', 'payment.paid']);
    expect((await timeline(service, id)).map(({ event }) => event)).toContain('given_up');
  });

  it('a success that has a mismatch lifts nothing', async () => {
    const { id } = await paidTooLittle();
    const { order_no: orderNo, session_id: session } = await payment(service, id);
    await reports(String(orderNo), {
      session_id: session,
      result: 'failed',
      state: 'failed',
      settled_amount: undefined,
    });
    await service.runDue();
    await service.passTime(DAY);
    expect(await payment(service, id)).toMatchObject({ state: 'needs_review' });
  });
});
