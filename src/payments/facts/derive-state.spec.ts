import { describe, expect, it } from '@jest/globals';

import { PAYMENT_STATES, rankOf, type PaymentState } from '../states/payment-state.ts';
import { derivePaymentState, type KnownFact } from './derive-state.ts';

const fact = (state: string, mismatches: string[] = []): KnownFact => ({
  state,
  counts: mismatches.length === 0,
  mismatches,
});

/** One fact of each rank that facts can have, and a success that does not match. */
const FACTS = [
  fact('created'),
  fact('pending'),
  fact('attempted'),
  fact('failed'),
  fact('expired'),
  fact('rejected'),
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
    .map(({ state, counts }) => `${state}${String(counts)}`)
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
        const end = derivePaymentState(doubled, 'unknown', []);
        const known = ends.get(key(order));
        if (known === undefined) ends.set(key(order), end);
        else if (known !== end) throw new Error(`${key(order)} ended as ${known} and as ${end}`);
      }
    }
    expect(permutationsSeen).toBe(10 + 90 + 720 + 5040 + 30240);
  });

  it('M21: a fact more never makes the state weaker: a paid payment is never moved back', () => {
    for (const order of permutations(FACTS, 3)) {
      const before = derivePaymentState(order.slice(0, 2), 'unknown', []);
      expect(rankOf(derivePaymentState(order, 'unknown', []))).toBeGreaterThanOrEqual(rankOf(before));
    }
  });

  it('M21: the ranks are those of the rule', () => {
    const groups: PaymentState[][] = [
      ['sending', 'unknown'],
      ['created'],
      ['pending'],
      ['attempted'],
      ['rejected', 'not_processed', 'canceled', 'invalided', 'expired', 'failed'],
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
      expect(derivePaymentState([fact(state), fact('paid')], 'declined', ['any'])).toBe('paid');
    }
  });

  it('promise 8: a success that does not match is needs_review, any other mismatch is nothing', () => {
    expect(derivePaymentState([fact('paid', ['amount_differs'])], 'unknown', [])).toBe('needs_review');
    expect(derivePaymentState([fact('failed', ['amount_differs'])], 'unknown', [])).toBe('unknown');
  });

  it('while Ottu has said nothing the newest attempt speaks', () => {
    expect(derivePaymentState([], 'sending', [])).toBe('sending');
    expect(derivePaymentState([], 'action_required', [])).toBe('action_required');
    expect(derivePaymentState([], 'not_processed', [])).toBe('not_processed');
  });

  it('M21: a refusal speaks for the payment only while no later attempt exists', () => {
    const refused: KnownFact = { state: 'rejected', counts: true, mismatches: [], attempt_id: 'first' };
    expect(derivePaymentState([refused], 'not_processed', [], 'first')).toBe('rejected');
    expect(derivePaymentState([refused], 'unknown', [], 'second')).toBe('unknown');
    expect(derivePaymentState([refused], 'not_processed', [], 'second')).toBe('not_processed');
    expect(derivePaymentState([refused, fact('paid')], 'unknown', [], 'second')).toBe('paid');
    // Written by an older version about a creation: the payment's own state says it.
    expect(derivePaymentState([{ ...refused, attempt_id: null }], undefined, [])).toBe('unknown');
    expect(derivePaymentState([{ ...refused, attempt_id: null }], 'rejected', [])).toBe('rejected');
  });
});
