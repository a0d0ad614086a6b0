import { isOpen, type AttemptState } from '../states/attempt-state.ts';
import { isPaymentState, isSuccess, rankOf, type PaymentState } from '../states/payment-state.ts';
import { awaitsConfirmation, contradictsItself } from './check-fact.ts';

/** A stored fact, reduced to what decides. */
export interface KnownFact {
  readonly state: string;
  readonly counts: boolean;
  readonly mismatches: readonly string[];
  /** Of a word about one attempt; null where it is about the transaction. */
  readonly attempt_id?: string | null;
}

/** What became of the newest try: of an attempt to pay it or, where there was none, of its creation. */
export type NewestAttemptState = AttemptState | 'rejected' | undefined;

/**
 * M21: the state of a payment is the strongest of what is known, in any order of arrival. A success that
 * does not match what was asked stands for `needs_review` (M20, promise 8), or for `confirming` while the difference can
 * still be answered (M26); any other fact that does not match stands
 * for nothing. While Ottu has said nothing, the newest attempt speaks; that an earlier one was rejected says nothing about
 * the payment any more.
 *
 * @param newestAttemptId absent where there was no attempt
 */
export function derivePaymentState(
  facts: readonly KnownFact[],
  newestAttempt: NewestAttemptState,
  reviewReasons: readonly string[],
  newestAttemptId?: string,
): PaymentState {
  const spoken = facts
    .filter((fact) => fact.state !== 'rejected' || isOf(newestAttemptId, fact))
    .map(meaningOf)
    .filter((state) => state !== undefined);
  if (reviewReasons.length > 0) spoken.push('needs_review');
  if (spoken.length === 0) return attemptMeaning(newestAttempt);
  return spoken.reduce((strongest, state) => (rankOf(state) > rankOf(strongest) ? state : strongest));
}

/** A refusal that names no attempt is an older version's word about a creation, which the payment's own state keeps. */
function isOf(attemptId: string | undefined, fact: KnownFact): boolean {
  return attemptId !== undefined && fact.attempt_id === attemptId;
}

function meaningOf(fact: KnownFact): PaymentState | undefined {
  if (!isPaymentState(fact.state)) return undefined;
  if (fact.counts) return fact.state;
  if (!isSuccess(fact.state) || contradictsItself(fact.mismatches)) return undefined;
  // M26: it can still be answered what is awaited.
  return awaitsConfirmation(fact.mismatches) ? 'confirming' : 'needs_review';
}

function attemptMeaning(newest: NewestAttemptState): PaymentState {
  if (newest === undefined) return 'unknown';
  if (newest === 'rejected' || isOpen(newest)) return newest;
  return newest === 'not_processed' ? 'not_processed' : 'unknown';
}
