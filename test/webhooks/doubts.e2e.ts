import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { Database } from '../../src/database/database.ts';
import { REQUIRED_PAYMENT_FIELDS } from '../../src/ottu/signature.ts';
import { V6 } from '../../src/ottu/signature.vectors.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { payAtOttu, RETRIEVE } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import {
  confirmations,
  deliver,
  FAILED,
  inbox,
  lastEvent,
  lostCharge,
  NEXT_TURN,
  OTHER_SESSION,
  payment,
  paymentEvent,
  paymentThen,
  pendingCharge,
  quiet,
  signed,
  startWebhookService,
  tampered,
  timeline,
  withSignature,
  type EventMembers,
  type Started,
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

/** So many one process works on at a time, of fresh ones and of others. */
const EVENTS_AT_A_TIME = 8;
const CUSTOMER = { customer: { id: 'cust-1', email: 'sara@example.com' } };

/** Every member that no signature covers, swapped. Those of the first list contradict something that is stored. */
const CONTRADICTING: readonly [string, EventMembers][] = [
  ['session_id', { session_id: OTHER_SESSION }],
  ['settled_amount', { settled_amount: '0.500' }],
  ['is_sandbox', { is_sandbox: false }],
  ['customer_id', { customer_id: 'somebody-else' }],
  ['payment_type', { payment_type: 'auto_debit' }],
];
const SILENT: readonly [string, EventMembers][] = [
  ['paid_amount', { paid_amount: '999.000' }],
  ['remaining_amount', { remaining_amount: '5.000' }],
  ['refunded_amount', { refunded_amount: '1.000' }],
  ['voided_amount', { voided_amount: '1.000' }],
  ['fee', { fee: '9.000 KWD' }],
  ['amount_details', { amount_details: { amount: '0.001', currency_code: 'KWD', total: '0.001', fee: '0.000' } }],
  ['token', { token: { token: '4440001112223335', customer_id: 'somebody-else', pg_code: 'other' } }],
  ['agreement', { agreement: { id: 'AGR-OTHER' } }],
  ['extra', { extra: { order: 'another' } }],
  [
    'transactions',
    {
      transactions: [
        { amount: '1.000', currency_code: 'KWD', order_no: 'X', session_id: OTHER_SESSION, state: 'refunded' },
      ],
    },
  ],
  ['timestamp_utc', { timestamp_utc: '2031-01-01 00:00:00' }],
  ['an old timestamp_utc', { timestamp_utc: '2001-01-01 00:00:00' }],
  ['message', { message: 'refused' }],
  ['pg_params', { pg_params: { auth_code: 'X' } }],
  ['gateway_response', { gateway_response: { state: 'failed' } }],
  ['initiator', { initiator: { id: 1, username: 'x' } }],
  ['customer_birthdate', { customer_birthdate: '2001-01-01' }],
  ['customer_wallet_transactions', { customer_wallet_transactions: [{ amount: '1.000' }] }],
  ['txn and source', { txn: { state: 'voided' }, source: 'pg' }],
  ['a session_id taken away', { session_id: undefined }],
];

