import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { payment, timeline } from '../reconciliation/support.ts';
import { OPERATION, sentBodies } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { DAY } from '../support/time.ts';
import { decide, moved, operate, operations, paid, type Members } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ REFUND_APPROVAL_ABOVE: 'KWD=0.500,JPY=100' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

/** A refund that waits. */
async function waiting(): Promise<{ id: string; operation: string; body: Members }> {
  const { id } = await paid(service);
  const answer = await operate(service, id, { operation: 'refund', amount: '0.501' });
  expect([answer.status, answer.body.operation.state]).toEqual([202, 'awaiting_approval']);
  return { id, operation: answer.body.operation.id as string, body: answer.body };
}

describe('M83: a refund that needs a second pair of eyes', () => {
  it('waits, holds its amount, and is sent only by the approval of another key', async () => {
    const { id, operation, body } = await waiting();
    expect(body).toMatchObject({ payment: { refunded_amount: '0.000', refundable_amount: '0.499' } });
    expect(sentBodies(service, OPERATION)).toEqual([]);
    const own = await decide(service, id, operation, 'approve', 'operator');
    expect([own.status, own.body.code, own.body.outcome]).toEqual([403, 'approval_by_requester', 'none']);
    const approved = await decide(service, id, operation, 'approve', 'finance');
    expect(approved.status).toBe(201);
    expect(approved.body).toMatchObject({
      operation: { id: operation, state: 'succeeded', requested_by: 'operator', decided_by: 'finance' },
      payment: { refunded_amount: '0.501' },
    });
    expect((await timeline(service, id)).find(({ event }) => event === 'operation_decided')).toMatchObject({
      details: { decision: 'approve', decided_by: 'finance', from: 'awaiting_approval', to: 'sending' },
    });
    const again = await decide(service, id, operation, 'approve', 'finance');
    expect(again.status).toBe(201);
    const late = await decide(service, id, operation, 'refuse', 'finance');
    expect([late.status, late.body.code]).toEqual([409, 'approval_not_awaited']);
    expect(moved(service.simulator)).toHaveLength(1);
  });

  it('approved by two at once goes out once', async () => {
    const { id, operation } = await waiting();
    await Promise.all([decide(service, id, operation, 'approve'), decide(service, id, operation, 'approve')]);
    expect(moved(service.simulator)).toHaveLength(1);
  });

  it('is released by a refusal, also of the one who asked for it', async () => {
    const { id, operation } = await waiting();
    const refused = await decide(service, id, operation, 'refuse', 'operator');
    expect([refused.status, refused.body.operation.state]).toEqual([200, 'refused']);
    expect(refused.body.payment).toMatchObject({ refundable_amount: '1.000' });
    const approved = await decide(service, id, operation, 'approve', 'finance');
    expect(approved.body.code).toBe('approval_not_awaited');
    expect(moved(service.simulator)).toEqual([]);
  });

  it('lapses after seven days', async () => {
    const { id } = await waiting();
    await service.passTime(6 * DAY);
    expect(await operations(service, id)).toMatchObject([{ state: 'awaiting_approval' }]);
    await service.passTime(DAY);
    expect(await operations(service, id)).toMatchObject([{ state: 'refused' }]);
    expect(await payment(service, id)).toMatchObject({ refundable_amount: '1.000' });
    expect(moved(service.simulator)).toEqual([]);
  });

  it.each([
    ['at the limit does not wait', { amount: '1.000', currency_code: 'KWD' }, '0.500', 201],
    ['above it in another currency waits', { amount: '500', currency_code: 'JPY' }, '101', 202],
    ['in a currency that is not named always waits', { amount: '10.00', currency_code: 'SAR' }, '0.01', 202],
  ])('%s', async (_what, bought, amount, status) => {
    const { id } = await paid(service, bought);
    expect((await operate(service, id, { operation: 'refund', amount })).status).toBe(status);
  });

  it('there is none of another payment, nor of no payment', async () => {
    const { operation } = await waiting();
    const other = await paid(service);
    expect((await decide(service, other.id, operation, 'approve')).status).toBe(404);
    expect((await decide(service, other.id, 'none', 'approve')).status).toBe(404);
  });
});

describe('M83: what a key may refund', () => {
  it('at once, and within a day over all payments; other keys are not limited by it', async () => {
    const first = await paid(service);
    const tooMuch = await operate(service, first.id, { operation: 'refund', amount: '0.601' }, { caller: 'clerk' });
    expect([tooMuch.status, tooMuch.body.code, tooMuch.body.outcome]).toEqual([403, 'refund_limit_exceeded', 'none']);
    const good = await operate(service, first.id, { operation: 'refund', amount: '0.500' }, { caller: 'clerk' });
    expect(good.body.operation.state).toBe('succeeded');
    const second = await paid(service);
    await operate(service, second.id, { operation: 'refund', amount: '0.500' }, { caller: 'clerk' });
    const third = await paid(service);
    const beyond = await operate(service, third.id, { operation: 'refund', amount: '0.001' }, { caller: 'clerk' });
    expect(beyond.body.code).toBe('refund_limit_exceeded');
    expect((await operate(service, third.id, { operation: 'refund', amount: '0.001' })).status).toBe(201);
    await service.moveTime(DAY);
    const nextDay = await operate(service, third.id, { operation: 'refund', amount: '0.001' }, { caller: 'clerk' });
    expect(nextDay.status).toBe(201);
  });

  it('in no currency that its limit does not name', async () => {
    const { id } = await paid(service, { amount: '500', currency_code: 'JPY' });
    const answer = await operate(service, id, { operation: 'refund', amount: '1' }, { caller: 'clerk' });
    expect(answer.body.code).toBe('refund_limit_exceeded');
  });
});
