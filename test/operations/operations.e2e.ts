import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { payment, timeline } from '../reconciliation/support.ts';
import { answerLost, OPERATION, sentBodies } from '../support/ottu.ts';
import { DAY } from '../support/time.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { authorized, list, moved, operate, operations, paid, trackingKeys } from './support.ts';

const receiver = new Receiver();
let service: TestService;

beforeAll(async () => {
  await receiver.open();
  service = await startTestService({ MERCHANT_EVENTS_URL: receiver.url, MERCHANT_EVENTS_SECRET: SECRET });
});
afterAll(async () => {
  await service.close();
  await receiver.close();
});
beforeEach(() => {
  service.simulator.reset();
  receiver.reset();
});

async function told(id: string) {
  await service.runDue();
  return receiver.of(id).map(({ event }) => event);
}

describe('M25, M80: a refund', () => {
  it('gives a part back, exactly, and says so in answer, payment, list, timeline and event', async () => {
    const { id, session_id: session } = await paid(service);
    const answer = await operate(service, id, { operation: 'refund', amount: '0.250', reason: 'Broken.' });
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).toBe(`/v1/payments/${id}/operations`);
    expect(answer.body.operation).toMatchObject({
      operation: 'refund',
      state: 'succeeded',
      source: 'api',
      amount: '0.250',
      currency_code: 'KWD',
      reason: 'Broken.',
      requested_by: 'operator',
      reference_number: expect.stringMatching(/\w/),
    });
    const balances = {
      state: 'paid',
      amount: '1.000',
      captured_amount: '1.000',
      refunded_amount: '0.250',
      refundable_amount: '0.750',
      capturable_amount: '0.000',
    };
    expect(answer.body.payment).toMatchObject(balances);
    expect(await payment(service, id)).toMatchObject(balances);
    expect((await list(service, id)).body).toMatchObject({ operations: [answer.body.operation], allowed: ['refund'] });
    expect(sentBodies(service, OPERATION)).toEqual([{ operation: 'refund', session_id: session, amount: '0.250' }]);
    expect(trackingKeys(service.simulator)).toEqual([answer.body.operation.id]);
    expect(moved(service.simulator)).toMatchObject([{ kind: 'refund', amount: '0.250', currency: 'KWD' }]);
    expect((await timeline(service, id)).map(({ event }) => event)).toEqual(
      expect.arrayContaining(['operation_claimed', 'operation_answered']),
    );
    expect((await told(id)).at(-1)).toMatchObject({
      type: 'payment.refunded',
      data: { payment: balances, operation: { operation: 'refund', amount: '0.250' } },
    });
  });

  it('without an amount gives back all that is left, and names it to Ottu', async () => {
    const { id } = await paid(service);
    await operate(service, id, { operation: 'refund', amount: '0.001' });
    const answer = await operate(service, id, { operation: 'refund' });
    expect(answer.body.operation).toMatchObject({ state: 'succeeded', amount: '0.999' });
    expect(answer.body.payment).toMatchObject({ refunded_amount: '1.000', refundable_amount: '0.000' });
    expect(sentBodies(service, OPERATION)[1]).toMatchObject({ amount: '0.999' });
  });

  it('is exact where a currency has no minor unit, and where an amount has other digits it is a fault of the field', async () => {
    const { id } = await paid(service, { amount: '500', currency_code: 'JPY' });
    const wrong = await operate(service, id, { operation: 'refund', amount: '1.5' });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toMatchObject({ outcome: 'none', errors: [{ pointer: '/amount' }] });
    const answer = await operate(service, id, { operation: 'refund', amount: '200' });
    expect(answer.body.payment).toMatchObject({ refunded_amount: '200', refundable_amount: '300' });
  });

  it.each([
    ['more than is left', { operation: 'refund', amount: '1.001' }, 'amount_exceeds_balance', 409],
    ['nothing', { operation: 'refund', amount: '0.000' }, 'validation_failed', 400],
    ['a number', { operation: 'refund', amount: 1 }, 'validation_failed', 400],
    ['a stale screen', { operation: 'refund', amount: '0.100', expected_refundable: '0.900' }, 'balance_changed', 409],
    ['a member that is not known', { operation: 'refund', ammount: '0.100' }, 'validation_failed', 400],
  ])('of %s is refused before Ottu hears of it', async (_what, body, code, status) => {
    const { id } = await paid(service);
    const answer = await operate(service, id, body);
    expect([answer.status, answer.body.code, answer.body.outcome]).toEqual([status, code, 'none']);
    expect(sentBodies(service, OPERATION)).toEqual([]);
    expect(await operations(service, id)).toEqual([]);
    expect(await payment(service, id)).toMatchObject({ refundable_amount: '1.000' });
  });

  it('names what is left where it is too much, and goes through where the screen was right', async () => {
    const { id } = await paid(service);
    await operate(service, id, { operation: 'refund', amount: '0.400' });
    const refused = await operate(service, id, { operation: 'refund', amount: '0.700' });
    expect(refused.body).toMatchObject({ balance: { refundable_amount: '0.600', capturable_amount: '0.000' } });
    const good = await operate(service, id, { operation: 'refund', amount: '0.600', expected_refundable: '0.6' });
    expect(good.body.operation.state).toBe('succeeded');
  });

  it('that Ottu rejects releases what it held, and is told as rejected', async () => {
    const { id } = await paid(service);
    service.simulator.setFaults([
      {
        match: { ...OPERATION, nth: 1 },
        fault: {
          kind: 'status',
          status: 400,
          body: { detail: 'refund operation is not enabled for this MID', operation: 'refund', result: 'failed' },
        },
      },
    ]);
    const answer = await operate(service, id, { operation: 'refund' });
    expect(answer.status).toBe(201);
    expect(answer.body.operation).toMatchObject({
      state: 'rejected',
      message: 'refund operation is not enabled for this MID',
    });
    expect(answer.body.payment).toMatchObject({ refunded_amount: '0.000', refundable_amount: '1.000' });
    expect((await told(id)).map(({ type }) => type)).toEqual(['payment.paid']);
  });

  it('queued is not refunded: it holds its amount, and the merchant hears of both', async () => {
    service.simulator.setSwitches({ refunds: 'queued' });
    const { id } = await paid(service);
    const answer = await operate(service, id, { operation: 'refund', amount: '0.400' });
    expect(answer.status).toBe(202);
    expect(answer.body.operation.state).toBe('queued');
    expect(answer.body.payment).toMatchObject({ refunded_amount: '0.000', refundable_amount: '0.600' });
    await service.passTime(60 * 60_000);
    expect(await payment(service, id)).toMatchObject({ refunded_amount: '0.400', refundable_amount: '0.600' });
    expect((await told(id)).map(({ type }) => type)).toEqual([
      'payment.paid',
      'payment.refund_queued',
      'payment.refunded',
    ]);
    expect(moved(service.simulator)).toHaveLength(1);
  });

  it('queued and then rejected gives its amount free again', async () => {
    service.simulator.setSwitches({ refunds: 'queued_then_rejected' });
    const { id } = await paid(service);
    await operate(service, id, { operation: 'refund', amount: '0.400' });
    await service.passTime(60 * 60_000);
    expect(await operations(service, id)).toMatchObject([{ state: 'rejected' }]);
    expect(await payment(service, id)).toMatchObject({ refunded_amount: '0.000', refundable_amount: '1.000' });
    expect((await told(id)).at(-1)?.type).toBe('payment.refund_rejected');
  });
});