describe('M71 F11.7: an unsigned field swapped in a signed event', () => {
  it.each(CONTRADICTING)(
    '%s: a success that contradicts what is stored changes nothing while Ottu says pending',
    async (name, swap) => {
      const orderNo = `AHEAD-${name}`;
      const { id, sessionId } = await pendingCharge(service, orderNo, CUSTOMER);
      const before = await payment(service, id);
      await deliver(
        service,
        tampered(signed(paymentEvent(orderNo, { session_id: sessionId, customer_id: 'cust-1' })), swap),
      );
      await quiet(service, orderNo);
      expect(service.simulator.requests(RETRIEVE).map(({ path }) => path)).toContain(
        `/b/checkout/v1/pymt-txn/${sessionId}/`,
      );
      expect(
        service.simulator
          .requests(RETRIEVE)
          .map(({ path }) => path)
          .join(),
      ).not.toContain(OTHER_SESSION);
      const { updated_at: _then, ...rest } = before;
      expect(await payment(service, id)).toMatchObject(rest);
      expect(service.simulator.ledger()).toHaveLength(0);
      expect((await timeline(service, id)).map(({ event }) => event)).toContain('webhook_doubted');
    },
  );

  it.each([...CONTRADICTING, ...SILENT])(
    '%s: what is paid at Ottu is paid here, in its own session and without a reason for review',
    async (name, swap) => {
      const orderNo = `PAID-${name.replaceAll(' ', '-')}`.slice(0, 37);
      const { id, sessionId } = await pendingCharge(service, orderNo, CUSTOMER);
      await payAtOttu(service, sessionId);
      const [charged] = service.simulator.ledger();
      const event = paymentEvent(orderNo, {
        session_id: sessionId,
        customer_id: 'cust-1',
        reference_number: charged?.reference_number,
      });
      await deliver(service, tampered(signed(event), swap));
      await quiet(service, orderNo);
      expect(await payment(service, id)).toMatchObject({
        state: 'paid',
        session_id: sessionId,
        amount: charged?.amount,
        review_reasons: [],
      });
      expect(service.simulator.ledger()).toHaveLength(1);
      if (CONTRADICTING.some(([known]) => known === name)) expect(await confirmations(service, id)).toBe(1);
    },
  );

  it.each([...CONTRADICTING, ...SILENT])(
    '%s: makes no success of what Ottu signed as a failure',
    async (name, swap) => {
      const orderNo = `NOT-PAID-${name.replaceAll(' ', '-')}`.slice(0, 37);
      const { id, sessionId } = await pendingCharge(service, orderNo, CUSTOMER);
      const event = paymentEvent(orderNo, { ...FAILED, session_id: sessionId, customer_id: 'cust-1' });
      await deliver(service, tampered(signed(event), { settled_amount: '1.000', paid_amount: '1.000', ...swap }));
      await quiet(service, orderNo);
      expect(['pending', 'attempted']).toContain((await payment(service, id))['state']);
      expect(service.simulator.ledger()).toHaveLength(0);
    },
  );

  it.each(CONTRADICTING.concat(SILENT))(
    '%s: no session is adopted from an event that Ottu does not confirm',
    async (name, swap) => {
      const orderNo = `ADOPTS-${name.replaceAll(' ', '-')}`.slice(0, 37);
      const id = await lostCharge(service, orderNo, CUSTOMER);
      const real = String(service.simulator.ledger()[0]?.session_id);
      await deliver(
        service,
        tampered(signed(paymentEvent(orderNo, { session_id: real, customer_id: 'cust-1' })), swap),
      );
      await service.runDue('Inbox');
      // What settled at once asks for its session a little later.
      await service.moveTime(NEXT_TURN);
      await service.runDue('Inbox');
      if (!name.includes('session') && !name.startsWith('an old')) {
        expect(await confirmations(service, id)).toBeGreaterThan(0);
      }
      const { session_id: stored, review_reasons: reasons } = await payment(service, id);
      expect([null, real]).toContain(stored);
      expect(reasons).toEqual([]);
    },
  );
});

describe('M45 M71: a session that an event names', () => {
  it('is never adopted when Ottu shows another order in it, however well that one is paid', async () => {
    const other = await buyNow(service.url, { body: buyNowBody({ order_no: 'OTHER-ORDER' }) });
    const foreign = String(other.body.payment.session_id);
    // As if this service had never heard of the other one.
    const database = service.app.get(Database);
    await database.query((db) =>
      db.updateTable('payments').set({ session_id: null }).where('order_no', '=', 'OTHER-ORDER').execute(),
    );
    const id = await lostCharge(service, 'RE-POINTED');
    await deliver(service, signed(paymentEvent('RE-POINTED', { session_id: foreign })));
    await quiet(service, 'RE-POINTED');
    expect(await payment(service, id)).toMatchObject({ state: 'paid', session_id: null, review_reasons: [] });
    expect((await timeline(service, id)).map(({ event }) => event)).toContain('webhook_session_not_ours');
  });

  it('decides nothing when the event itself is doubted, and the event waits', async () => {
    const other = await buyNow(service.url, { body: buyNowBody({ order_no: 'OTHER-PAID' }) });
    const foreign = String(other.body.payment.session_id);
    const database = service.app.get(Database);
    await database.query((db) =>
      db.updateTable('payments').set({ session_id: null }).where('order_no', '=', 'OTHER-PAID').execute(),
    );
    const id = await lostCharge(service, 'DOUBTED-TOO');
    await deliver(service, signed(paymentEvent('DOUBTED-TOO', { session_id: foreign, reference_number: undefined })));
    expect(await lastEvent(service)).toMatchObject({
      state: 'received',
      trouble: 'not_ours',
      doubts: ['reference_number_missing'],
    });
    expect(await payment(service, id)).toMatchObject({ state: 'unknown', session_id: null, review_reasons: [] });
  });

  it('of another payment of ours is not even asked for', async () => {
    const other = await pendingCharge(service, 'HOLDS-IT');
    const id = await lostCharge(service, 'WANTS-IT');
    await deliver(service, signed(paymentEvent('WANTS-IT', { session_id: other.sessionId })));
    expect(await lastEvent(service)).toMatchObject({
      state: 'received',
      trouble: 'no_session',
      doubts: ['session_held_by_another_payment'],
    });
    expect(await payment(service, id)).toMatchObject({ state: 'unknown', session_id: null });
    expect(await payment(service, other.id)).toMatchObject({ state: 'pending', session_id: other.sessionId });
    expect(await confirmations(service, id)).toBe(0);
  });
});

