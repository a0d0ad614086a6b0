import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import {
  answerLost,
  EVENTS_LOST,
  MESSAGES,
  OPERATION,
  PATCH,
  payAtOttu,
  RETRIEVES_SILENT,
  sentBodies,
} from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { HOUR } from '../support/time.ts';
import { createTransaction, paymentAt, relatedPayment } from '../support/transactions.ts';
import { changeLink, createLink, expireLink, getLink, linkBody, resendLink } from './support.ts';

let service: TestService;
let url: string;

beforeAll(async () => {
  service = await startTestService({ OTTU_TIMEOUT_MS: '2000' });
  url = service.url;
});
afterAll(async () => service.close());
beforeEach(() => {
  service.simulator.reset();
  // What became of a link is then known only by asking.
  service.simulator.setFaults([EVENTS_LOST]);
});

async function madeLink(changes: Record<string, unknown> = {}) {
  const { status, body } = await createLink(url, { body: linkBody(changes) });
  expect(status).toBe(201);
  return { id: body.payment_link.id as string, session: body.payment.session_id as string };
}

const eventsOf = async (id: string): Promise<string[]> => (await paymentAt(url, `/v1/payments/${id}`)).events;

describe('PATCH /v1/payment-links/{id}', () => {
  it('brings the amount to Ottu in the digits of its currency, and the payer pays that', async () => {
    const { id, session } = await madeLink();
    const answer = await changeLink(url, id, { amount: '10.000', expected_amount: '12.500' });
    expect(answer.status).toBe(200);
    expect(answer.body.payment_link).toMatchObject({ id, amount: '10.000', open: true });
    expect(sentBodies(service, PATCH)).toEqual([{ amount: '10.000' }]);
    await payAtOttu(service, session);
    await service.passTime(HOUR);
    expect((await getLink(url, id)).body.payment).toMatchObject({ amount: '10.000', state: 'paid' });
    expect(service.simulator.ledger().map(({ amount }) => amount)).toEqual(['10.000']);
  });

  it('changes expiry and due date, of links for items too', async () => {
    const { id } = await madeLink({ amount: undefined, items: [{ sku: 'DATES-KHALAS', quantity: 1 }] });
    const before = (await getLink(url, id)).body.payment_link;
    const answer = await changeLink(url, id, { expiration_time: '5 00:00:00', due_datetime: '31/12/2026 18:00' });
    expect(answer.body.payment_link).toMatchObject({ due_datetime: '31/12/2026 18:00', amount: before.amount });
    expect(new Date(answer.body.payment_link.expires_at).getTime()).toBeGreaterThan(
      new Date(before.expires_at).getTime() + 90 * HOUR,
    );
    const priced = await changeLink(url, id, { amount: '1.000', expected_amount: before.amount });
    expect(priced.body).toMatchObject({ status: 400, code: 'validation_failed', errors: [{ pointer: '/amount' }] });
  });

  it('a stale screen changes nothing', async () => {
    const { id } = await madeLink();
    await changeLink(url, id, { amount: '10.000', expected_amount: '12.500' });
    const stale = await changeLink(url, id, { amount: '11.000', expected_amount: '12.500' });
    expect(stale.body).toMatchObject({ status: 409, code: 'link_changed', outcome: 'none', payment: { id } });
    expect((await getLink(url, id)).body.payment_link.amount).toBe('10.000');
    expect(sentBodies(service, PATCH)).toHaveLength(1);
  });

  it('M53: one that was paid meanwhile is refused as paid, although no event has told of it', async () => {
    const { id, session } = await madeLink();
    await payAtOttu(service, session);
    const answer = await changeLink(url, id, { amount: '10.000', expected_amount: '12.500' });
    expect(answer.body).toMatchObject({
      status: 409,
      code: 'link_closed',
      outcome: 'none',
      payment: { outcome: 'final' },
    });
    expect(answer.body.detail).toContain('paid');
    expect(sentBodies(service, PATCH)).toEqual([]);
    expect((await getLink(url, id)).body.payment_link).toMatchObject({ state: 'paid', amount: '12.500' });
  });

  it('M61: after a lost answer both amounts are possible, until Ottu shows one', async () => {
    const { id, session } = await madeLink();
    service.simulator.setFaults([EVENTS_LOST, answerLost(PATCH)]);
    const answer = await changeLink(url, id, { amount: '10.000', expected_amount: '12.500' });
    expect(answer.status).toBeGreaterThanOrEqual(500);
    await payAtOttu(service, session);
    await service.passTime(HOUR);
    expect((await getLink(url, id)).body.payment).toMatchObject({ state: 'paid', amount: '10.000' });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an amount alone', { amount: '10.000' }, '/expected_amount'],
    ['nothing', {}, '/amount'],
    ['more decimals than the currency has', { amount: '1.0005', expected_amount: '12.500' }, '/amount'],
    ['an amount of nothing', { amount: '0.000', expected_amount: '12.500' }, '/amount'],
    ['what cannot change', { currency_code: 'SAR' }, '/currency_code'],
  ])('refuses %s, and Ottu hears of no change', async (_what, body, at) => {
    const { id } = await madeLink();
    const answer = await changeLink(url, id, body);
    expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed' });
    expect(answer.body.errors.map(({ pointer }: { readonly pointer: string }) => pointer)).toContain(at);
    expect(sentBodies(service, PATCH)).toEqual([]);
  });
});

