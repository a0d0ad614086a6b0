import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import request from 'supertest';

import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { inquire, payment } from '../reconciliation/support.ts';
import { answerLost, INQUIRY, OPERATION, sentBodies } from '../support/ottu.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { deliver, startWebhookService } from '../webhooks/support.ts';
import {
  authorized,
  moved,
  operate,
  operateAtOttu,
  operationEvent,
  operations,
  paid,
  type Bought,
  type Members,
} from './support.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const receiver = new Receiver();
let service: TestService;

beforeAll(async () => {
  const port = await freePort();
  await receiver.open();
  service = await startWebhookService(
    {
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      MERCHANT_EVENTS_URL: receiver.url,
      MERCHANT_EVENTS_SECRET: SECRET,
    },
    { port },
  );
});
afterAll(async () => {
  await service.close();
  await receiver.close();
});
beforeEach(() => {
  service.simulator.reset();
  receiver.reset();
});

async function told(id: string): Promise<string[]> {
  await service.runDue();
  return receiver.of(id).map(({ event }) => event.type);
}

/** Signed by Ottu, about another refund than the one that the test begins with. */
async function reports(bought: Bought, reference: unknown, changes: Members = {}): Promise<void> {
  await deliver(service, operationEvent(bought, { reference_number: reference, ...changes }));
  await service.runOnce('Inbox');
}

const FAILED = (amount: string): Members => ({
  amount,
  result: 'failed',
  success: false,
  txn: { state: 'refund_rejected', amount },
});

/** Ottu refuses the nth operation with 400. */
const refused = (operation: string, nth: number) =>
  ({
    match: { ...OPERATION, nth },
    fault: { kind: 'status', status: 400, body: { detail: 'The gateway declined.', result: 'failed', operation } },
  }) as const;

const INQUIRIES_FAIL = { match: INQUIRY, fault: { kind: 'status', status: 502, body: 'Bad gateway' } } as const;

beforeEach(() => service.simulator.setSwitches({ webhook_for_operations: 'off' }));