describe('M81: an authorized payment', () => {
  it('is captured in parts, each told with its amount and the sum, and is paid by the word of Ottu after the last', async () => {
    const { id } = await authorized(service);
    const first = await operate(service, id, { operation: 'capture', amount: '0.300' });
    expect(first.body.operation).toMatchObject({ operation: 'capture', state: 'succeeded', amount: '0.300' });
    expect(first.body.payment).toMatchObject({
      state: 'authorized',
      captured_amount: '0.300',
      capturable_amount: '0.700',
      refundable_amount: '0.300',
    });
    const second = await operate(service, id, { operation: 'capture' });
    expect(second.body.operation).toMatchObject({ amount: '0.700' });
    expect(second.body.payment).toMatchObject({
      captured_amount: '1.000',
      capturable_amount: '0.000',
      refundable_amount: '1.000',
    });
    const captures = (await told(id)).filter(({ type }) => type === 'payment.captured');
    expect(captures).toMatchObject([
      { data: { operation: { amount: '0.300' }, payment: { captured_amount: '0.300' } } },
      { data: { operation: { amount: '0.700' }, payment: { captured_amount: '1.000' } } },
    ]);
    const back = await operate(service, id, { operation: 'refund', amount: '0.900' });
    expect(back.body.payment).toMatchObject({ refunded_amount: '0.900', refundable_amount: '0.100' });
  });

  it('that is not captured is told of once, a day before it ends; one that is done with is not', async () => {
    const left = await authorized(service);
    await operate(service, left.id, { operation: 'capture', amount: '0.400' });
    const done = await authorized(service);
    await operate(service, done.id, { operation: 'void' });
    await service.passTime(5 * DAY);
    expect((await told(left.id)).map(({ type }) => type)).not.toContain('payment.authorization_expiring');
    await service.passTime(2 * DAY);
    expect((await told(left.id)).filter(({ type }) => type === 'payment.authorization_expiring')).toMatchObject([
      { data: { payment: { state: 'authorized', capturable_amount: '0.600' } } },
    ]);
    expect((await told(done.id)).map(({ type }) => type)).not.toContain('payment.authorization_expiring');
  });

  it('is voided whole, and nothing more can be done to it', async () => {
    const { id } = await authorized(service);
    const answer = await operate(service, id, { operation: 'void' });
    expect(answer.body.operation).toMatchObject({ operation: 'void', state: 'succeeded', amount: '1.000' });
    expect(answer.body.payment).toMatchObject({ voided: true, capturable_amount: '0.000', refundable_amount: '0.000' });
    const after = await operate(service, id, { operation: 'capture' });
    expect(after.status).toBe(409);
    expect(after.body).toMatchObject({ code: 'operation_not_allowed', outcome: 'none', allowed: [] });
    expect((await told(id)).at(-1)?.type).toBe('payment.voided');
  });

  it('is voided by reverse while nothing was captured, and refunded by it afterwards; the answer says which', async () => {
    const untouched = await authorized(service);
    const voided = await operate(service, untouched.id, { operation: 'reverse' });
    expect(voided.body.operation).toMatchObject({ operation: 'void', reversal: true, state: 'succeeded' });
    const captured = await authorized(service);
    await operate(service, captured.id, { operation: 'capture', amount: '0.400' });
    const refunded = await operate(service, captured.id, { operation: 'reverse' });
    expect(refunded.body.operation).toMatchObject({ operation: 'refund', reversal: true, amount: '0.400' });
    const plain = await paid(service);
    const back = await operate(service, plain.id, { operation: 'reverse' });
    expect(back.body.operation).toMatchObject({ operation: 'refund', amount: '1.000' });
  });
});

