import { describe, expect, it } from '@jest/globals';

import { PAYMENT_STATES, rankOf, type PaymentState } from '../states/payment-state.ts';
import type { AttemptState } from '../states/attempt-state.ts';
import type { Decision } from './decision.ts';
import { derivePaymentState, standingReasons, type KnownFact, type NewestAttemptState } from './derive-state.ts';

const fact = (state: string, mismatches: string[] = [], more: Partial<KnownFact> = {}): KnownFact => ({
  id: '1',
  state,
  counts: mismatches.length === 0,
  mismatches,
  reference_number: null,
  session_id: null,
  amount: null,
  currency_code: null,
  ...more,
});

const derived = (
  facts: readonly KnownFact[],
  newestAttempt: NewestAttemptState,
  reviewReasons: readonly string[] = [],
  newestId?: string,
): PaymentState => derivePaymentState(facts, { newestAttempt, reviewReasons, newestId });

/** One fact of each rank that facts can have, and a success that does not match. */
const FACTS = [
  fact('created'),
  fact('pending'),
  fact('attempted'),
  fact('failed'),
  fact('expired'),
  fact('rejected'),
  fact('paid', ['settled_amount_awaited']),
  fact('paid', ['amount_differs']),
  fact('cod'),
  fact('authorized'),
  fact('paid'),
];

function* permutations<T>(items: readonly T[], length: number): Generator<T[]> {
  if (length === 0) {
    yield [];
    return;
  }
  for (const item of items) {
    const others = items.filter((other) => other !== item);
    for (const rest of permutations(others, length - 1)) yield [item, ...rest];
  }
}

const key = (facts: readonly KnownFact[]): string =>
  facts
    .map(({ state, mismatches }) => `${state}${mismatches.join()}`)
    .toSorted()
    .join();

describe('M21: the state follows from the set of facts, not from their order', () => {
  it('M21: every permutation up to length five, each fact doubled, ends the same at every prefix and at the end', () => {
    const ends = new Map<string, PaymentState>();
    let permutationsSeen = 0;
    for (const length of [1, 2, 3, 4, 5]) {
      for (const order of permutations(FACTS, length)) {
        permutationsSeen += 1;
        const doubled = order.flatMap((each) => [each, each]);
        const end = derived(doubled, 'unknown', []);
        const known = ends.get(key(order));
        if (known === undefined) ends.set(key(order), end);
        else if (known !== end) throw new Error(`${key(order)} ended as ${known} and as ${end}`);
      }
    }
    expect(permutationsSeen).toBe(11 + 110 + 990 + 7920 + 55440);
  });

  it('M21: a fact more never makes the state weaker: a paid payment is never moved back', () => {
    for (const order of permutations(FACTS, 3)) {
      const before = derived(order.slice(0, 2), 'unknown', []);
      expect(rankOf(derived(order, 'unknown', []))).toBeGreaterThanOrEqual(rankOf(before));
    }
  });

  it('M21: the ranks are those of the rule', () => {
    const groups: PaymentState[][] = [
      ['sending', 'unknown'],
      ['created'],
      ['pending'],
      ['attempted'],
      ['rejected', 'not_processed', 'canceled', 'invalided', 'expired', 'failed'],
      ['confirming'],
      ['needs_review'],
      ['cod', 'authorized'],
      ['paid'],
    ];
    for (const [index, group] of groups.entries()) {
      for (const weaker of group) {
        for (const stronger of groups[index + 1] ?? []) expect(rankOf(weaker)).toBeLessThan(rankOf(stronger));
      }
    }
    expect(new Set(PAYMENT_STATES).size).toBe(PAYMENT_STATES.length);
  });

  it('M22: a confirmed success is recorded from every state', () => {
    for (const state of PAYMENT_STATES) {
      expect(derived([fact(state), fact('paid')], 'declined', ['any'])).toBe('paid');
    }
  });

  it('promise 8: a success that does not match is needs_review, any other mismatch is nothing', () => {
    expect(derived([fact('paid', ['amount_differs'])], 'unknown', [])).toBe('needs_review');
    expect(derived([fact('failed', ['amount_differs'])], 'unknown', [])).toBe('unknown');
  });

  it('while Ottu has said nothing the newest attempt speaks', () => {
    expect(derived([], 'sending', [])).toBe('sending');
    expect(derived([], 'action_required', [])).toBe('action_required');
    expect(derived([], 'not_processed', [])).toBe('not_processed');
  });

  it('M21: a refusal speaks for the payment only while no later attempt exists', () => {
    const refused: KnownFact = fact('rejected', [], { attempt_id: 'first' });
    expect(derived([refused], 'not_processed', [], 'first')).toBe('rejected');
    expect(derived([refused], 'unknown', [], 'second')).toBe('unknown');
    expect(derived([refused], 'not_processed', [], 'second')).toBe('not_processed');
    expect(derived([refused, fact('paid')], 'unknown', [], 'second')).toBe('paid');
    // Written by an older version about a creation: the payment's own state says it.
    expect(derived([{ ...refused, attempt_id: null }], undefined, [])).toBe('unknown');
    expect(derived([{ ...refused, attempt_id: null }], 'rejected', [])).toBe('rejected');
  });

  it('M21: what was not processed or rejected is not the end while an earlier attempt is open', () => {
    const open = { newestAttempt: 'not_processed', openAttempt: 'unknown', reviewReasons: [] } as const;
    expect(derivePaymentState([], open)).toBe('unknown');
    expect(derivePaymentState([], { ...open, openAttempt: undefined })).toBe('not_processed');
    const refused = [fact('rejected', [], { attempt_id: 'second' })];
    expect(derivePaymentState(refused, { ...open, newestId: 'second' })).toBe('unknown');
    expect(derivePaymentState(refused, { ...open, newestId: 'second', openAttempt: undefined })).toBe('rejected');
  });

  it('M26: a success of which only an answer is awaited is confirming, and stronger than every failure', () => {
    const awaited = fact('paid', ['settled_amount_awaited']);
    expect(derived([awaited, fact('failed')], 'declined')).toBe('confirming');
    expect(derived([awaited, fact('paid', ['amount_differs'])], 'unknown')).toBe('needs_review');
    expect(derived([awaited], 'unknown', ['settled_amount_unproved'])).toBe('needs_review');
    expect(derived([awaited, fact('paid')], 'succeeded')).toBe('paid');
  });
});

