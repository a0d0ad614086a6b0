import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { inquire, payment, timeline } from '../reconciliation/support.ts';
import { answerLost, INQUIRY, OPERATION, sentBodies } from '../support/ottu.ts';
import { freePort } from '../support/free-port.ts';
import type { TestService } from '../support/service.ts';
import { deliver, inbox, startWebhookService } from '../webhooks/support.ts';
import {
  authorized,
  moved,
  operate,
  operateAtOttu,
  operationEvent,
  operations,
  paid,
  trackingKeys,
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

describe('M72: the event of an operation that this service has asked for', () => {
  it.each([
    ['after its answer', []],
    ['in place of its answer', [answerLost(OPERATION, 1)]],
    ['in a form that names no operation', [answerLost(OPERATION, 1)], { operation_in_events: 'null' }],
  ] as const)('makes one row and one event of it: %s', async (_when, faults, switches: Members = {}) => {
    service.simulator.setSwitches(switches as never);
    const bought = await paid(service);
    service.simulator.setFaults([...faults]);
    await operate(service, bought.id, { operation: 'refund', amount: '0.700' });
    await service.runDue();
    // Whose event it is, where the answer was lost, Ottu says when it is asked: until then nothing more can be given back.
    if (faults.length > 0) expect(await payment(service, bought.id)).toMatchObject({ refundable_amount: '0.000' });
    await service.passTime(HOUR);
    expect(await told(bought.id)).toEqual(['payment.paid', 'payment.refunded']);
    expect(moved(service.simulator)).toHaveLength(1);
    expect(await operations(service, bought.id)).toMatchObject([
      { state: 'succeeded', source: 'api', amount: '0.700', reference_number: expect.stringMatching(/\w/) },
    ]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.700', refundable_amount: '0.300' });
    expect((await inbox(service)).filter(({ kind, state }) => kind === 'operation' && state !== 'processed')).toEqual(
      [],
    );
  });

  it('before its answer comes waits for it, since the answer says whose event it is', async () => {
    const bought = await paid(service);
    service.simulator.setFaults([{ match: OPERATION, fault: { kind: 'hold', when: 'after' } }]);
    const asked = Promise.resolve(operate(service, bought.id, { operation: 'refund', amount: '0.300' }));
    while (service.simulator.requests(OPERATION).length === 0) await new Promise((resolve) => setImmediate(resolve));
    while ((await operations(service, bought.id))[0]?.['state'] !== 'sending') await service.settled();
    const [entry] = moved(service.simulator);
    await deliver(
      service,
      operationEvent(bought, {
        reference_number: entry?.reference_number,
        txn: {
          session_id: entry?.['child_session_id' as never],
          amount: '0.300',
          currency_code: 'KWD',
          state: 'refunded',
        },
      }),
    );
    await service.runOnce('Inbox');
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'sending' }]);
    service.simulator.clearFaults();
    expect((await asked).body.operation).toMatchObject({ state: 'succeeded' });
    await service.passTime(MINUTE);
    expect(await told(bought.id)).toEqual(['payment.paid', 'payment.refunded']);
    expect(await operations(service, bought.id)).toHaveLength(1);
  });

  it('that says of a queued refund that it went through is not believed, since that is not signed: Ottu is asked', async () => {
    service.simulator.setSwitches({ refunds: 'queued', webhook_for_operations: 'off' });
    const bought = await paid(service);
    const { body } = await operate(service, bought.id, { operation: 'refund', amount: '0.300' });
    const { reference_number: reference, session_id: child } = body.operation;
    const forged = operationEvent(bought, {
      reference_number: reference,
      txn: { session_id: child, amount: '0.300', currency_code: 'KWD', state: 'refunded' },
    });
    expect((await deliver(service, forged)).status).toBe(200);
    await service.runDue();
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'queued' }]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.000' });
    await service.passTime(HOUR);
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'succeeded' }]);
  });

  it('of another one, made in the dashboard, is kept as well where ours is under way and the answer names another child', async () => {
    const bought = await paid(service);
    service.simulator.setFaults([
      { match: OPERATION, fault: { kind: 'hold', when: 'after' } },
      { match: { webhook: true, event: 'operation', nth: 1 }, fault: { kind: 'lost' } },
    ]);
    const asked = Promise.resolve(operate(service, bought.id, { operation: 'refund', amount: '0.300' }));
    while (service.simulator.requests(OPERATION).length === 0) await new Promise((resolve) => setImmediate(resolve));
    await operateAtOttu(service, bought, { operation: 'refund', amount: '0.300' });
    await service.runOnce('Inbox');
    service.simulator.clearFaults();
    expect((await asked).body.operation).toMatchObject({ state: 'succeeded', source: 'api' });
    await service.passTime(HOUR);
    await service.passTime(HOUR);
    expect(moved(service.simulator)).toHaveLength(2);
    expect(await operations(service, bought.id)).toMatchObject([
      { source: 'api' },
      { source: 'ottu', state: 'succeeded' },
    ]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.600', refundable_amount: '0.400' });
  });

  it('may be of another one, made in the dashboard: ours is looked for after ten minutes, and found where it was done too', async () => {
    service.simulator.setSwitches({ webhook_for_operations: 'off' });
    service.simulator.setFaults([answerLost(OPERATION)]);
    const bought = await paid(service);
    await operate(service, bought.id, { operation: 'refund', amount: '0.300' });
    service.simulator.setSwitches({ webhook_for_operations: 'on' });
    await operateAtOttu(service, bought, { operation: 'refund', amount: '0.300' });
    await service.runDue();
    expect(moved(service.simulator)).toHaveLength(2);
    expect(await operations(service, bought.id)).toMatchObject([
      { state: 'unknown', source: 'api' },
      { state: 'unknown', source: 'ottu' },
    ]);
    await service.passTime(HOUR);
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'succeeded' }, { state: 'succeeded' }]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.600', refundable_amount: '0.400' });
    expect(await told(bought.id)).toEqual(['payment.paid', 'payment.refunded', 'payment.refunded']);
    expect(new Set(trackingKeys(service.simulator)).size).toBe(1);
  });

  it('may be of a queued one, made in the dashboard: both are held back, and both are counted in the end', async () => {
    service.simulator.setSwitches({ webhook_for_operations: 'off' });
    // No inquiry shows both before the repeat is answered.
    service.simulator.setFaults([answerLost(OPERATION, 1), answerLost(INQUIRY, 1)]);
    const bought = await paid(service);
    await operate(service, bought.id, { operation: 'refund', amount: '0.300' });
    service.simulator.setSwitches({ webhook_for_operations: 'on' });
    await operateAtOttu(service, bought, { operation: 'refund', amount: '0.300', outcome: 'queued' });
    await service.runDue();
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.000', refundable_amount: '0.400' });
    await service.passTime(2 * HOUR);
    expect(moved(service.simulator)).toHaveLength(2);
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'succeeded' }, { state: 'succeeded' }]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.600', refundable_amount: '0.400' });
  });

  it('told once more, with other unsigned members, is no second refund', async () => {
    const bought = await paid(service);
    const { body } = await operate(service, bought.id, { operation: 'refund', amount: '0.300' });
    service.simulator.setFaults([answerLost(OPERATION)]);
    service.simulator.setSwitches({ webhook_for_operations: 'off' });
    const second = await operate(service, bought.id, { operation: 'refund', amount: '0.300' });
    expect(second.body.operation.state).toBe('unknown');
    await deliver(
      service,
      operationEvent(bought, {
        reference_number: body.operation.reference_number,
        txn: { session_id: 'd'.repeat(40), state: 'refunded' },
      }),
    );
    await service.runOnce('Inbox');
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'succeeded' }, { state: 'unknown' }]);
  });
});