describe('POST /v1/payment-links/{id}/resend', () => {
  it('has Ottu send the link once more, by the channels that announced it or some of them', async () => {
    const { id, session } = await madeLink({
      customer: { email: 'sara@example.com', phone: '+96550000001' },
      notifications: { sms: ['created'], email: ['created'], whatsapp: ['paid'] },
    });
    const answer = await resendLink(url, id);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ payment_link: { id }, sent: ['email', 'sms'], message: 'Customer notified.' });
    expect((await resendLink(url, id, { channels: ['sms'] })).body.sent).toEqual(['sms']);
    expect(sentBodies(service, MESSAGES)).toEqual([
      { session_id: session, channels: ['email', 'sms'] },
      { session_id: session, channels: ['sms'] },
    ]);
    expect(service.simulator.messages().map(({ channel }) => channel)).toEqual(['email', 'sms', 'email', 'sms', 'sms']);
    expect(await eventsOf(id)).toEqual(
      expect.arrayContaining(['link_resending', 'link_resent', 'link_resending', 'link_resent']),
    );
  });

  it('a channel by which it was not announced, and a link without messages, are refused before Ottu hears of it', async () => {
    const announced = await madeLink();
    const silent = await madeLink({ notifications: undefined });
    for (const [id, body] of [
      [announced.id, { channels: ['email'] }],
      [announced.id, { channels: [] }],
      [silent.id, {}],
    ] as const) {
      const answer = await resendLink(url, id, body);
      expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed', errors: [{ pointer: '/channels' }] });
    }
    expect(sentBodies(service, MESSAGES)).toEqual([]);
  });

  it('a lost answer is told as what may have been sent, and it is sent once', async () => {
    const { id } = await madeLink();
    service.simulator.setFaults([EVENTS_LOST, answerLost(MESSAGES)]);
    const answer = await resendLink(url, id);
    expect(answer.body).toMatchObject({ outcome: 'unknown', payment: { id } });
    expect(answer.body.detail).toContain('may have been sent');
    expect(sentBodies(service, MESSAGES)).toHaveLength(1);
    expect((await eventsOf(id)).at(-1)).toBe('link_resend_lost');
  });

  it.each([
    [403, { detail: 'No.' }, 'ottu_refused_credentials'],
    [400, { channels: 'sms', result: 'failed' }, 'ottu_rejected'],
    [429, { detail: 'Slowly.' }, 'ottu_throttled'],
  ])('what Ottu refuses by %s was not sent, and is told so', async (status, body, code) => {
    const { id } = await madeLink();
    service.simulator.setFaults([EVENTS_LOST, { match: MESSAGES, fault: { kind: 'status', status, body } }]);
    const answer = await resendLink(url, id);
    expect(answer.body).toMatchObject({ code, outcome: 'none' });
    expect(answer.body.detail).toContain('Nothing was sent.');
  });

  it('a link that is paid is not announced again', async () => {
    const { id, session } = await madeLink();
    await payAtOttu(service, session);
    expect((await resendLink(url, id)).body).toMatchObject({ status: 409, code: 'link_closed' });
    expect(sentBodies(service, MESSAGES)).toEqual([]);
  });
});

describe('POST /v1/payment-links/{id}/expire', () => {
  it('M54: closes it by the operation expire, and nobody can pay it any more', async () => {
    const { id, session } = await madeLink();
    const key = randomUUID();
    const answer = await expireLink(url, id, { key });
    expect(answer.status).toBe(200);
    expect(answer.body.payment_link).toMatchObject({ state: 'expired', open: false });
    expect(sentBodies(service, OPERATION)).toEqual([{ operation: 'expire', session_id: session }]);
    await expect(payAtOttu(service, session)).rejects.toThrow('could not pay');
    const replay = await expireLink(url, id, { key });
    expect({ status: replay.status, replayed: replay.headers['idempotent-replayed'] }).toEqual({
      status: 200,
      replayed: 'true',
    });
    expect(sentBodies(service, OPERATION)).toHaveLength(1);
    expect((await changeLink(url, id, { expiration_time: '1 00:00:00' })).body).toMatchObject({ code: 'link_closed' });
  });

  it('one that is paid already says paid, and stays so', async () => {
    const { id, session } = await madeLink();
    await payAtOttu(service, session);
    const answer = await expireLink(url, id);
    expect(answer.body).toMatchObject({ status: 409, code: 'link_closed', payment: { id, outcome: 'final' } });
    expect(answer.body.detail).toContain('paid');
    expect(sentBodies(service, OPERATION)).toEqual([]);
  });

  it('a lost answer, while Ottu shows nothing, is 202, and is looked up', async () => {
    const { id } = await madeLink();
    service.simulator.setFaults([EVENTS_LOST, answerLost(OPERATION), RETRIEVES_SILENT]);
    expect((await expireLink(url, id)).status).toBe(202);
    service.simulator.clearFaults();
    await service.passTime(HOUR);
    expect((await getLink(url, id)).body.payment_link).toMatchObject({ state: 'expired', open: false });
  });
});

describe('what is no link, and who may do nothing', () => {
  it('an unknown id and a payment of another kind are 404 everywhere', async () => {
    const { payment } = await relatedPayment(url, await createTransaction(url, {}));
    for (const id of [randomUUID(), 'LINK-1', payment['id']]) {
      expect((await changeLink(url, id, { expiration_time: '1 00:00:00' })).status).toBe(404);
      expect((await resendLink(url, id)).status).toBe(404);
      expect((await expireLink(url, id)).status).toBe(404);
    }
    expect(sentBodies(service, OPERATION)).toEqual([]);
  });

  it('a key without the scope is 403 everywhere', async () => {
    const { id } = await madeLink();
    expect((await changeLink(url, id, { expiration_time: '1 00:00:00' }, 'operator')).status).toBe(403);
    expect((await resendLink(url, id, {}, 'operator')).status).toBe(403);
    expect((await expireLink(url, id, { caller: 'operator' })).status).toBe(403);
  });
});
