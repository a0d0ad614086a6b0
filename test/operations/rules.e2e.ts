import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { charge, payment } from '../reconciliation/support.ts';
import { OPERATION, payAtOttu, RETRIEVE, sentBodies } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { createTransaction } from '../support/transactions.ts';
import { authorized, list, moved, operate, operations, paid } from './support.ts';

const OPERATIONS = ['refund', 'capture', 'void', 'cancel', 'expire', 'delete'] as const;

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ OTTU_CHARGE_TIMEOUT_MS: '1500' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

/** A session that a merchant's server has made, and its payment. */
async function created(): Promise<{ id: string; session: string }> {
  const { body } = await createTransaction(service.url);
  const session = String(body.session_id);
  const { body: found } = await request(service.url)
    .get('/v1/payments')
    .query({ session_id: session })
    .set('authorization', authorization('reader'));
  return { id: found.payments[0].id as string, session };
}

const STATES: Readonly<Record<string, () => Promise<string>>> = {
  created: async () => (await created()).id,
  attempted: async () => {
    const { id, session } = await created();
    await payAtOttu(service, session, { outcome: 'declined' });
    await request(service.url).get(`/v1/payment-transactions/${session}`).set('authorization', authorization('shop'));
    return id;
  },
  expired: async () => {
    const { id } = await created();
    await operate(service, id, { operation: 'expire' });
    return id;
  },
  canceled: async () => {
    const { id } = await created();
    await operate(service, id, { operation: 'cancel' });
    return id;
  },
  cod: async () => charge(service, 'cod'),
  authorized: async () => (await authorized(service)).id,
  'authorized, captured in part': async () => {
    const { id } = await authorized(service);
    await operate(service, id, { operation: 'capture', amount: '0.400' });
    return id;
  },
  paid: async () => (await paid(service)).id,
};

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  created: ['cancel', 'expire'],
  attempted: ['cancel', 'expire'],
  expired: ['delete'],
  canceled: ['delete'],
  cod: ['cancel'],
  authorized: ['capture', 'void'],
  'authorized, captured in part': ['refund', 'capture'],
  paid: ['refund'],
};

describe.each(Object.keys(STATES))('F8.2, M54: a payment that is %s', (state) => {
  it.each(OPERATIONS)('%s: allowed or refused as the facts say, and so does the list', async (operation) => {
    const id = (await STATES[state]?.()) ?? '';
    const allowed = ALLOWED[state] ?? [];
    expect((await list(service, id)).body.allowed.toSorted()).toEqual([...allowed].toSorted());
    const before = sentBodies(service, OPERATION).length;
    const answer = await operate(service, id, { operation });
    if (allowed.includes(operation)) {
      expect([answer.status, answer.body.operation?.state]).toEqual([201, 'succeeded']);
      expect(sentBodies(service, OPERATION)).toHaveLength(before + 1);
    } else {
      expect([answer.status, answer.body.code, answer.body.outcome]).toEqual([409, 'operation_not_allowed', 'none']);
      expect(answer.body.detail).toMatch(new RegExp(`${operation} is for payments that are `));
      expect(answer.body.allowed.toSorted()).toEqual([...allowed].toSorted());
      expect(sentBodies(service, OPERATION)).toHaveLength(before);
    }
  });
});

describe('M54: cancel, expire and delete', () => {
  it.each([
    ['cancel', 'canceled'],
    ['expire', 'expired'],
  ])('%s ends the payment as %s, by the word of Ottu', async (operation, state) => {
    const { id } = await created();
    const answer = await operate(service, id, { operation });
    expect(answer.body).toMatchObject({ operation: { operation, amount: null }, payment: { state, outcome: 'final' } });
  });

  it('begin with a look: what was paid meanwhile is paid, and nothing is closed', async () => {
    const { id, session } = await created();
    await payAtOttu(service, session);
    const answer = await operate(service, id, { operation: 'expire' });
    expect([answer.status, answer.body.code]).toEqual([409, 'operation_not_allowed']);
    expect(await payment(service, id)).toMatchObject({ state: 'paid' });
    expect(service.simulator.requests(RETRIEVE).length).toBeGreaterThan(0);
    expect(sentBodies(service, OPERATION)).toEqual([]);
  });

  it('whose answer was lost are found by a look, not sent again', async () => {
    const { id } = await created();
    service.simulator.setFaults([{ match: { ...OPERATION, nth: 1 }, fault: { kind: 'answer_lost' } }]);
    const answer = await operate(service, id, { operation: 'expire' });
    expect([answer.status, answer.body.operation.state]).toEqual([202, 'unknown']);
    await service.passTime(60 * 60_000);
    expect(await operations(service, id)).toMatchObject([{ state: 'succeeded' }]);
    expect(sentBodies(service, OPERATION)).toHaveLength(1);
  });

  it('what was deleted is deleted once', async () => {
    const id = (await STATES['expired']?.()) ?? '';
    await operate(service, id, { operation: 'delete' });
    const again = await operate(service, id, { operation: 'delete' });
    expect(again.body).toMatchObject({ code: 'operation_not_allowed', allowed: [] });
    expect(await payment(service, id)).toMatchObject({ state: 'expired' });
  });
});

describe('M80: two at once', () => {
  it('never refund more than was paid: of ten refunds of 0.300 three go through', async () => {
    const { id } = await paid(service);
    const answers = await Promise.all(
      Array.from({ length: 10 }, async () => operate(service, id, { operation: 'refund', amount: '0.300' })),
    );
    const succeeded = answers.filter(({ body }) => body.operation?.state === 'succeeded');
    expect(succeeded).toHaveLength(3);
    const refused = answers.filter(({ status }) => status === 409).map(({ body }) => body.code as string);
    expect(new Set(refused)).toEqual(new Set(['amount_exceeds_balance']));
    expect(moved(service.simulator)).toHaveLength(3);
    expect(await payment(service, id)).toMatchObject({ refunded_amount: '0.900', refundable_amount: '0.100' });
  });

  it('with one key are one refund', async () => {
    const { id } = await paid(service);
    const answers = await Promise.all(
      Array.from({ length: 5 }, async () =>
        operate(service, id, { operation: 'refund', amount: '0.100' }, { key: 'twins' }),
      ),
    );
    expect(moved(service.simulator)).toHaveLength(1);
    for (const { status, body } of answers) {
      if (status === 409) expect(body).toMatchObject({ code: 'idempotency_in_flight', outcome: 'unknown' });
      else expect(status).toBe(201);
    }
  });

  it('a void and a capture never both happen', async () => {
    const { id } = await authorized(service);
    const answers = await Promise.all([
      operate(service, id, { operation: 'void' }),
      operate(service, id, { operation: 'capture', amount: '0.500' }),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
    expect(moved(service.simulator)).toHaveLength(1);
  });
});