describe('M27: a review that stands only for want of an answer is lifted by the answer', () => {
  const WAITING = ['inquiries_proved_nothing', 'open_after_last_check', 'challenge_unanswered'];

  it('a confirmed success or the failure of the attempt empties the reasons; nothing else does', () => {
    for (const reason of WAITING) {
      expect(standingReasons([reason], { succeeded: true, attempts: ['unknown'] })).toEqual([]);
      expect(standingReasons([reason], { succeeded: false, attempts: ['declined'] })).toEqual([]);
      expect(standingReasons([reason], { succeeded: false, attempts: ['unknown'] })).toEqual([reason]);
      expect(standingReasons([reason], { succeeded: false, attempts: ['unknown', 'declined'] })).toEqual([reason]);
      expect(standingReasons([reason], { succeeded: false, attempts: [] })).toEqual([reason]);
    }
  });

  it('a mismatch stays, and an unproved success ends by its proof alone', () => {
    expect(standingReasons(['amount_differs'], { succeeded: true, attempts: ['declined'] })).toEqual([
      'amount_differs',
    ]);
    const unproved = ['settled_amount_unproved'];
    expect(standingReasons(unproved, { succeeded: false, attempts: ['declined'] })).toEqual(unproved);
    expect(standingReasons(unproved, { succeeded: true, attempts: ['declined'] })).toEqual([]);
  });

  /** One thing that is settled, as `Settle` takes them one after the other. */
  interface Settled {
    readonly name: string;
    readonly fact?: KnownFact;
    readonly reason?: string;
    readonly attempt?: AttemptState;
  }

  const SETTLED: readonly Settled[] = [
    { name: 'given up', reason: 'open_after_last_check' },
    { name: 'unanswered', reason: 'challenge_unanswered' },
    { name: 'declined', fact: fact('attempted'), attempt: 'declined' },
    { name: 'pending', fact: fact('pending') },
    { name: 'awaited', fact: fact('paid', ['settled_amount_awaited']) },
    { name: 'unproved', reason: 'settled_amount_unproved' },
    { name: 'mismatch', fact: fact('paid', ['amount_differs']), reason: 'amount_differs' },
    { name: 'paid', fact: fact('paid'), attempt: 'succeeded' },
  ];

  function settle(order: readonly Settled[]): string {
    let facts: readonly KnownFact[] = [];
    let reasons: readonly string[] = [];
    let attempt: AttemptState = 'unknown';
    let state: PaymentState = 'unknown';
    for (const { fact: told, reason, attempt: ended } of order) {
      if (told !== undefined) facts = [...facts, told];
      // M1a, M22: an attempt that has ended opens no more, and only a success corrects a decline.
      if (ended !== undefined && (attempt === 'unknown' || ended === 'succeeded')) attempt = ended;
      const succeeded = facts.some(({ state: said, counts }) => counts && said === 'paid');
      const all = [...new Set([...reasons, ...(reason === undefined ? [] : [reason])])];
      reasons = standingReasons(all, { succeeded, attempts: [attempt] });
      state = derivePaymentState(facts, { newestAttempt: attempt, reviewReasons: reasons });
    }
    return `${state} ${attempt} ${reasons.toSorted().join()}`;
  }

  it('M21: in any order, each doubled, facts and reviews end the same', () => {
    const ends = new Map<string, string>();
    for (const length of [1, 2, 3, 4, 5]) {
      for (const order of permutations(SETTLED, length)) {
        const set = order
          .map(({ name }) => name)
          .toSorted()
          .join();
        const end = settle(order.flatMap((each) => [each, each]));
        const known = ends.get(set);
        if (known === undefined) ends.set(set, end);
        else if (known !== end) throw new Error(`${set} ended as ${known} and as ${end}`);
      }
    }
    expect(ends.size).toBe(8 + 28 + 56 + 70 + 56);
    expect(ends.get('declined,given up')).toBe('attempted declined ');
    expect(ends.get('given up,paid')).toBe('paid succeeded ');
    expect(ends.get('declined,given up,mismatch')).toBe('needs_review declined amount_differs');
  });
});

