import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { Database } from '../../src/database/database.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { CREATE, INQUIRY, payAtOttu, RETRIEVE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import {
  confirmations,
  deliver,
  FAILED,
  lastEvent,
  lostCharge,
  payment,
  paymentEvent,
  pendingCharge,
  paymentThen,
  quiet,
  signed,
  startWebhookService,
  timeline,
} from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startWebhookService();
});
afterAll(async () => service.close());
beforeEach(() => {
  service.simulator.reset();
  service.simulator.setSwitches({ webhook_for_api: 'off' });
});

async function stateAfter(id: string, ...bodies: string[]): Promise<unknown> {
  for (const body of bodies) {
    expect((await deliver(service, body)).status).toBe(200);
    await quiet(service);
  }
  return (await payment(service, id))['state'];
}

describe('M20, M70, M71: an event that agrees with everything that is stored', () => {
  it('settles a payment whose session is known, and Ottu is not asked', async () => {
    const { id, sessionId } = await pendingCharge(service, 'AGREES');
    expect(await stateAfter(id, signed(paymentEvent('AGREES', { session_id: sessionId })))).toBe('paid');
    expect(await payment(service, id)).toMatchObject({
      session_id: sessionId,
      outcome: 'final',
      reference_number: 'sandboxAA1001',
    });
    expect(await confirmations(service, id)).toBe(0);
    expect(await lastEvent(service)).toMatchObject({ state: 'processed', payment_id: id, doubts: null });
  });

  it.each([
    ['authorized', { state: 'authorized' }, 'authorized'],
    ['cod', { result: 'cod', state: 'cod' }, 'cod'],
    ['a decline', FAILED, 'attempted'],
    ['a cancellation', { ...FAILED, result: 'canceled' }, 'attempted'],
    ['an expiry', { ...FAILED, state: 'expired' }, 'expired'],
  ])('settles %s', async (what, changes, state) => {
    const orderNo = `SETTLES-${what.replaceAll(' ', '-')}`;
    const { id, sessionId } = await pendingCharge(service, orderNo);
    expect(await stateAfter(id, signed(paymentEvent(orderNo, { ...changes, session_id: sessionId })))).toBe(state);
    expect(await confirmations(service, id)).toBe(0);
  });

  it('is compared by the value of its amounts, by the spelling of its numbers, and not at all by its fees', async () => {
    const { id, sessionId } = await pendingCharge(service, 'NUMBERS');
    const text = JSON.stringify(paymentEvent('NUMBERS', { session_id: sessionId, paid_amount: 99 }))
      .replace('"amount":"1.000"', '"amount":1.0000')
      .replace('"settled_amount":"1.000"', '"settled_amount":1.0');
    expect(await stateAfter(id, signed(text))).toBe('paid');
    expect(await confirmations(service, id)).toBe(0);
  });

  it('settles by the scheme of 26 fields as well', async () => {
    const { id, sessionId } = await pendingCharge(service, 'AUTOPAY');
    const event = paymentEvent('AUTOPAY', { session_id: sessionId, token: { token: '999', pg_code: 'credit-card' } });
    expect(await stateAfter(id, signed(event, { scheme: 'autopay' }))).toBe('paid');
  });
});

describe('M4, M22, M45: an event for a payment without a session', () => {
  it('settles at once; its session is adopted only after Ottu has shown it with our order number', async () => {
    const id = await lostCharge(service, 'NO-SESSION');
    const sessionId = String(service.simulator.ledger()[0]?.session_id);
    expect((await deliver(service, signed(paymentEvent('NO-SESSION', { session_id: sessionId })))).status).toBe(200);
    expect(await paymentThen(service, id)).toMatchObject({ state: 'paid', session_id: null });
    expect(service.simulator.requests(RETRIEVE)).toHaveLength(0);
    await quiet(service);
    expect(await payment(service, id)).toMatchObject({ state: 'paid', session_id: sessionId });
    expect(service.simulator.requests(RETRIEVE)).toHaveLength(1);
    expect(await lastEvent(service)).toMatchObject({ state: 'processed' });
    expect((await timeline(service, id)).filter(({ event }) => event === 'webhook')).toHaveLength(1);
  });

  it('may come before the answer of its own charge, which then changes nothing', async () => {
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'hold' } }]);
    const answered = buyNow(service.url, { body: buyNowBody({ order_no: 'BEFORE' }) }).then((answer) => answer);
    await eventually(() => service.simulator.ledger().length > 0);
    const [charged] = service.simulator.ledger();
    const event = paymentEvent('BEFORE', {
      session_id: charged?.session_id,
      reference_number: charged?.reference_number,
    });
    expect((await deliver(service, signed(event))).status).toBe(200);
    const { payment_id: about } = await lastEvent(service);
    expect(await payment(service, String(about))).toMatchObject({ state: 'paid', session_id: null });
    service.simulator.clearFaults();

    const { status, body } = await answered;
    expect({ status, state: body.payment.state, session: body.payment.session_id }).toEqual({
      status: 201,
      state: 'paid',
      session: charged?.session_id,
    });
    await quiet(service);
    expect(await confirmations(service, body.payment.id)).toBe(0);
    expect(service.simulator.ledger()).toHaveLength(1);
  });
});

