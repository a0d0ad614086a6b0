import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { AnyFaultRule, Simulator } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { CREATE, payAtOttu } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { confirmations, inbox, payment, pendingCharge, quiet } from './support.ts';

let service: TestService;
let simulator: Simulator;

/** Ottu's own deliveries need an address that is known before the service listens. */
beforeAll(async () => {
  const port = await freePort();
  const variables = { PUBLIC_URL: `http://127.0.0.1:${port}`, OTTU_CHARGE_TIMEOUT_MS: '1500' };
  service = await startTestService(variables, { port });
  ({ simulator } = service);
});
afterAll(async () => service.close());
beforeEach(() => simulator.reset());

/** An answer that cannot be read: what became of the charge is for the webhook to tell. */
const UNREADABLE: AnyFaultRule = { match: CREATE, fault: { kind: 'empty' } };

async function charge(
  orderNo: string,
  rules: readonly AnyFaultRule[],
  changes: Readonly<Record<string, unknown>> = {},
) {
  simulator.setFaults([...rules]);
  return buyNow(service.url, { body: buyNowBody({ order_no: orderNo, ...changes }) });
}

/** What is held back by a fault has arrived, and all is worked through. */
async function told(orderNo: string): Promise<void> {
  await eventually(() => simulator.webhooks({ order_no: orderNo }).every(({ state }) => state !== 'waiting'));
  await quiet(service, orderNo);
}

async function stateOf(id: string): Promise<unknown> {
  return (await payment(service, id))['state'];
}

describe("M20, M70, F11.5, F15.23: Ottu's own deliveries", () => {
  it('are verified, answered with 200, and settle what the answer left unknown', async () => {
    const answer = await charge('TOLD', [UNREADABLE]);
    await told('TOLD');
    expect(simulator.webhooks({ order_no: 'TOLD' })[0]).toMatchObject({ state: 'delivered' });
    expect(await stateOf(answer.body.payment.id)).toBe('paid');
    expect(simulator.ledger('TOLD')).toHaveLength(1);
    expect(await payment(service, answer.body.payment.id)).toMatchObject({
      session_id: simulator.ledger('TOLD')[0]?.session_id,
    });
  });

  it.each([
    ['declined', 'attempted'],
    ['failed', 'failed'],
    ['authorized', 'authorized'],
    ['cod', 'cod'],
  ])('settle what was %s, too', async (outcome, state) => {
    const rules: AnyFaultRule[] = [
      UNREADABLE,
      { match: CREATE, fault: { kind: 'outcome', outcome: outcome as 'declined' } },
    ];
    const answer = await charge(`TOLD-${outcome}`, rules);
    await told(`TOLD-${outcome}`);
    expect(await stateOf(answer.body.payment.id)).toBe(state);
  });

  it('may be signed by the scheme of 26 fields', async () => {
    simulator.setSwitches({ signature_scheme: 'subscription' });
    const answer = await charge('TOLD-26', [UNREADABLE]);
    await told('TOLD-26');
    expect(await stateOf(answer.body.payment.id)).toBe('paid');
    expect((await inbox(service)).at(-1)).toMatchObject({ scheme: 'autopay' });
  });

  it('may carry settled amounts as numbers', async () => {
    simulator.setSwitches({ amounts_as: 'number' });
    const { id, sessionId } = await pendingCharge(service, 'TOLD-NUMBERS');
    await payAtOttu(service, sessionId);
    await told('TOLD-NUMBERS');
    expect(await stateOf(id)).toBe('paid');
    expect(await confirmations(service, id)).toBe(0);
  });
});