describe('M7 to M9: the Idempotency-Key of an operation', () => {
  it('answers the same operation again, as it is now, and sends nothing', async () => {
    const { id } = await paid(service);
    const body = { operation: 'refund', amount: '0.200' };
    const first = await operate(service, id, body, { key: 'refund-1' });
    const again = await operate(service, id, body, { key: 'refund-1' });
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(again.body.operation).toEqual(first.body.operation);
    const other = await operate(service, id, { ...body, amount: '0.300' }, { key: 'refund-1' });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect(moved(service.simulator)).toHaveLength(1);
  });

  it('is needed', async () => {
    const { id } = await paid(service);
    const answer = await operate(service, id, { operation: 'refund' }, { key: '' });
    expect([answer.status, answer.body.code]).toEqual([400, 'idempotency_key_invalid']);
  });

  it('asks again where Ottu has done nothing: with another Tracking-Key, and one refund comes of it', async () => {
    const { id } = await paid(service);
    service.simulator.setFaults([
      { match: { ...OPERATION, nth: 1 }, fault: { kind: 'status', status: 403, body: { detail: 'No permission.' } } },
    ]);
    const refused = await operate(service, id, { operation: 'refund' }, { key: 'refund-2' });
    expect([refused.status, refused.body.code, refused.body.outcome]).toEqual([
      502,
      'ottu_refused_credentials',
      'none',
    ]);
    expect(await payment(service, id)).toMatchObject({ refundable_amount: '1.000' });
    const again = await operate(service, id, { operation: 'refund' }, { key: 'refund-2' });
    expect(again.body.operation).toMatchObject({ state: 'succeeded' });
    expect(moved(service.simulator)).toHaveLength(1);
  });
});