describe('M71 F11.6: V6, one signature for two readings', () => {
  const PRICE = { amount: '12.500' };

  it.each([
    ['the payment that the twin names', 'ORD-7reference_numberR1'],
    ['the payment of the true reading', 'ORD-7'],
  ])('the twin re-points nothing: %s', async (_what, orderNo) => {
    // Order numbers are used once, and these ones are part of the vector.
    const own = await startWebhookService();
    own.simulator.setSwitches({ webhook_for_api: 'off' });
    const { id, sessionId } = await pendingCharge(own, orderNo, PRICE);
    expect((await deliver(own, withSignature(V6.twin, V6.standard))).status).toBe(200);
    expect(await lastEvent(own)).toMatchObject({ tries: 1, claimed_until: null });
    expect(await payment(own, id)).toMatchObject({ state: 'pending', session_id: sessionId });
    expect(await confirmations(own, id)).toBe(orderNo === 'ORD-7' ? 0 : 1);
    expect(own.simulator.ledger()).toHaveLength(0);
    await own.close();
  });

  it('nor does a reading that moves another order into a field of the payer, with all six fields present', async () => {
    const { id } = await pendingCharge(service, 'BIG-ORDER');
    const genuine = paymentEvent('SMALL-ORDER', {
      customer_phone: '+96550000001order_noBIG-ORDERreference_numberZ',
      gateway_response: undefined,
    });
    const signature = String(JSON.parse(signed(genuine))['signature']);
    const forged = {
      amount: '1.000',
      currency_code: 'KWD',
      customer_phone: '+96550000001',
      order_no: 'BIG-ORDER',
      reference_number: 'Zgateway_accountcredit-cardgateway_namempgsorder_noSMALL-ORDERreference_numbersandboxAA1001',
      result: 'success',
      state: 'paid',
    };
    expect((await deliver(service, withSignature(JSON.stringify(forged), signature))).status).toBe(200);
    await quiet(service, 'BIG-ORDER');
    expect(await payment(service, id)).toMatchObject({ state: 'pending' });
    expect(await lastEvent(service)).toMatchObject({ state: 'processed', doubts: ['signed_text_ambiguous'] });
    expect(await confirmations(service, id)).toBe(1);
  });
});

describe('M71: an event that is no fact by itself', () => {
  it.each([...REQUIRED_PAYMENT_FIELDS])('is decided by Ottu where it lacks %s', async (field) => {
    const orderNo = `LACKS-${field}`;
    const { id, sessionId } = await pendingCharge(service, orderNo);
    await deliver(service, signed(paymentEvent(orderNo, { session_id: sessionId, [field]: undefined })));
    const event = await lastEvent(service);
    expect(event).toMatchObject({ state: 'processed' });
    expect(event.doubts).toContain(`${field}_missing`);
    expect(await payment(service, id)).toMatchObject({ state: 'pending' });
    expect(await confirmations(service, id)).toBe(1);
  });

  it.each<[string, EventMembers, string]>([
    ['another amount', { amount: '2.000', settled_amount: '2.000' }, 'amount_differs'],
    ['another currency', { currency_code: 'SAR' }, 'currency_differs'],
    ['a gateway that was not asked for', { gateway_account: 'knet' }, 'gateway_differs'],
    ['a state that is none of a payment', { state: 'refunded' }, 'state_unknown'],
    ['a success beside a failed state', { state: 'attempted' }, 'result_contradicts_state'],
    ['a failure beside a paid state', { result: 'failed' }, 'result_contradicts_state'],
    ['an error', { result: 'error', state: 'attempted' }, 'result_contradicts_state'],
  ])('is decided by Ottu where it shows %s, signed as it is', async (what, changes, doubt) => {
    const orderNo = what.replaceAll(' ', '-').slice(0, 37);
    const { id, sessionId } = await pendingCharge(service, orderNo);
    await deliver(service, signed(paymentEvent(orderNo, { session_id: sessionId, ...changes })));
    await quiet(service, orderNo);
    expect(await payment(service, id)).toMatchObject({ state: 'pending', review_reasons: [] });
    expect((await lastEvent(service)).doubts).toContain(doubt);
    expect(await confirmations(service, id)).toBe(1);
  });
});

