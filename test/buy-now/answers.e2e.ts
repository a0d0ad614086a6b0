import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import type { Fault } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { authorization } from '../support/service-keys.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ OTTU_CHARGE_TIMEOUT_MS: '1500' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

async function chargedWith(fault: Fault) {
  service.simulator.setFaults([{ match: CREATE, fault }]);
  return buyNow(service.url);
}

describe('M11, M12, M13: what the caller is told of each answer that Ottu can give', () => {
  const outcome = (name: string) => ({ kind: 'outcome', outcome: name }) as Fault;

  it.each([
    ['success', { status: 201, state: 'paid', result: 'success', outcome: 'final' }],
    ['authorized', { status: 201, state: 'authorized', result: 'success', outcome: 'final' }],
    ['cod', { status: 201, state: 'cod', result: 'cod', outcome: 'final' }],
    ['declined', { status: 201, state: 'failed', result: 'failed', outcome: 'final' }],
    ['failed', { status: 201, state: 'failed', result: 'failed', outcome: 'final' }],
    ['canceled', { status: 201, state: 'attempted', result: 'canceled', outcome: 'final' }],
    ['cannot_execute', { status: 201, state: 'failed', result: 'failed', outcome: 'final' }],
    ['compensation_failures', { status: 202, state: 'needs_review', result: 'failed', outcome: 'unknown' }],
    ['pending', { status: 202, state: 'pending', result: 'pending', outcome: 'unknown' }],
    ['three_ds_redirect', { status: 202, state: 'action_required', result: null, outcome: 'unknown' }],
    ['three_ds_iframe', { status: 202, state: 'action_required', result: null, outcome: 'unknown' }],
  ])('%s has a status, a state, a result and an outcome of its own', async (name, expected) => {
    service.simulator.setSwitches({ decline_as: '400' });
    const answer = await chargedWith(outcome(name));
    const { state, result, outcome: told } = answer.body.payment;
    expect({ status: answer.status, state, result, outcome: told }).toEqual(expected);
  });

  it('M70a: a decline that Ottu answers with 201, as it did before, is settled as Ottu says', async () => {
    service.simulator.setSwitches({ decline_as: '201' });
    const answer = await chargedWith(outcome('declined'));
    expect(answer.status).toBe(201);
    expect(answer.body.payment).toMatchObject({ state: 'attempted', result: 'failed', outcome: 'final' });
  });

  it.each([
    ['three_ds_redirect', 'redirect', 'url'],
    ['three_ds_iframe', 'iframe', 'html'],
  ])('%s names what the front end needs', async (name, type, member) => {
    const { body } = await chargedWith(outcome(name));
    expect(body.payment.action_required.type).toBe(type);
    expect(body.payment.action_required[member]).toEqual(expect.any(String));
  });

  it('an answer that contradicts itself is settled by asking Ottu for its session at once', async () => {
    const answer = await chargedWith(outcome('error_but_paid'));
    expect(answer.body.payment).toMatchObject({ state: 'paid', outcome: 'final' });
    expect(service.simulator.requests({ method: 'GET' })).toHaveLength(1);
  });

  it.each<[string, Fault]>([
    ['a missing signature', { kind: 'drop_signature' }],
    ['a wrong signature', { kind: 'tamper', set: { signature: '0'.repeat(64) } }],
    ['a signed member changed on the way', { kind: 'tamper', set: { message: 'x', gateway_name: 'other' } }],
  ])('%s proves nothing until Ottu is asked', async (_what, fault) => {
    const answer = await chargedWith(fault);
    expect(answer.status).toBe(201);
    expect(answer.body.payment).toMatchObject({ state: 'paid' });
    const timeline = await request(service.url)
      .get(answer.body.links.timeline)
      .set('authorization', authorization('reader'));
    const events = timeline.body.entries.map(({ event }: { event: string }) => event);
    expect(events).toEqual(['claimed', 'ottu_answered', 'retrieved']);
    expect(timeline.body.entries[1].details).toMatchObject({ read_as: 'doubtful_result' });
  });

  it.each(['400', '201'] as const)('a forged success over a decline with %s is not believed', async (decline_as) => {
    service.simulator.setSwitches({ decline_as });
    service.simulator.setFaults([
      { match: CREATE, fault: outcome('declined') },
      { match: CREATE, fault: { kind: 'tamper', set: { result: 'success', state: 'paid' } } },
    ]);
    const { body } = await buyNow(service.url);
    expect(body.payment.state).not.toBe('paid');
    expect(service.simulator.ledger()).toHaveLength(0);
  });

  it.each<[string, Fault, number, string]>([
    ['field errors', outcome('field_error'), 400, 'ottu_rejected'],
    ['a plain detail', outcome('detail_error'), 400, 'ottu_rejected'],
    ['401', { kind: 'status', status: 401, body: { detail: 'Invalid API key.' } }, 502, 'ottu_refused_credentials'],
    ['403', { kind: 'status', status: 403, body: { detail: 'Not allowed.' } }, 502, 'ottu_refused_credentials'],
    ['404', { kind: 'status', status: 404, body: { detail: 'Not found.' } }, 502, 'ottu_not_found'],
    ['415', { kind: 'status', status: 415, body: { detail: 'Unsupported.' } }, 502, 'ottu_not_found'],
    ['429', { kind: 'status', status: 429, body: 'slow down', content_type: 'text/plain' }, 503, 'ottu_throttled'],
  ])('%s means that nothing was charged', async (_what, fault, status, code) => {
    const answer = await chargedWith(fault);
    expect({ status: answer.status, code: answer.body.code, outcome: answer.body.outcome }).toEqual({
      status,
      code,
      outcome: 'none',
    });
    expect(service.simulator.ledger()).toHaveLength(0);
    const payment = await request(service.url)
      .get(answer.body.payment.self)
      .set('authorization', authorization('reader'));
    // M5a: what lies outside of the request is not held against the payment.
    const state = code === 'ottu_rejected' ? 'rejected' : 'not_processed';
    expect(payment.body.payment).toMatchObject({ state, outcome: 'none' });
  });

  it.each<[string, Fault]>([
    ['302', { kind: 'status', status: 302, headers: { location: 'https://elsewhere.example/' }, when: 'after' }],
    ['409', { kind: 'status', status: 409, body: { detail: 'Conflict.' } }],
    ['423', { kind: 'status', status: 423, body: { detail: 'Locked.' } }],
    ['425', { kind: 'status', status: 425, body: { detail: 'Too early.' } }],
    ['500 after the charge', { kind: 'status', status: 500, body: { detail: 'x' }, when: 'after' }],
    ['502 before the charge', { kind: 'status', status: 502, body: 'Bad Gateway', content_type: 'text/html' }],
    ['403 as a page of HTML', { kind: 'status', status: 403, body: '<h1>Forbidden</h1>', content_type: 'text/html' }],
    ['an empty JSON 400', { kind: 'status', status: 400, body: {} }],
    ['broken JSON', { kind: 'malformed' }],
    ['an empty body', { kind: 'empty' }],
    ['a page of HTML', { kind: 'html' }],
    ['an answer cut in half', { kind: 'truncated' }],
    ['a reset inside the answer', { kind: 'reset_during_answer' }],
    ['a lost answer', { kind: 'answer_lost' }],
    ['a reset before the work', { kind: 'reset_before' }],
    ['silence until the deadline', { kind: 'hang' }],
  ])('%s leaves the outcome unknown, and the charge is sent once', async (_what, fault) => {
    const answer = await chargedWith(fault);
    expect(answer.status).toBe(202);
    expect(answer.body.payment).toMatchObject({ state: 'unknown', outcome: 'unknown' });
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('a transaction that was created instead of charged is kept, and its page is never handed out', async () => {
    const answer = await chargedWith(outcome('hosted'));
    expect(answer.status).toBe(202);
    expect(answer.body.payment).toMatchObject({ state: 'created', outcome: 'unknown', session_id: expect.any(String) });
    expect(JSON.stringify(answer.body)).not.toContain('checkout');
  });

  it('a good answer without a session settles by its order number', async () => {
    const answer = await chargedWith({ kind: 'resign', set: { session_id: null } });
    expect(answer.status).toBe(201);
    expect(answer.body.payment).toMatchObject({ state: 'paid', session_id: null });
  });
});

describe('M4: no character in what Ottu says stops a settlement', () => {
  it.each(['a\u0000b', 'half \ud800 of a pair'])('%j in a message, a value or a name does not', async (odd) => {
    const answer = await chargedWith({ kind: 'resign', set: { message: odd, pg_params: { note: odd, [odd]: 1 } } });
    expect(answer.body.payment).toMatchObject({ state: 'paid' });
  });

  it('nor does one in a refusal to execute', async () => {
    const answer = await chargedWith({ kind: 'status', status: 400, body: { detail: 'no\u0000pe', result: 'failed' } });
    expect(answer.body.payment).toMatchObject({ state: 'failed', outcome: 'final' });
  });
});

describe('M20: a success counts only when it is what was asked', () => {
  it.each<[string, Fault, string]>([
    ['another amount', { kind: 'resign', set: { amount: '1.001' } }, 'amount_differs'],
    ['another currency', { kind: 'resign', set: { currency_code: 'SAR' } }, 'currency_differs'],
    ['another order', { kind: 'resign', set: { order_no: 'ELSE' } }, 'order_no_differs'],
    ['less settled than asked', { kind: 'resign', set: { settled_amount: '0.500' } }, 'settled_amount_differs'],
    [
      'an unsigned member that was swapped',
      { kind: 'tamper', set: { settled_amount: '0.999' } },
      'settled_amount_differs',
    ],
    ['the live mode', { kind: 'resign', set: { is_sandbox: false } }, 'wrong_mode'],
  ])('%s is needs_review, with its reason', async (_what, fault, reason) => {
    const answer = await chargedWith(fault);
    expect(answer.status).toBe(202);
    expect(answer.body.payment).toMatchObject({ state: 'needs_review', outcome: 'unknown' });
    expect(answer.body.payment.review_reasons).toContain(reason);
  });

  it('an amount is compared by value, and fees are not compared at all', async () => {
    const answer = await chargedWith({ kind: 'resign', set: { amount: '1.0000', paid_amount: '1.250' } });
    expect(answer.body.payment).toMatchObject({ state: 'paid', amount: '1.000' });
  });
});

describe('M14, M40: what is sent to Ottu', () => {
  it('has exactly the digits of the currency, our webhook address and a short life', async () => {
    await buyNow(service.url, { body: buyNowBody({ amount: '1', order_no: 'ORD-1' }) });
    const [sent] = service.simulator.requests(CREATE);
    expect(JSON.parse(sent?.raw_body ?? '')).toMatchObject({
      type: 'e_commerce',
      amount: '1.000',
      currency_code: 'KWD',
      order_no: 'ORD-1',
      payment_type: 'one_off',
      expiration_time: '00:30:00',
      webhook_url: expect.stringMatching(/\/v1\/webhooks\/ottu$/),
    });
  });

  it('order numbers of ours are unguessable and fit every gateway', async () => {
    const first = await buyNow(service.url);
    const second = await buyNow(service.url);
    expect(first.body.payment.order_no).toMatch(/^[A-Za-z0-9_-]{26,37}$/);
    expect(second.body.payment.order_no).not.toBe(first.body.payment.order_no);
  });

  it('is priced by the catalog when the caller names items', async () => {
    const { body } = await buyNow(service.url, {
      body: buyNowBody({ amount: undefined, items: [{ sku: 'DATES-KHALAS', quantity: 3 }] }),
    });
    expect(body).toMatchObject({ payment: { state: 'paid' } });
    expect(service.simulator.ledger()[0]?.amount).toBe(body.payment.amount);
    const details = await request(service.url).get(body.links.self).set('authorization', authorization('reader'));
    expect(details.body.purchase.items[0]).toMatchObject({ sku: 'DATES-KHALAS', quantity: 3 });
  });
});
