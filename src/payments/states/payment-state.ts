import type { PaymentState as StoredPaymentState } from '../../database/states.ts';
import type { Outcome } from '../../problems/problem.ts';

/**
 * States of a payment from the weakest to the strongest (M21): of all that is known about a payment the strongest wins,
 * in any order of arrival. The first three say that Ottu has said nothing yet; they follow the open attempt.
 * Within one rank of M21 the order here breaks the tie, so that the end does not depend on arrival.
 */
export const PAYMENT_STATES = [
  'sending',
  'unknown',
  'action_required',
  'created',
  'pending',
  'attempted',
  'rejected',
  'not_processed',
  'canceled',
  'invalided',
  'expired',
  'failed',
  'confirming',
  'needs_review',
  'cod',
  'authorized',
  'paid',
] as const satisfies readonly StoredPaymentState[];

export type PaymentState = (typeof PAYMENT_STATES)[number];

const RANK: ReadonlyMap<string, number> = new Map(PAYMENT_STATES.map((state, rank) => [state, rank]));

export function rankOf(state: PaymentState): number {
  return RANK.get(state) ?? -1;
}

export function isPaymentState(text: string): text is PaymentState {
  return RANK.has(text);
}

export const SUCCESS_STATES = ['cod', 'authorized', 'paid'] as const satisfies PaymentState[];
const SUCCESSES: ReadonlySet<string> = new Set(SUCCESS_STATES);

/** Of a payment's state, or of Ottu's own word in a stored fact. */
export function isSuccess(state: string): state is 'cod' | 'authorized' | 'paid' {
  return SUCCESSES.has(state);
}

/**
 * What a caller may conclude. A failed transaction with an open attempt may still turn out paid: that is not final; and
 * what an earlier attempt came to is never `none` while another is open (M21).
 */
export function outcomeOf(state: PaymentState, hasOpenAttempt: boolean): Outcome {
  switch (state) {
    case 'paid':
    case 'authorized':
    case 'cod':
      return 'final';
    case 'failed':
    case 'expired':
    case 'canceled':
    case 'invalided':
    case 'attempted':
      return hasOpenAttempt ? 'unknown' : 'final';
    case 'rejected':
    case 'not_processed':
      return hasOpenAttempt ? 'unknown' : 'none';
    case 'sending':
    case 'unknown':
    case 'action_required':
    case 'created':
    case 'pending':
    case 'confirming':
    case 'needs_review':
      return 'unknown';
  }
}

/** M53: Ottu does not know the session, and has said so twice. */
export const SESSION_NOT_FOUND = 'session_not_found';

/** M26: a success was named, and the last inquiry has gone without proving what was settled. */
export const SETTLED_AMOUNT_UNPROVED = 'settled_amount_unproved';

/** M24: a success was named, and Ottu's list has not shown the card within a day. */
export const CARD_NOT_LISTED = 'card_not_listed';

/** M27: after an operator has rejected the payment, another success was named than any that he had seen. */
export const SUCCESS_AFTER_REJECTION = 'success_after_rejection';

/** Beside these a success was named. */
const SUCCESS_UNPROVED: ReadonlySet<string> = new Set([SETTLED_AMOUNT_UNPROVED, CARD_NOT_LISTED]);

export function namesUnprovedSuccess(reason: string): boolean {
  return SUCCESS_UNPROVED.has(reason);
}

/** The last is of earlier versions. */
const WANT_OF_ANSWER: ReadonlySet<string> = new Set([
  SESSION_NOT_FOUND,
  'inquiries_proved_nothing',
  'open_after_last_check',
  SETTLED_AMOUNT_UNPROVED,
  CARD_NOT_LISTED,
  'challenge_unanswered',
]);

/** M27: people look at it only because no answer came: the answer, however late, ends the review. */
export function standsForWantOfAnswer(reason: string): boolean {
  return WANT_OF_ANSWER.has(reason);
}

/** M36: people look at it for no other reason than that Ottu gave no answer, and no success was named: its cart is not held. */
export function isForWantOfAnswer({ reviewReasons }: { readonly reviewReasons: readonly string[] }): boolean {
  return (
    reviewReasons.length > 0 &&
    reviewReasons.every((reason) => standsForWantOfAnswer(reason) && !namesUnprovedSuccess(reason))
  );
}

/**
 * M26, M36: money has probably moved and it is not settled whether it has: nothing of its session is changed, and its cart
 * is not paid again.
 */
export function holdsCart({
  state,
  reviewReasons,
}: {
  readonly state: PaymentState;
  readonly reviewReasons: readonly string[];
}): boolean {
  return state === 'confirming' || (state === 'needs_review' && !isForWantOfAnswer({ reviewReasons }));
}