describe("M72: what was done in Ottu's dashboard", () => {
  it('is one row, confirmed by an inquiry, and told to the merchant', async () => {
    const bought = await paid(service);
    await operateAtOttu(service, bought, { operation: 'refund', amount: '0.400' });
    await service.runDue();
    // Ottu takes no inquiry so soon after the creation: until then what may have been given back is held.
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'unknown', source: 'ottu', amount: '0.400' }]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.000', refundable_amount: '0.600' });
    await service.passTime(HOUR);
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'succeeded', source: 'ottu' }]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.400', refundable_amount: '0.600' });
    expect(await told(bought.id)).toEqual(['payment.paid', 'payment.refunded']);
    expect(sentBodies(service, OPERATION)).toEqual([]);
    const over = await operate(service, bought.id, { operation: 'refund', amount: '0.700' });
    expect(over.body.code).toBe('amount_exceeds_balance');
  });

  it('and is told by nobody is found by an inquiry of an operator', async () => {
    const bought = await authorized(service);
    await operateAtOttu(service, bought, { operation: 'capture', amount: '0.400', told: false });
    await service.moveTime(HOUR);
    expect((await inquire(service, bought.id)).status).toBe(200);
    expect(await operations(service, bought.id)).toMatchObject([
      { operation: 'capture', state: 'succeeded', source: 'ottu', amount: '0.400' },
    ]);
    expect(await payment(service, bought.id)).toMatchObject({
      captured_amount: '0.400',
      capturable_amount: '0.600',
      refundable_amount: '0.400',
    });
    expect((await timeline(service, bought.id)).map(({ event }) => event)).toContain('operation_looked_up');
  });

  it('an event of it that Ottu does not confirm changes no sum, however often it is told', async () => {
    const bought = await paid(service);
    await deliver(service, operationEvent(bought));
    await deliver(service, operationEvent(bought, { timestamp_utc: '2026-06-01 11:00:01' }));
    await service.passTime(2 * HOUR);
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'unknown', source: 'ottu' }]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.000' });
    expect(await told(bought.id)).toEqual(['payment.paid']);
    expect(service.simulator.requests(INQUIRY).length).toBeGreaterThan(0);
  });

  it('an event that is not signed rightly is refused, and one that names another order is only kept', async () => {
    const bought = await paid(service);
    const event = operationEvent(bought);
    expect((await deliver(service, event.replace('"0.300"', '"0.900"'))).status).toBe(401);
    expect((await deliver(service, operationEvent(bought, { order_no: 'ANOTHER' }))).status).toBe(200);
    await service.runDue();
    expect(await operations(service, bought.id)).toEqual([]);
  });
});
