import { isOpen, type AttemptState, type OpenAttemptState } from '../states/attempt-state.ts';
import {
  isPaymentState,
  isSuccess,
  namesUnprovedSuccess,
  rankOf,
  standsForWantOfAnswer,
  type PaymentState,
} from '../states/payment-state.ts';
import { awaitsConfirmation, contradictsItself } from './check-fact.ts';
import { reopenedBy, wasSeen, type ChargeIdentity, type Decision } from './decision.ts';

/** A stored fact, reduced to what decides. */
export interface KnownFact extends ChargeIdentity {
  readonly counts: boolean;
  readonly mismatches: readonly string[];
  /** Of a word about one attempt; null where it is about the transaction. */
  readonly attempt_id?: string | null;
}

/** What became of the newest try: of an attempt to pay it or, where there was none, of its creation. */
export type NewestAttemptState = AttemptState | 'rejected' | undefined;

/** What bears on the state beside the facts. */
export interface Circumstances {
  readonly newestAttempt: NewestAttemptState;
  /** Absent where there was no attempt. */
  readonly newestId?: string | undefined;
  /** State of an attempt that is open, be it an earlier or a detached one. */
  readonly openAttempt?: OpenAttemptState | undefined;
  readonly reviewReasons: readonly string[];
  /** M27 */
  readonly decision?: Decision | undefined;
}

/**
 * M21: the state of a payment is the strongest of what is known, in any order of arrival. A success that
 * does not match what was asked stands for `needs_review` (M20, promise 8), or for `confirming` while the difference can
 * still be answered (M26); any other fact that does not match stands
 * for nothing. While Ottu has said nothing, the newest attempt speaks, or one that is still open; that an earlier one was
 * rejected says nothing about the payment any more. What an operator has decided speaks for all facts that he has seen, and
 * only another success than those opens the matter again (M27).
 */
export function derivePaymentState(facts: readonly KnownFact[], circumstances: Circumstances): PaymentState {
  const { newestAttempt, newestId, openAttempt, reviewReasons, decision } = circumstances;
  const spoken =
    decision === undefined
      ? facts
          .filter((fact) => fact.state !== 'rejected' || isOf(newestId, fact))
          .map(meaningOf)
          .filter((state) => state !== undefined)
      : decidedMeaning(decision, facts);
  if (reviewReasons.length > 0) spoken.push('needs_review');
  if (spoken.length === 0) return attemptMeaning(newestAttempt, openAttempt);
  const strongest = spoken.reduce((one, state) => (rankOf(state) > rankOf(one) ? state : one));
  return strongest === 'rejected' && openAttempt !== undefined ? openAttempt : strongest;
}

/** What is known of a payment's end, beside the reasons for its review. */
export interface KnownEnd {
  /** M22: a confirmed success is recorded. */
  readonly succeeded: boolean;
  /** State of each attempt. */
  readonly attempts: readonly string[];
}

/**
 * M27: a review that stands only for want of an answer ends with the answer: with a confirmed success, or with the failure
 * of the attempt. What a mismatch made people look at stays; and that a success was never proved ends by its proof alone.
 *
 * @returns the reasons that still stand.
 */
export function standingReasons(reasons: readonly string[], { succeeded, attempts }: KnownEnd): readonly string[] {
  const ended = attempts.length > 0 && !attempts.some(isOpen);
  return reasons.filter(
    (reason) => !standsForWantOfAnswer(reason) || !(succeeded || (ended && !namesUnprovedSuccess(reason))),
  );
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

/**
 * M81: Ottu's later word on the charge that was accepted still makes it stronger, as when an authorized payment is captured.
 * Of a rejected one nothing does but another success, which people look at again.
 */
function decidedMeaning(decision: Decision, facts: readonly KnownFact[]): PaymentState[] {
  if (decision.state === 'canceled') {
    return reopenedBy(decision, facts).length > 0 ? ['canceled', 'needs_review'] : ['canceled'];
  }
  const later = facts.filter((fact) => fact.counts && isSuccess(fact.state) && !wasSeen(decision, fact));
  return [decision.state, ...later.map(meaningOf).filter((state) => state !== undefined)];
}

function attemptMeaning(newest: NewestAttemptState, open: OpenAttemptState | undefined): PaymentState {
  if (newest === undefined) return 'unknown';
  if (newest !== 'rejected' && isOpen(newest)) return newest;
  // M21: that this one was not processed says nothing about one that is still open.
  if (open !== undefined) return open;
  if (newest === 'rejected') return newest;
  return newest === 'not_processed' ? 'not_processed' : 'unknown';
}
