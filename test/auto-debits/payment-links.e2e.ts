import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { answerLost, CREATE, EVENTS_LOST, payAtOttu, sentBodies } from '../support/ottu.ts';
import { expireLink, getLink } from '../payment-links/support.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { HOUR } from '../support/time.ts';
import { paymentAt } from '../support/transactions.ts';
import { agreed, debit, shown } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({
    OTTU_CHARGE_TIMEOUT_MS: '2000',
    OTTU_TIMEOUT_MS: '2000',
    OTTU_PG_CODES: 'knet,credit-card',
  });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const charges = (): number => service.simulator.ledger().length - 1;
const created = () => sentBodies(service, CREATE) as Record<string, unknown>[];
const linksMade = () => created().filter(({ type }) => type === 'payment_request');

const declined = (message?: string) =>
  ({
    match: { ...CREATE, nth: 1 },
    fault: { kind: 'outcome', outcome: 'declined', ...(message && { message }) },
  }) as const;

/** An agreement of which a cycle was declined, with a link for it. */
async function offered(message?: string) {
  const names = await agreed(service);
  service.simulator.setFaults([declined(message)]);
  const call = { key: randomUUID() };
  const body = { ...names, on_decline: 'payment_link' };
  const answer = await debit(service, body, call);
  service.simulator.clearFaults();
  return { names, call, body, answer, link: answer.body.payment_link };
}