describe('M21, M22, M23: the order in which events come does not matter', () => {
  it.each(['failed after paid', 'paid after failed'])('%s is paid in the end', async (order) => {
    const orderNo = order.replaceAll(' ', '-');
    const { id, sessionId } = await pendingCharge(service, orderNo);
    const paid = signed(paymentEvent(orderNo, { session_id: sessionId }));
    const failed = signed(
      paymentEvent(orderNo, { ...FAILED, session_id: sessionId, reference_number: 'sandboxAA0999' }),
    );
    expect(await stateAfter(id, ...(order === 'failed after paid' ? [paid, failed] : [failed, paid]))).toBe('paid');
  });

  it.each(['failed', 'expired', 'canceled'])('a late success revives what was %s', async (state) => {
    const { id, sessionId } = await pendingCharge(service, `LATE-${state}`);
    const over = signed(paymentEvent(`LATE-${state}`, { ...FAILED, state, session_id: sessionId }));
    expect(await stateAfter(id, over)).toBe(state);
    expect(await stateAfter(id, signed(paymentEvent(`LATE-${state}`, { session_id: sessionId })))).toBe('paid');
  });

  it('the same word in another body is learnt once', async () => {
    const { id, sessionId } = await pendingCharge(service, 'SAME-WORD');
    const event = paymentEvent('SAME-WORD', { session_id: sessionId });
    expect(
      await stateAfter(
        id,
        signed(event),
        signed({ ...event, message: 'again' }),
        signed({ ...event, extra: { n: 1 } }),
      ),
    ).toBe('paid');
    expect((await timeline(service, id)).filter(({ details }) => details['to'] === 'paid')).toHaveLength(1);
  });

  const OTHER = { ...FAILED, reference_number: 'sandboxZZ0001' };

  it('a failure with another reference leaves the open attempt open, where it may be that of an earlier one', async () => {
    const key = randomUUID();
    const body = buyNowBody({ order_no: 'OTHER-REFERENCE' });
    service.simulator.setFaults([
      { match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 429 } },
      { match: { ...CREATE, nth: 2 }, fault: { kind: 'outcome', outcome: 'pending' } },
    ]);
    expect((await buyNow(service.url, { key, body })).status).toBe(503);
    const { id, session_id: sessionId } = (await buyNow(service.url, { key, body })).body.payment;
    expect(await stateAfter(id, signed(paymentEvent('OTHER-REFERENCE', { ...OTHER, session_id: sessionId })))).toBe(
      'attempted',
    );
    expect(await payment(service, id)).toMatchObject({ outcome: 'unknown' });
  });

  it.each(['failed', 'canceled'])(
    'a signed result %s ends the only attempt that was sent, whatever reference it has',
    async (result) => {
      const orderNo = `ONLY-ATTEMPT-${result}`;
      const { id, sessionId } = await pendingCharge(service, orderNo);
      const event = signed(paymentEvent(orderNo, { ...OTHER, result, session_id: sessionId }));
      expect(await stateAfter(id, event)).toBe('attempted');
      expect(await payment(service, id)).toMatchObject({ outcome: 'final', result });
      expect(await attemptStates(id)).toEqual(['declined']);
    },
  );

  it('a signed failure ends the only attempt of which no answer came, without an inquiry', async () => {
    const id = await lostCharge(service, 'LOST-AND-FAILED');
    expect(await stateAfter(id, signed(paymentEvent('LOST-AND-FAILED', OTHER)))).toBe('attempted');
    expect(await payment(service, id)).toMatchObject({ outcome: 'final' });
    expect(service.simulator.requests(INQUIRY)).toHaveLength(0);
  });

  it('a signed failure does not end an attempt whose own answer was an error', async () => {
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'outcome', outcome: 'error' } }]);
    const { id, session_id: sessionId } = (await buyNow(service.url, { body: buyNowBody({ order_no: 'ERRED' }) })).body
      .payment;
    expect(await stateAfter(id, signed(paymentEvent('ERRED', { ...OTHER, session_id: sessionId })))).toBe('attempted');
    expect(await payment(service, id)).toMatchObject({ outcome: 'unknown' });
  });

  async function attemptStates(id: string): Promise<string[]> {
    const rows = await withRows(service, (db) =>
      db.selectFrom('payment_attempts').select('state').where('payment_id', '=', id).orderBy('number').execute(),
    );
    return rows.map(({ state }) => state);
  }
});