describe('M80: an operation whose answer was lost', () => {
  it('is unknown, holds its amount, and is found ten minutes later by its Tracking-Key: nothing is done twice', async () => {
    service.simulator.setSwitches({ webhook_for_operations: 'off', inquiry_out_of_scope: 'refuse' });
    const { id } = await paid(service);
    service.simulator.setFaults([answerLost(OPERATION, 1)]);
    const lost = await operate(service, id, { operation: 'refund', amount: '0.700' });
    expect(lost.status).toBe(202);
    expect(lost.body.operation.state).toBe('unknown');
    expect(lost.body.payment).toMatchObject({ refundable_amount: '0.300' });
    const more = await operate(service, id, { operation: 'refund', amount: '0.400' });
    expect(more.body.code).toBe('amount_exceeds_balance');
    await service.passTime(9 * 60_000);
    expect(sentBodies(service, OPERATION)).toHaveLength(1);
    await service.passTime(60 * 60_000);
    expect(await operations(service, id)).toMatchObject([{ state: 'succeeded', amount: '0.700' }]);
    expect(moved(service.simulator)).toHaveLength(1);
    expect(new Set(trackingKeys(service.simulator))).toEqual(new Set([lost.body.operation.id]));
    expect(await payment(service, id)).toMatchObject({ refunded_amount: '0.700', refundable_amount: '0.300' });
  });

  it('is done by the repeat where Ottu never heard of it', async () => {
    const { id } = await paid(service);
    service.simulator.setFaults([
      { match: { ...OPERATION, nth: 1 }, fault: { kind: 'status', status: 502, body: 'Bad gateway' } },
    ]);
    const lost = await operate(service, id, { operation: 'refund', amount: '0.700' });
    expect(lost.body.operation.state).toBe('unknown');
    await service.passTime(2 * 60 * 60_000);
    expect(await operations(service, id)).toMatchObject([{ state: 'succeeded' }]);
    expect(moved(service.simulator)).toHaveLength(1);
  });

  it('to a wallet is never repeated', async () => {
    service.simulator.setSwitches({ webhook_for_operations: 'off' });
    const { id } = await paid(service, { customer: { id: 'cust-1' } });
    service.simulator.setFaults([
      { match: { ...OPERATION, nth: 1 }, fault: { kind: 'status', status: 502, body: 'Bad gateway' } },
    ]);
    const lost = await operate(service, id, { operation: 'refund', destination: 'wallet', amount: '0.100' });
    expect(lost.body.operation.state).toBe('unknown');
    await service.passTime(24 * 60 * 60_000);
    expect(sentBodies(service, OPERATION)).toHaveLength(1);
    expect(await payment(service, id)).toMatchObject({ refundable_amount: '0.900' });
  });
});