describe('M72, M80: what only looks like the operation whose answer was lost', () => {
  it("a refund in Ottu's dashboard while ours is in flight is another one: both are counted", async () => {
    const bought = await paid(service);
    service.simulator.setFaults([{ match: OPERATION, fault: { kind: 'hold', when: 'after' } }]);
    const asked = Promise.resolve(operate(service, bought.id, { operation: 'refund', amount: '0.300' }));
    await eventually(() => service.simulator.requests(OPERATION).length > 0);
    service.simulator.setSwitches({ webhook_for_operations: 'on' });
    await operateAtOttu(service, bought, { operation: 'refund', amount: '0.300' });
    await service.runOnce('Inbox');
    service.simulator.clearFaults();
    expect((await asked).body.operation.state).toBe('succeeded');
    await service.passTime(2 * HOUR);
    expect(moved(service.simulator)).toHaveLength(2);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.600', refundable_amount: '0.400' });
  });

  it('a failure of an earlier refund, told late, ends no other: its amount is not given free', async () => {
    const bought = await paid(service);
    service.simulator.setFaults([refused('refund', 1), answerLost(OPERATION, 2)]);
    const first = await operate(service, bought.id, { operation: 'refund', amount: '0.400' });
    const second = await operate(service, bought.id, { operation: 'refund', amount: '0.400' });
    expect([first.body.operation.state, second.body.operation.state]).toEqual(['rejected', 'unknown']);
    await reports(bought, 'refOfFirst', FAILED('0.400'));
    expect(await payment(service, bought.id)).toMatchObject({ refundable_amount: '0.600' });
    const third = await operate(service, bought.id, {
      operation: 'refund',
      amount: '0.400',
      expected_refundable: '1.000',
    });
    expect(third.body.code).toBe('balance_changed');
    await service.passTime(2 * HOUR);
    expect(moved(service.simulator)).toHaveLength(1);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.400', refundable_amount: '0.600' });
  });

  it("a refund of the dashboard's that was rejected ends none of ours", async () => {
    const bought = await paid(service);
    const body = { operation: 'refund', amount: '0.300', outcome: 'queued_then_rejected', told: false };
    await operateAtOttu(service, bought, body);
    await service.moveTime(HOUR);
    service.simulator.setFaults([answerLost(OPERATION, 1)]);
    await operate(service, bought.id, { operation: 'refund', amount: '0.300' });
    await inquire(service, bought.id);
    await service.passTime(2 * HOUR);
    expect(moved(service.simulator)).toHaveLength(1);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.300', refundable_amount: '0.700' });
  });

  it('an unsigned state makes no success of a refund that is queued, and nobody is told of one', async () => {
    const bought = await paid(service);
    service.simulator.setSwitches({ refunds: 'queued_then_rejected', webhook_for_operations: 'off' });
    service.simulator.setFaults([answerLost(OPERATION, 1)]);
    await operate(service, bought.id, { operation: 'refund', amount: '0.300' });
    await reports(bought, 'refQueued');
    await service.passTime(2 * HOUR);
    expect(moved(service.simulator)).toEqual([]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.000' });
    expect(await told(bought.id)).not.toContain('payment.refunded');
  });

  it('a capture whose answer was lost is told as one, although the payment is paid by then', async () => {
    const bought = await authorized(service);
    service.simulator.setSwitches({ webhook_for_operations: 'on' });
    service.simulator.setFaults([answerLost(OPERATION, 1)]);
    await operate(service, bought.id, { operation: 'capture' });
    await request(service.url)
      .get(`/v1/payment-transactions/${bought.session_id}`)
      .set('authorization', authorization('shop'));
    await service.passTime(2 * HOUR);
    expect(moved(service.simulator)).toHaveLength(1);
    expect(await told(bought.id)).not.toContain('payment.refunded');
    expect((await told(bought.id)).filter((type) => type === 'payment.captured')).toHaveLength(1);
    expect(await payment(service, bought.id)).toMatchObject({ captured_amount: '1.000', refunded_amount: '0.000' });
  });

  it('an unsigned kind makes no capture of what was a refund', async () => {
    const bought = await paid(service);
    await operateAtOttu(service, bought, { operation: 'refund', amount: '0.300' });
    const [refund] = moved(service.simulator);
    const txn = { session_id: refund?.['child_session_id' as never], amount: '0.300', state: 'paid' };
    await reports(bought, refund?.reference_number, { operation: 'capture', txn });
    await service.passTime(2 * HOUR);
    expect(await operations(service, bought.id)).toMatchObject([{ operation: 'refund', state: 'succeeded' }]);
    expect(await payment(service, bought.id)).toMatchObject({ captured_amount: '1.000', refunded_amount: '0.300' });
    expect(await told(bought.id)).toEqual(['payment.paid', 'payment.refunded']);
  });

  it('an unsigned child of an earlier refund hides no other', async () => {
    const bought = await paid(service);
    const { body } = await operate(service, bought.id, { operation: 'refund', amount: '0.300' });
    await operateAtOttu(service, bought, { operation: 'refund', amount: '0.300' });
    const [, other] = moved(service.simulator);
    const txn = { session_id: body.operation.session_id, amount: '0.300', state: 'refunded' };
    await reports(bought, other?.reference_number, { txn });
    await service.passTime(2 * HOUR);
    expect(await operations(service, bought.id)).toHaveLength(2);
    expect(await payment(service, bought.id)).toMatchObject({ refundable_amount: '0.400' });
  });
});

describe('M80, F8.4: a repeat that Ottu refuses with 400', () => {
  it('gives nothing free: the first one may have been done', async () => {
    const bought = await paid(service);
    service.simulator.setFaults([answerLost(OPERATION, 1), INQUIRIES_FAIL, refused('refund', 2)]);
    await operate(service, bought.id, { operation: 'refund', amount: '0.700' });
    await service.passTime(20 * MINUTE);
    expect(sentBodies(service, OPERATION)).toHaveLength(2);
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'unknown' }]);
    expect(await payment(service, bought.id)).toMatchObject({ refundable_amount: '0.300' });
    await service.passTime(5 * HOUR);
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'succeeded' }]);
    expect(moved(service.simulator)).toHaveLength(1);
  });

  it('also of a void', async () => {
    const bought = await authorized(service);
    service.simulator.setFaults([answerLost(OPERATION, 1), INQUIRIES_FAIL, refused('void', 2)]);
    await operate(service, bought.id, { operation: 'void' });
    await service.passTime(5 * HOUR);
    expect(moved(service.simulator)).toHaveLength(1);
    expect(await payment(service, bought.id)).toMatchObject({ capturable_amount: '0.000', refundable_amount: '0.000' });
  });

  it('is a rejection where an inquiry lists nothing that was done', async () => {
    const bought = await paid(service);
    service.simulator.setFaults([
      { match: { ...OPERATION, nth: 1 }, fault: { kind: 'status', status: 502, body: 'Bad gateway' } },
      { match: OPERATION, fault: refused('refund', 2).fault },
    ]);
    await operate(service, bought.id, { operation: 'refund', amount: '0.700' });
    await service.passTime(6 * HOUR);
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'rejected' }]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.000', refundable_amount: '1.000' });
    expect(moved(service.simulator)).toEqual([]);
  });
});