describe('M27: what an operator has decided', () => {
  const charge = { session_id: 'session', amount: '1.000', currency_code: 'KWD', reference_number: 'A' };
  const seen = fact('paid', ['amount_differs'], { ...charge, id: '1' });
  const rejected: Decision = { state: 'canceled', through: 1n };
  const accepted: Decision = { state: 'paid', through: 1n };
  const later = (more: Partial<KnownFact>): KnownFact => fact('paid', [], { ...charge, id: '2', ...more });
  const decided = (decision: Decision, facts: readonly KnownFact[], reviewReasons: readonly string[] = []) =>
    derivePaymentState(facts, { newestAttempt: 'declined', reviewReasons, decision });

  it('the facts that it has seen count no more, nor does the same charge told again', () => {
    expect(decided(rejected, [seen])).toBe('canceled');
    expect(decided(rejected, [seen, later({}), later({ reference_number: null, id: '3' })])).toBe('canceled');
    expect(decided(rejected, [seen, fact('failed', [], { id: '2' })])).toBe('canceled');
    expect(decided(accepted, [seen, fact('failed', [], { id: '2' })])).toBe('paid');
  });

  it('a success with another reference, amount or session opens a rejected one again', () => {
    for (const other of [{ reference_number: 'B' }, { amount: '2.000' }, { session_id: 'other' }]) {
      expect(decided(rejected, [seen, later(other)])).toBe('needs_review');
    }
    expect(decided({ state: 'canceled', through: 0n }, [later({})])).toBe('needs_review');
  });

  it('M81: what was accepted as authorized becomes paid when Ottu says that it was captured', () => {
    expect(decided({ state: 'authorized', through: 1n }, [seen, later({})])).toBe('paid');
  });

  it('M21: the facts after it end the same in any order', () => {
    const after = [
      later({ id: '2' }),
      later({ id: '3', reference_number: null }),
      later({ id: '4', reference_number: 'B' }),
      later({ id: '5', amount: '2.000' }),
      fact('failed', [], { id: '6' }),
    ];
    for (const decision of [rejected, accepted, { state: 'canceled', through: 0n } as Decision]) {
      const ends = new Map<string, PaymentState>();
      for (const length of [1, 2, 3, 4, 5]) {
        for (const order of permutations(after, length)) {
          const set = order
            .map(({ id }) => id)
            .toSorted()
            .join();
          const end = decided(decision, [seen, ...order.flatMap((each) => [each, each])]);
          if ((ends.get(set) ?? end) !== end) throw new Error(`${set} ended as ${String(ends.get(set))} and as ${end}`);
          ends.set(set, end);
        }
      }
      expect(ends.size).toBe(31);
    }
  });
});