describe('M30, M71: confirmations of one payment are merged', () => {
  it('ten events that disagree at once are the reason for one question, or for two', async () => {
    const { id } = await pendingCharge(service, 'MERGED');
    const bodies = Array.from({ length: 10 }, (_, index) =>
      signed(paymentEvent('MERGED', { session_id: OTHER_SESSION, extra: { index } })),
    );
    const answers = await Promise.all(bodies.map((body) => deliver(service, body)));
    expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 200));
    const rows = await quiet(service, 'MERGED');
    expect(rows.every(({ state, doubts }) => state === 'processed' && doubts?.includes('session_id_differs'))).toBe(
      true,
    );
    expect(await confirmations(service, id)).toBeLessThanOrEqual(2);
  });

  it('an answer that does not come is asked for again, with pauses, until it does', async () => {
    const { id, sessionId } = await pendingCharge(service, 'OTTU-DOWN');
    await payAtOttu(service, sessionId);
    service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'status', status: 500, body: { detail: 'x' } } }]);
    await deliver(service, signed(paymentEvent('OTTU-DOWN', { session_id: OTHER_SESSION })));
    expect(await lastEvent(service)).toMatchObject({ trouble: 'no_answer', state: 'received' });
    expect(await payment(service, id)).toMatchObject({ state: 'pending' });
    service.simulator.clearFaults();
    await quiet(service, 'OTTU-DOWN');
    expect(await payment(service, id)).toMatchObject({ state: 'paid' });
  });
});

describe('M30, M70: events that wait for Ottu', () => {
  it('do not hold back a fresh one that needs no call, however many they are', async () => {
    const own = await startWebhookService();
    const { simulator } = own;
    simulator.setSwitches({ webhook_for_api: 'off' });
    const charges: Started[] = [];
    for (let index = 0; index < EVENTS_AT_A_TIME; index += 1) charges.push(await pendingCharge(own, `SLOW-${index}`));
    const { id, sessionId } = await pendingCharge(own, 'FRESH');
    // No fault that opens a breaker.
    simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'empty' } }]);
    for (const [index, { sessionId: slow }] of charges.entries()) {
      await deliver(own, signed(paymentEvent(`SLOW-${index}`, { session_id: slow, reference_number: undefined })));
    }
    expect(await lastEvent(own)).toMatchObject({ state: 'received', tries: 1 });

    simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'hold' } }]);
    const heard = simulator.requests(RETRIEVE).length;
    await own.moveTime(NEXT_TURN);
    const retries = own.runDue('Inbox');
    await eventually(() => simulator.requests(RETRIEVE).length === heard + EVENTS_AT_A_TIME);
    await deliver(own, signed(paymentEvent('FRESH', { session_id: sessionId })));
    expect(await paymentThen(own, id)).toMatchObject({ state: 'paid' });
    expect((await inbox(own)).filter(({ state }) => state === 'received')).toHaveLength(EVENTS_AT_A_TIME);

    simulator.clearFaults();
    await retries;
    expect((await inbox(own)).every(({ state }) => state === 'processed')).toBe(true);
    await own.close();
  });
});

describe('M70: an event that cannot be verified', () => {
  const unverified = (orderNo: string): string =>
    tampered(signed(paymentEvent(orderNo)), { signature: '0'.repeat(64) });

  it('and names an open order with a session is a 401, and one question to Ottu', async () => {
    const { id, sessionId } = await pendingCharge(service, 'HINTED');
    await payAtOttu(service, sessionId);
    expect((await deliver(service, unverified('HINTED'))).status).toBe(401);
    expect(await paymentThen(service, id)).toMatchObject({ state: 'paid' });
    expect(await confirmations(service, id)).toBe(1);
  });

  it('is merged with many like it', async () => {
    const { id } = await pendingCharge(service, 'HINTED-OFTEN');
    await Promise.all(Array.from({ length: 20 }, () => deliver(service, unverified('HINTED-OFTEN'))));
    // Those that came while the first question was open want another one, and all of them together.
    for (let turns = 0; turns < 3; turns += 1) {
      await service.runDue('Inbox');
      await service.moveTime(NEXT_TURN);
    }
    const asked = await confirmations(service, id);
    expect(asked).toBeGreaterThanOrEqual(1);
    expect(asked).toBeLessThanOrEqual(2);
  });

  it.each([
    ['an order without a session', async (orderNo: string) => lostCharge(service, orderNo)],
    [
      'an order that is settled',
      async (orderNo: string) =>
        (await buyNow(service.url, { body: buyNowBody({ order_no: orderNo }) })).body.payment.id as string,
    ],
  ])('and names %s is a 401 and nothing else', async (_what, begin) => {
    const orderNo = `HINT-${randomUUID().slice(0, 8)}`;
    const id = await begin(orderNo);
    const before = await timeline(service, id);
    expect((await deliver(service, unverified(orderNo))).status).toBe(401);
    expect((await deliver(service, unverified('NOBODYS'))).status).toBe(401);
    await service.runDue('Inbox');
    expect(await timeline(service, id)).toEqual(before);
  });
});