describe('M73: an event for an order that is not known', () => {
  it('is kept, and matched when the payment appears', async () => {
    const early = signed(paymentEvent('EARLY-1'));
    expect((await deliver(service, early)).status).toBe(200);
    expect(await lastEvent(service)).toMatchObject({ state: 'unmatched', payment_id: null });
    const id = await lostCharge(service, 'EARLY-1');
    expect(await paymentThen(service, id)).toMatchObject({ state: 'paid' });
    await quiet(service);
    expect(await lastEvent(service)).toMatchObject({ state: 'processed', payment_id: id });
  });

  it('wakes with the payment even when nobody looks at it any more', async () => {
    expect((await deliver(service, signed(paymentEvent('EARLY-2')))).status).toBe(200);
    const { id: event, state } = await lastEvent(service);
    expect(state).toBe('unmatched');
    const database = service.app.get(Database);
    await database.query((db) =>
      db.updateTable('webhook_inbox').set({ next_try_at: null }).where('id', '=', event).execute(),
    );
    const id = await lostCharge(service, 'EARLY-2');
    expect(await paymentThen(service, id)).toMatchObject({ state: 'paid' });
  });
});

describe('M72, M73: an operation event', () => {
  const refund = (orderNo: string) =>
    signed({
      operation: 'refund',
      success: true,
      amount: '1.000',
      order_no: orderNo,
      reference_number: 'sandboxCC3003',
      result: 'success',
      source: 'pg',
      pg_code: 'credit-card',
      txn: { state: 'refunded', amount: '1.000', currency_code: 'KWD' },
    });

  it('is kept and shown beside its payment, and proves nothing: what it may have taken is held back', async () => {
    const { id, sessionId } = await pendingCharge(service, 'REFUNDED');
    await stateAfter(id, signed(paymentEvent('REFUNDED', { session_id: sessionId })));
    const { updated_at: _before, ...before } = await payment(service, id);
    expect((await deliver(service, refund('REFUNDED'))).status).toBe(200);
    expect(await lastEvent(service)).toMatchObject({
      state: 'processed',
      kind: 'operation',
      payment_id: id,
      next_try_at: null,
    });
    expect(await payment(service, id)).toMatchObject({
      ...before,
      refunded_amount: '0.000',
      refundable_amount: '0.000',
    });
    expect((await timeline(service, id)).at(-1)).toMatchObject({ event: 'operation_event' });
  });

  it('is shown beside a payment that appears later', async () => {
    expect((await deliver(service, refund('REFUNDED-EARLY'))).status).toBe(200);
    expect(await lastEvent(service)).toMatchObject({ state: 'unmatched', payment_id: null });
    const id = await lostCharge(service, 'REFUNDED-EARLY');
    expect(await lastEvent(service)).toMatchObject({ state: 'processed', payment_id: id });
    expect(await payment(service, id)).toMatchObject({ state: 'unknown' });
  });

  it('a payment event does not become one by an unsigned member', async () => {
    const { id, sessionId } = await pendingCharge(service, 'NOT-A-REFUND');
    const event = paymentEvent('NOT-A-REFUND', {
      session_id: sessionId,
      txn: { state: 'refunded' },
      source: 'pg',
      operation: 'refund',
    });
    expect(await stateAfter(id, signed(event))).toBe('paid');
  });
});

describe('M70: what is answered first', () => {
  it('is processed behind the answer', async () => {
    const own = await startWebhookService({}, { background: 'running' });
    own.simulator.setSwitches({ webhook_for_api: 'off' });
    const { id, sessionId } = await pendingCharge(own, 'BEHIND');
    await payAtOttu(own, sessionId);
    own.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'hold', when: 'before' } }]);
    expect((await deliver(own, signed(paymentEvent('BEHIND', { session_id: 'a'.repeat(40) })))).status).toBe(200);
    await eventually(() => own.simulator.requests(RETRIEVE).length === 1);
    expect(await payment(own, id)).toMatchObject({ state: 'pending' });
    own.simulator.clearFaults();
    await eventually(async () => (await payment(own, id))['state'] === 'paid');
    await own.close();
  });
});
