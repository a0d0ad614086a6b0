import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { payment } from '../reconciliation/support.ts';
import { answerLost, OPERATION, sentBodies } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { moved, operate, operations, paid } from './support.ts';

const HOUR = 60 * 60_000;
let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

describe('M72, M80: of two refunds that are alike, whose answers were lost,', () => {
  it('each is what Ottu made of its own Tracking-Key: one that an inquiry shows is not taken for the other', async () => {
    service.simulator.setSwitches({ webhook_for_operations: 'off' });
    const { id } = await paid(service);
    // Old enough for an inquiry, which then comes before the repeat.
    await service.passTime(HOUR);
    service.simulator.setFaults([
      { match: { ...OPERATION, nth: 1 }, fault: { kind: 'status', status: 502, body: 'Bad gateway' } },
      answerLost(OPERATION, 2),
    ]);
    for (const _each of [1, 2]) {
      const lost = await operate(service, id, { operation: 'refund', amount: '0.300' });
      expect(lost.body.operation.state).toBe('unknown');
    }
    expect(moved(service.simulator)).toHaveLength(1);
    await service.passTime(3 * HOUR);
    expect(await operations(service, id)).toMatchObject([{ state: 'succeeded' }, { state: 'succeeded' }]);
    expect(moved(service.simulator)).toHaveLength(2);
    const children = (await operations(service, id)).map(({ session_id: child }) => child);
    expect(new Set(children)).toEqual(new Set(moved(service.simulator).map((entry) => entry.child_session_id)));
    expect(await payment(service, id)).toMatchObject({ refunded_amount: '0.600', refundable_amount: '0.400' });
  });

  it('both are done where an inquiry shows two, and neither is sent again', async () => {
    service.simulator.setSwitches({ webhook_for_operations: 'off' });
    const { id } = await paid(service);
    await service.passTime(HOUR);
    service.simulator.setFaults([answerLost(OPERATION)]);
    for (const _each of [1, 2]) await operate(service, id, { operation: 'refund', amount: '0.300' });
    await service.passTime(3 * HOUR);
    expect(await operations(service, id)).toMatchObject([{ state: 'succeeded' }, { state: 'succeeded' }]);
    expect(sentBodies(service, OPERATION)).toHaveLength(2);
    expect(await payment(service, id)).toMatchObject({ refunded_amount: '0.600', refundable_amount: '0.400' });
  });
});