describe('"on_decline": "payment_link"', () => {
  it('answers the decline as it is, and beside its advice a link for the same cycle and amount', async () => {
    const { names, answer, link } = await offered('Insufficient funds.');
    expect(answer.status).toBe(201);
    expect(answer.body.payment).toMatchObject({ outcome: 'final', result: 'failed' });
    expect(answer.body.retry).toMatchObject({ advice: 'later' });
    expect(link).toMatchObject({
      state: 'created',
      open: true,
      url: expect.any(String),
      short_url: expect.any(String),
    });
    expect(link.id).not.toBe(answer.body.payment.id);
    expect(linksMade()).toMatchObject([
      {
        payment_type: 'one_off',
        amount: '19.000',
        currency_code: 'KWD',
        customer_id: names.customer_id,
        pg_codes: ['knet', 'credit-card'],
      },
    ]);
    const { body } = await getLink(service.url, link.id);
    expect(body.payment_link).toMatchObject({ id: link.id, url: link.url, amount: '19.000' });
    const { purchase } = await paymentAt(service.url, `/v1/payments/${link.id}`);
    expect(purchase).toMatchObject({ agreement: { id: names.agreement_id, cycle: '2026-12' } });
    expect(charges()).toBe(0);
  });

  it('M82: what the payer pays by it is the charge of the cycle, and no key charges it again', async () => {
    const { names, body, link } = await offered();
    const { session_id: session } = (await getLink(service.url, link.id)).body.payment;
    await payAtOttu(service, session, { pg_code: 'credit-card' });
    await service.passTime(HOUR);
    const again = await debit(service, body);
    expect(again.status).toBe(201);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body.payment).toMatchObject({ id: link.id, state: 'paid', review_reasons: [] });
    expect(again.body.payment_link).toMatchObject({ id: link.id, state: 'paid', open: false });
    expect(charges()).toBe(1);
    expect(await shown(service, names)).toMatchObject({ cycles_charged: 1 });
  });

  it('M82: while it is open the cycle is not charged, also after the payer has tried in vain; the link is the answer', async () => {
    const { body, names, link } = await offered();
    const while_open = await debit(service, { ...names });
    expect(while_open.status).toBe(202);
    expect(while_open.body).toMatchObject({ payment: { id: link.id, state: 'created' }, payment_link: link });
    const { session_id: session } = (await getLink(service.url, link.id)).body.payment;
    await payAtOttu(service, session, { pg_code: 'credit-card', outcome: 'declined' });
    await service.passTime(HOUR);
    const tried = await debit(service, body);
    expect(tried.body).toMatchObject({ payment: { id: link.id, state: 'attempted' }, payment_link: { open: true } });
    expect(charges()).toBe(0);
    expect(linksMade()).toHaveLength(1);
    await payAtOttu(service, session, { pg_code: 'credit-card' });
    await service.passTime(HOUR);
    expect((await debit(service, names)).body.payment).toMatchObject({ id: link.id, state: 'paid' });
    expect(charges()).toBe(1);
  });

  it('M82: once it is closed the next new key charges the cycle', async () => {
    const { names, link } = await offered();
    expect((await expireLink(service.url, link.id)).status).toBe(200);
    const next = await debit(service, names);
    expect(next.body.payment).toMatchObject({ state: 'paid' });
    expect(next.body.payment.id).not.toBe(link.id);
    expect(next.body).not.toHaveProperty('payment_link');
    expect(charges()).toBe(1);
  });

  it('M9: the same key gives the same decline and the same link, at once and later', async () => {
    const { body, call, answer, link } = await offered();
    const replays = await Promise.all([debit(service, body, call), debit(service, body, call)]);
    for (const replay of replays) {
      expect(replay.body).toMatchObject({ payment: { id: answer.body.payment.id }, payment_link: { id: link.id } });
      expect(replay.headers['idempotent-replayed']).toBe('true');
    }
    expect(linksMade()).toHaveLength(1);
  });

  it('a link that cannot be made leaves the decline true, says why, and the same key tries again', async () => {
    const names = await agreed(service);
    const away = {
      match: { ...CREATE, nth: 2 },
      fault: { kind: 'status', status: 403, body: { detail: 'No.' } },
    } as const;
    service.simulator.setFaults([declined(), away]);
    const call = { key: randomUUID() };
    const body = { ...names, on_decline: 'payment_link' };
    const answer = await debit(service, body, call);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      payment: { outcome: 'final', result: 'failed' },
      retry: { advice: 'later' },
      payment_link: null,
      payment_link_problem: { code: 'ottu_refused_credentials' },
    });
    service.simulator.clearFaults();
    const again = await debit(service, body, call);
    expect(again.body).toMatchObject({ payment: { id: answer.body.payment.id }, payment_link: { open: true } });
    expect(again.body).not.toHaveProperty('payment_link_problem');
    // Where another key has charged the cycle meanwhile, no link is made any more.
    expect(charges()).toBe(0);
  });

  it('M82: none is made for a cycle that another key has charged meanwhile', async () => {
    const names = await agreed(service);
    const away = {
      match: { ...CREATE, nth: 2 },
      fault: { kind: 'status', status: 403, body: { detail: 'No.' } },
    } as const;
    service.simulator.setFaults([declined(), away]);
    const call = { key: randomUUID() };
    const body = { ...names, on_decline: 'payment_link' };
    await debit(service, body, call);
    service.simulator.clearFaults();
    const other = await debit(service, names);
    expect(other.body.payment).toMatchObject({ state: 'paid' });
    const replay = await debit(service, body, call);
    expect(replay.body).toMatchObject({ payment_link: null, payment_link_problem: { code: 'cycle_charged' } });
    expect(charges()).toBe(1);
    expect(linksMade()).toHaveLength(1);
  });

  it('M45, M82: a link whose answer was lost holds the cycle, and is the link of the same key once it is found', async () => {
    const names = await agreed(service);
    service.simulator.setFaults([declined(), answerLost(CREATE, 2), EVENTS_LOST]);
    const call = { key: randomUUID() };
    const body = { ...names, on_decline: 'payment_link' };
    const answer = await debit(service, body, call);
    expect(answer.body).toMatchObject({ payment_link: null, payment_link_problem: { code: 'ottu_bad_answer' } });
    service.simulator.clearFaults();
    expect((await debit(service, names)).status).toBe(202);
    expect(charges()).toBe(0);
    expect(linksMade()).toHaveLength(1);
  });

  it.each([
    ['that succeeds', [], 'payment_link'],
    ['that was declined for ever', [declined('Do not retry')], 'payment_link'],
    ['that was declined, where nobody asks for one', [declined()], undefined],
  ])('a charge %s has none', async (_what, faults, on_decline) => {
    const names = await agreed(service);
    service.simulator.setFaults([...faults]);
    const answer = await debit(service, { ...names, ...(on_decline && { on_decline }) });
    expect(answer.status).toBe(201);
    expect(answer.body).not.toHaveProperty('payment_link');
    expect(linksMade()).toHaveLength(0);
  });

  it('takes no other word', async () => {
    const answer = await debit(service, { agreement_id: 'A', customer_id: 'c', on_decline: 'send_flowers' });
    expect(answer.body).toMatchObject({ status: 400, errors: [{ pointer: '/on_decline' }] });
  });
});
