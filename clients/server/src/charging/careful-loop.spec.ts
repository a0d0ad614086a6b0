import { describe, expect, it } from '@jest/globals';

import type { PaymentAnswer, Problem } from '../types.ts';
import { sendCarefully, type Clock } from './careful-loop.ts';
import { readCharge, readOperation, readTransaction } from './read-answers.ts';
import { readReceived, type Reading } from './reading.ts';
import { mayFulfil, type Waiting } from './result.ts';

type Payment = PaymentAnswer['payment'];

function answer(outcome: Payment['outcome'], state: Payment['state']): PaymentAnswer {
  return { payment: { outcome, state } as Payment, links: { self: '', timeline: '' } };
}

const PAID: Reading<PaymentAnswer> = { kind: 'final', answer: answer('final', 'paid') };
const PAYER: Reading<PaymentAnswer> = { kind: 'open', answer: answer('unknown', 'action_required'), waitsFor: 'payer' };
const LOST: Reading<PaymentAnswer> = { kind: 'lost', sent: true };

function refusal(more: Partial<Problem>, retryAfterMs?: number): Reading<PaymentAnswer> {
  const problem = { code: 'validation_failed', outcome: 'none', status: 400, ...more } as Problem;
  return { kind: 'problem', problem, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

async function told(readings: readonly Reading<PaymentAnswer>[], waiting: Waiting = {}) {
  let now = 0;
  const waits: number[] = [];
  const left = [...readings];
  const clock: Clock = { now: () => now, sleep: async (ms) => void ((now += ms), waits.push(ms)), random: () => 0 };
  const request = { key: 'key-1', timeoutMs: 75_000, send: async () => left.shift() ?? LOST };
  const result = await sendCarefully(request, { mayHaveCharged: false }, waiting, clock);
  return { result, waits, left: left.length };
}

describe('docs/api.md, after a lost answer: the loop', () => {
  it('hands a refusal back at once, with what it says', async () => {
    const { result, waits } = await told([refusal({ code: 'ottu_rejected' })]);
    expect(result).toMatchObject({ outcome: 'none', mayRepeat: false, problem: { code: 'ottu_rejected' } });
    expect(waits).toEqual([]);
  });

  it('does not take a bare refusal for an answer about a try that was lost before', async () => {
    const { result } = await told([LOST, refusal({ status: 401 }), refusal({ status: 401 })], { within: 3_000 });
    expect(result).toMatchObject({ outcome: 'unknown', waitsFor: 'answer' });
  });

  it('takes a refusal that names the payment for one, also after a lost try', async () => {
    const payment = { id: '', order_no: '', self: '', outcome: 'none' as const };
    const { result } = await told([LOST, refusal({ code: 'ottu_rejected', payment })]);
    expect(result).toMatchObject({ outcome: 'none' });
  });

  it('repeats what the service could not do now, and no sooner than it asks', async () => {
    const later = refusal({ code: 'ottu_throttled', status: 503 }, 7_000);
    const { result, waits } = await told([later, LOST, LOST, PAID]);
    expect(result).toMatchObject({ outcome: 'final', key: 'key-1' });
    expect(waits).toEqual([7_000, 500, 1_000]);
  });

  it('hands back that nothing was charged where no try has reached anybody, and that the key may do it later', async () => {
    const away: Reading<PaymentAnswer> = { kind: 'lost', sent: false };
    expect((await told([away, away, away, away, away], { within: 1_000 })).result).toEqual({
      key: 'key-1',
      outcome: 'none',
      mayRepeat: true,
    });
  });

  it('does not wait for a time that nobody waits for any more', async () => {
    const { result, waits } = await told(
      [refusal({ code: 'store_unavailable', outcome: 'unknown', status: 503 }, 60_000)],
      {
        within: 10_000,
      },
    );
    expect(result).toMatchObject({ outcome: 'unknown', problem: { code: 'store_unavailable' } });
    expect(waits).toEqual([]);
  });

  it.each(['idempotency_key_reused', 'order_no_taken'] as const)(
    'tells %s as a conflict, whatever its outcome',
    async (code) => {
      expect((await told([LOST, refusal({ code, outcome: 'final', status: 409 })])).result.outcome).toBe('conflict');
    },
  );

  it('tells at once that the payer has to act, and waits for the end when it is asked to go on', async () => {
    const { result, waits } = await told([PAYER, PAYER, PAYER, PAID]);
    expect(result).toMatchObject({ outcome: 'unknown', waitsFor: 'payer', payment: { state: 'action_required' } });
    expect(waits).toEqual([]);
    if (result.outcome !== 'unknown') throw new Error('unreachable');
    expect(await result.resume()).toMatchObject({ outcome: 'final' });
  });

  it('hands unknown back when the waiting is aborted, and rejects nothing that was sent', async () => {
    const signal = AbortSignal.abort();
    expect((await told([LOST], { signal })).result).toMatchObject({ outcome: 'unknown' });
  });
});

describe('what an answer says', () => {
  const received = (status: number, json: unknown) => ({ status, retryAfterMs: undefined, text: JSON.stringify(json) });
  const operation = (state: string) => ({ payment: { outcome: 'final' }, operation: { state }, links: {} });

  it.each([
    ['succeeded', 'final'],
    ['rejected', 'final'],
    ['refused', 'final'],
    ['not_processed', 'none'],
    ['sending', 'open'],
    ['unknown', 'open'],
    ['queued', 'open'],
    ['awaiting_approval', 'open'],
    ['a word of a later version', 'lost'],
  ])("of an operation is its own state and not the payment's: %s is %s", (state, kind) => {
    expect(readReceived(received(201, operation(state)), readOperation).kind).toBe(kind);
  });

  it.each([
    [201, 'no JSON'],
    [201, {}],
    [201, { payment: { outcome: 'a word of a later version' } }],
    [302, { payment: { outcome: 'final' } }],
    [502, { message: 'Bad Gateway' }],
  ])('of a charge counts as lost where it cannot be read: %d %j', (status, json) => {
    expect(readReceived(received(status, json), readCharge).kind).toBe('lost');
  });

  it('of a transaction that charges nothing is its session', () => {
    expect(readReceived(received(201, { session_id: 'abc', amount: '1.000' }), readTransaction)).toEqual({
      kind: 'final',
      answer: { transaction: { session_id: 'abc', amount: '1.000' } },
    });
    expect(readReceived(received(200, {}), readTransaction).kind).toBe('lost');
  });

  it('fulfils no order that somebody has to look at, or that was not paid', () => {
    const paid = { outcome: 'final', state: 'paid', review_reasons: [] } as const;
    expect(mayFulfil({ ...paid, review_reasons: [] })).toBe(true);
    expect(mayFulfil({ ...paid, review_reasons: ['duplicate_payment'] })).toBe(false);
    expect(mayFulfil({ ...paid, state: 'failed', review_reasons: [] })).toBe(false);
    expect(mayFulfil({ ...paid, outcome: 'unknown', review_reasons: [] })).toBe(false);
  });
});
