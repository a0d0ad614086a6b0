import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';

import type { AnyFaultRule } from '../../sandbox/simulator.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { inquire, payment, timeline } from '../reconciliation/support.ts';
import { answerLost, INQUIRY, OPERATION } from '../support/ottu.ts';
import { authorization, type TestCaller } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { moved, operate, operations, paid, type Members } from './support.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
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
  service.simulator.setSwitches({ webhook_for_operations: 'off' });
});

const NOT_DONE: AnyFaultRule = {
  match: { ...OPERATION, nth: 1 },
  fault: { kind: 'status', status: 502, body: 'Bad gateway' },
};

/** Ottu's refusal of every repeat, by this name. */
function refusals(operation: string): AnyFaultRule[] {
  const body = { detail: 'The operation could not be executed.', operation, result: 'failed' };
  return Array.from({ length: 30 }, (_none, index) => ({
    match: { ...OPERATION, nth: index + 2 },
    fault: { kind: 'status', status: 400, body } as const,
  }));
}

/** A payment of which operations may inquire no more, and a refund whose answer is lost. */
async function lostWithoutInquiries(faults: readonly AnyFaultRule[], body: Members = {}) {
  const { id } = await paid(service, { customer: { id: 'cust-1' } });
  await service.passTime(HOUR);
  for (const _each of [1, 2]) {
    await inquire(service, id);
    await service.passTime(HOUR);
  }
  service.simulator.setFaults([...faults]);
  const asked = service.simulator.requests(INQUIRY).length;
  const lost = await operate(service, id, { operation: 'refund', amount: '0.300', ...body });
  expect(lost.body.operation.state).toBe('unknown');
  return {
    id,
    operation: lost.body.operation.id as string,
    noMoreInquiries: () => service.simulator.requests(INQUIRY).length === asked,
  };
}

async function told(id: string): Promise<Members[]> {
  await service.runDue();
  return receiver.of(id).map(({ event }) => event as unknown as Members);
}

interface Resolution {
  readonly decision?: string;
  readonly reason?: string;
  readonly caller?: TestCaller;
}

async function resolve(
  id: string,
  operation: string,
  { decision = 'succeeded', reason = 'The bank shows it.', caller = 'finance' }: Resolution = {},
): Promise<Response> {
  return request(service.url)
    .post(`/v1/payments/${id}/operations/${operation}/resolve`)
    .set('authorization', authorization(caller))
    .send({ decision, reason });
}

describe('M80, F8.4: a repeat that Ottu refuses, where no inquiry is left,', () => {
  it('was never done: a key by which something was done is answered with it', async () => {
    const { id, noMoreInquiries } = await lostWithoutInquiries([NOT_DONE, ...refusals('refund')]);
    await service.passTime(2 * HOUR);
    expect(noMoreInquiries()).toBe(true);
    expect(await operations(service, id)).toMatchObject([{ state: 'rejected' }]);
    expect(await payment(service, id)).toMatchObject({ refunded_amount: '0.000', refundable_amount: '1.000' });
    expect((await told(id)).map(({ type }) => type)).toEqual(['payment.paid', 'payment.refund_rejected']);
  });

  it('says nothing where it was the look-up of the key that failed', async () => {
    const { id } = await lostWithoutInquiries([answerLost(OPERATION, 1), ...refusals('operation_tracking')]);
    await service.passTime(2 * HOUR);
    expect(await operations(service, id)).toMatchObject([{ state: 'unknown' }]);
    service.simulator.clearFaults();
    await service.passTime(13 * HOUR);
    expect(await operations(service, id)).toMatchObject([{ state: 'succeeded' }]);
    expect(moved(service.simulator)).toHaveLength(1);
  });
});

describe('M80, M27: what nothing at Ottu can end an operator ends', () => {
  /** A refund to a wallet, which is never sent again. */
  const toWallet = async () => {
    const lost = await lostWithoutInquiries([NOT_DONE], { destination: 'wallet' });
    await service.passTime(2 * HOUR);
    expect(await operations(service, lost.id)).toMatchObject([{ state: 'unknown' }]);
    return lost;
  };

  it.each([
    ['succeeded', 'payment.refunded', { refunded_amount: '0.300', refundable_amount: '0.700' }],
    ['rejected', 'payment.refund_rejected', { refunded_amount: '0.000', refundable_amount: '1.000' }],
  ] as const)(
    '%s: sums, timeline and the event to the merchant say so, and who it was',
    async (decision, type, sums) => {
      const { id, operation } = await toWallet();
      const answer = await resolve(id, operation, { decision, reason: 'Seen in the wallet.' });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ operation: { state: decision, decided_by: 'finance' }, payment: sums });
      expect((await timeline(service, id)).find(({ event }) => event === 'operation_decided')).toMatchObject({
        details: { decision, reason: 'Seen in the wallet.', decided_by: 'finance', from: 'unknown', to: decision },
      });
      expect((await told(id)).at(-1)).toMatchObject({ type, data: { decided_by: 'operator', payment: sums } });
      // The same once more changes nothing; another decision comes too late.
      expect((await resolve(id, operation, { decision })).status).toBe(200);
      const other = await resolve(id, operation, { decision: decision === 'rejected' ? 'succeeded' : 'rejected' });
      expect([other.status, other.body.code, other.body.outcome]).toEqual([409, 'operation_not_unknown', 'final']);
      expect(await told(id)).toHaveLength(2);
    },
  );

  it('not while what was sent may be under way, nor what is settled, nor by who may not operate', async () => {
    const { id, operation } = await lostWithoutInquiries([NOT_DONE]);
    const early = await resolve(id, operation);
    expect([early.status, early.body.code, early.body.outcome]).toEqual([409, 'operation_not_unknown', 'unknown']);
    expect(Number(early.headers['retry-after'])).toBeGreaterThan(0);
    expect((await resolve(id, operation, { caller: 'reader' })).status).toBe(403);
    expect((await resolve(id, randomUUID())).status).toBe(404);
    expect((await resolve(id, operation, { reason: ' ' })).status).toBe(400);
    const done = await operate(service, id, { operation: 'refund', amount: '0.100' });
    expect((await resolve(id, done.body.operation.id as string)).body.code).toBe('operation_not_unknown');
    expect(await payment(service, id)).toMatchObject({ refunded_amount: '0.100', refundable_amount: '0.600' });
  });

  it('and a success that Ottu tells of afterwards stands: a decision is never stronger', async () => {
    const { id } = await paid(service, { customer: { id: 'cust-1' } });
    service.simulator.setFaults([answerLost(OPERATION, 1)]);
    const body = { operation: 'refund', destination: 'wallet', amount: '0.300' };
    const lost = await operate(service, id, body);
    await service.moveTime(11 * MINUTE);
    const resolved = await resolve(id, lost.body.operation.id as string, { decision: 'rejected' });
    expect(resolved.body.payment).toMatchObject({ refundable_amount: '1.000' });
    await service.moveTime(10 * MINUTE);
    await inquire(service, id);
    expect(await payment(service, id)).toMatchObject({ refunded_amount: '0.300', refundable_amount: '0.700' });
  });
});
