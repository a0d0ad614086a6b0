import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { payment } from '../reconciliation/support.ts';
import { answerLost, OPERATION } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import { deliver, inbox, startWebhookService } from '../webhooks/support.ts';
import { moved, operate, operateAtOttu, operationEvent, operations, paid, type Bought } from './support.ts';

const HOUR = 60 * 60_000;
let service: TestService;

beforeAll(async () => {
  service = await startWebhookService();
});
afterAll(async () => service.close());
beforeEach(() => {
  service.simulator.reset();
  // What an event says of its child is not signed: here whoever is on its way has written another one into it.
  service.simulator.setSwitches({ webhook_for_operations: 'off' });
});

/** The event of the last movement of this payment, as Ottu signs it, with a child that is somebody else's. */
async function eventWithChild(bought: Bought, child: unknown): Promise<void> {
  const { reference_number: reference } =
    moved(service.simulator).findLast(({ order_no: order }) => order === bought.order_no) ?? {};
  const event = operationEvent(bought, {
    reference_number: reference ?? 'sandboxREF0099',
    txn: { session_id: child, amount: '0.300', currency_code: 'KWD', state: 'refunded' },
  });
  expect((await deliver(service, event)).status).toBe(200);
}

describe("M72: an event that names another payment's child, which is not signed,", () => {
  it('is done with at once, and the inquiry tells which child it was: one row, and both payments are right', async () => {
    const other = await paid(service);
    const { body } = await operate(service, other.id, { operation: 'refund', amount: '0.300' });
    const bought = await paid(service);
    await operateAtOttu(service, bought, { operation: 'refund', amount: '0.300', told: false });
    await eventWithChild(bought, body.operation.session_id);
    await service.runOnce('Inbox');
    expect((await inbox(service)).filter(({ kind, state }) => kind === 'operation' && state !== 'processed')).toEqual(
      [],
    );
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'unknown', source: 'ottu' }]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.000', refundable_amount: '0.700' });
    await service.passTime(HOUR);
    const own = moved(service.simulator).find(({ order_no: order }) => order === bought.order_no);
    expect(await operations(service, bought.id)).toMatchObject([
      { state: 'succeeded', source: 'ottu', session_id: own?.child_session_id },
    ]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.300', refundable_amount: '0.700' });
    expect(await operations(service, other.id)).toMatchObject([
      { state: 'succeeded', session_id: body.operation.session_id },
    ]);
  });

  it('is no second refund where it is about one of ours whose answer was lost', async () => {
    const other = await paid(service);
    const { body } = await operate(service, other.id, { operation: 'refund', amount: '0.300' });
    const bought = await paid(service);
    service.simulator.setFaults([answerLost(OPERATION, 1)]);
    await operate(service, bought.id, { operation: 'refund', amount: '0.300' });
    await eventWithChild(bought, body.operation.session_id);
    await service.runOnce('Inbox');
    expect(await operations(service, bought.id)).toMatchObject([{ source: 'api' }, { source: 'ottu' }]);
    await service.passTime(HOUR);
    const own = moved(service.simulator).find(({ order_no: order }) => order === bought.order_no);
    expect(await operations(service, bought.id)).toMatchObject([
      { state: 'succeeded', source: 'api', session_id: own?.child_session_id },
    ]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.300', refundable_amount: '0.700' });
  });

  it('does not keep the answer to a refund of that payment from being stored', async () => {
    const [victim, bought] = [await paid(service), await paid(service)];
    await operateAtOttu(service, bought, { operation: 'refund', amount: '0.300', told: false });
    service.simulator.setFaults([{ match: OPERATION, fault: { kind: 'hold', when: 'after' } }]);
    const asked = Promise.resolve(operate(service, victim.id, { operation: 'refund', amount: '0.700' }));
    while (!moved(service.simulator).some(({ order_no: order }) => order === victim.order_no)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const entry = moved(service.simulator).find(({ order_no: order }) => order === victim.order_no);
    await eventWithChild(bought, entry?.child_session_id);
    await service.runOnce('Inbox');
    service.simulator.clearFaults();
    const { status, body } = await asked;
    expect([status, body.operation.state]).toEqual([201, 'succeeded']);
    expect(await payment(service, victim.id)).toMatchObject({ refunded_amount: '0.700', refundable_amount: '0.300' });
    await service.passTime(HOUR);
    expect(await operations(service, bought.id)).toMatchObject([{ state: 'succeeded', source: 'ottu' }]);
    expect(await payment(service, bought.id)).toMatchObject({ refunded_amount: '0.300', refundable_amount: '0.700' });
  });
});
