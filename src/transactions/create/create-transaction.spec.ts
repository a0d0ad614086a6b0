import { describe, expect, it } from '@jest/globals';

import type { Settings } from '../../config/settings.ts';
import type { PaymentRow } from '../../database/schema.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { OttuProblems } from '../../payments/answers/ottu-problems.ts';
import { asOrderNo, asPaymentId } from '../../payments/identifiers.ts';
import type { RefreshPayment } from '../../payments/settlement/refresh-payment.ts';
import type { SettleWithRetry } from '../../payments/settlement/settle-with-retry.ts';
import { NothingTaken, TransactionWrites } from '../../payments/transaction-writes/transaction-writes.ts';
import { Problem } from '../../problems/problem.ts';
import { RetrieveTransaction, type SettleRetrieved } from '../retrieve-transaction.ts';
import type { ClaimedCreate, CreateClaim, CreateCommand, EarlierCreate } from './create-claim.ts';
import { CreateTransaction } from './create-transaction.ts';

const ID = asPaymentId('3e0f1f50-6d3c-4d0e-9d0c-0b8a2a4f6c11');
const ORDER = asOrderNo('ORD-1');
const ABOUT = { id: ID, order_no: ORDER, self: `/v1/payments/${ID}` };
const SETTINGS = { ottu: { timeoutMs: 1_000 }, durations: { leaseGrace: 1_000 } } as Settings;
const PROBLEMS = new OttuProblems(SETTINGS);

const CLAIMED: ClaimedCreate = {
  kind: 'claimed',
  write: { id: 'write', paymentId: ID, requestedAmountId: undefined },
  orderNo: ORDER,
  again: false,
};
const EARLIER: EarlierCreate = {
  kind: 'earlier',
  payment: { id: ID, order_no: ORDER, state: 'created', session_id: 'a'.repeat(40) } as unknown as PaymentRow,
  write: undefined,
};

/** The problem that a create ends in, whose call, or whose retrieve for a replay, fails so. */
async function problemOf(claimed: ClaimedCreate | EarlierCreate, error: Error): Promise<Problem> {
  const fail = async (): Promise<never> => Promise.reject(error);
  const create = new CreateTransaction(
    { claim: async () => claimed } as unknown as CreateClaim,
    new TransactionWrites({ settleOrRetry: async () => undefined } as unknown as SettleWithRetry, SETTINGS),
    new RetrieveTransaction({ retrieve: fail } as unknown as RefreshPayment, {} as SettleRetrieved, PROBLEMS),
    PROBLEMS,
  );
  const command = { prepare: () => fail, outcomeIfLost: 'none' } as unknown as CreateCommand;
  const problem = await create.execute(command).catch((thrown: unknown) => thrown);
  if (!(problem instanceof Problem)) throw new Error('it ended in no problem', { cause: problem });
  return problem;
}

describe('M5: a create that was not sent', () => {
  const fault = new TransportFault('unreachable', false);

  it('is told in the words of the fault', async () => {
    const { code, options } = await problemOf(CLAIMED, fault);
    expect(code).toBe('ottu_unreachable');
    expect(options).toMatchObject({ outcome: 'none', payment: { ...ABOUT, outcome: 'none' } });
  });

  it('is told in the words of the refusal where this service broke its form off', async () => {
    const { code, options } = await problemOf(CLAIMED, new NothingTaken(new Problem('payload_too_large'), fault));
    expect(code).toBe('payload_too_large');
    expect(options).toMatchObject({ outcome: 'none', payment: { ...ABOUT, outcome: 'none' } });
  });
});

describe('M9: a replay whose retrieve fails', () => {
  it.each<[string, Error, string]>([
    ['because Ottu is silent', new TransportFault('unreachable', false), 'ottu_unreachable'],
    ['by a fault of our own', new TypeError('no header can hold this'), 'internal_error'],
  ])('says which payment it is about, and that it is a replay: %s', async (_why, error, expected) => {
    const { code, options } = await problemOf(EARLIER, error);
    expect(code).toBe(expected);
    expect(options).toMatchObject({
      outcome: 'unknown',
      payment: { ...ABOUT, outcome: 'unknown' },
      headers: { 'idempotent-replayed': 'true' },
    });
  });
});