describe('M21, M70, M71: a delivery that goes wrong', () => {
  const on = (orderNo: string, fault: Extract<AnyFaultRule, { match: { webhook: true } }>['fault']): AnyFaultRule => ({
    match: { webhook: true, order_no: orderNo },
    fault,
  });

  it('because it is doubled is one event and one settlement', async () => {
    const answer = await charge('DOUBLED', [UNREADABLE, on('DOUBLED', { kind: 'doubled', times: 5 })]);
    await told('DOUBLED');
    expect(await stateOf(answer.body.payment.id)).toBe('paid');
    expect((await inbox(service)).filter((row) => row.order_no === 'DOUBLED')).toHaveLength(1);
  });

  it('because it comes before the answer settles the payment by then, and the answer agrees', async () => {
    const answer = await charge('EARLY', [on('EARLY', { kind: 'before_answer' })]);
    await told('EARLY');
    expect(answer.body.payment).toMatchObject({ state: 'paid', outcome: 'final' });
    expect(await confirmations(service, answer.body.payment.id)).toBe(0);
  });

  it('because it is delayed leaves the payment unknown until then', async () => {
    const answer = await charge('DELAYED', [UNREADABLE, on('DELAYED', { kind: 'delayed', ms: 50 })]);
    expect(answer.body.payment).toMatchObject({ state: 'unknown' });
    await told('DELAYED');
    expect(await stateOf(answer.body.payment.id)).toBe('paid');
  });

  it('because it is forged is refused, and nothing comes of it', async () => {
    const answer = await charge('FORGED', [UNREADABLE, on('FORGED', { kind: 'forged' })]);
    await told('FORGED');
    expect(simulator.webhooks({ order_no: 'FORGED' })[0]).toMatchObject({ state: 'refused', tries: [{ status: 401 }] });
    expect((await inbox(service)).filter((row) => row.order_no === 'FORGED')).toHaveLength(0);
    expect(await payment(service, answer.body.payment.id)).toMatchObject({ state: 'unknown' });
  });

  it('in an unsigned field, for a payment with a session, is confirmed by Ottu', async () => {
    const { id, sessionId } = await pendingCharge(service, 'TAMPERED');
    simulator.setFaults([on('TAMPERED', { kind: 'tampered', set: { settled_amount: '0.001' } })]);
    await payAtOttu(service, sessionId);
    await told('TAMPERED');
    expect(await payment(service, id)).toMatchObject({ state: 'paid', review_reasons: [] });
    expect(await confirmations(service, id)).toBe(1);
  });

  it('by pointing at another session has the stored one asked, which stays', async () => {
    const { id, sessionId } = await pendingCharge(service, 'POINTS-ELSEWHERE');
    simulator.setFaults([on('POINTS-ELSEWHERE', { kind: 'other_session' })]);
    await payAtOttu(service, sessionId);
    await told('POINTS-ELSEWHERE');
    expect(await payment(service, id)).toMatchObject({ state: 'paid', session_id: sessionId, review_reasons: [] });
    expect(await confirmations(service, id)).toBe(1);
  });

  it('by pointing at another session while none is stored does not have that one adopted', async () => {
    // The scheme of 26 fields signs the session, too (F16.1).
    simulator.setSwitches({ signature_scheme: 'standard' });
    await charge('DECOY', []);
    const answer = await charge('POINTS-AT-DECOY', [UNREADABLE, on('POINTS-AT-DECOY', { kind: 'other_session' })]);
    await service.runDue('Inbox');
    const row = (await inbox(service)).find((found) => found.order_no === 'POINTS-AT-DECOY');
    expect(row).toMatchObject({
      state: 'received',
      trouble: 'no_session',
      doubts: ['session_held_by_another_payment'],
    });
    const { session_id: known, review_reasons: reasons } = await payment(service, answer.body.payment.id);
    expect([null, simulator.ledger('POINTS-AT-DECOY')[0]?.session_id]).toContain(known);
    expect(reasons).toEqual([]);
  });

  it('for want of a required member is no fact, so Ottu is asked', async () => {
    const { id, sessionId } = await pendingCharge(service, 'LACKING');
    simulator.setFaults([on('LACKING', { kind: 'missing_member', member: 'reference_number' })]);
    await payAtOttu(service, sessionId);
    await told('LACKING');
    expect(await payment(service, id)).toMatchObject({ state: 'paid' });
    expect(await confirmations(service, id)).toBe(1);
  });

  it('because it is reordered, a decline after the payment, changes nothing', async () => {
    const { id, sessionId } = await pendingCharge(service, 'REORDERED');
    simulator.setFaults([{ match: { webhook: true, order_no: 'REORDERED', nth: 1 }, fault: { kind: 'reordered' } }]);
    await payAtOttu(service, sessionId, { outcome: 'declined' });
    await payAtOttu(service, sessionId, { outcome: 'success' });
    expect(simulator.webhooks({ order_no: 'REORDERED' })).toHaveLength(2);
    await told('REORDERED');
    expect(await payment(service, id)).toMatchObject({ state: 'paid' });
    expect(simulator.ledger('REORDERED')).toHaveLength(1);
  });
});
