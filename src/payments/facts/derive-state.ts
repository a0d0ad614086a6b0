import type { AttemptState } from '../states/attempt-state.ts';
import { isOpen } from '../states/attempt-state.ts';
import { isOnlyAwaited } from './check-fact.ts';
import { isPaymentState, isSuccess, rankOf, type PaymentState } from '../states/payment-state.ts';

/** A stored fact, reduced to what decides. */
export interface KnownFact {
  readonly state: string;
  readonly counts: boolean;
  readonly mismatches: readonly string[];
}

/**
 * M21: the state of a payment is the strongest of what is known, whatever the order it was learnt in. A success that
 * does not match what was asked stands for `needs_review` (M20, promise 8); any other fact that does not match stands
 * for nothing. While Ottu has said nothing, the newest attempt speaks.
 */
export function derivePaymentState(
  facts: readonly KnownFact[],
  newestAttempt: AttemptState | undefined,
  reviewReasons: readonly string[],
): PaymentState {
  const spoken = facts.map(meaningOf).filter((state) => state !== undefined);
  if (reviewReasons.length > 0) spoken.push('needs_review');
  if (spoken.length === 0) return attemptMeaning(newestAttempt);
  return spoken.reduce((strongest, state) => (rankOf(state) > rankOf(strongest) ? state : strongest));
}

function meaningOf(fact: KnownFact): PaymentState | undefined {
  if (!isPaymentState(fact.state)) return undefined;
  if (fact.counts) return fact.state;
  if (isOnlyAwaited(fact.mismatches)) return undefined;
  return isSuccess(fact.state) ? 'needs_review' : undefined;
}

function attemptMeaning(attempt: AttemptState | undefined): PaymentState {
  if (attempt === undefined) return 'unknown';
  if (isOpen(attempt)) return attempt;
  return attempt === 'not_processed' ? 'not_processed' : 'unknown';
}
