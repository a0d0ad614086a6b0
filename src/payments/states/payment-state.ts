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

const SUCCESS_STATES: ReadonlySet<string> = new Set(['cod', 'authorized', 'paid'] satisfies PaymentState[]);

/** Of a payment's state, or of Ottu's own word in a stored fact. */
export function isSuccess(state: string): state is 'cod' | 'authorized' | 'paid' {
  return SUCCESS_STATES.has(state);
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

/**
 * Reasons for review that stand only for want of an answer: no success was seen, and a later fact that decides makes them
 * void (M27). The last is of earlier versions.
 */
export const UNANSWERED_REASONS: ReadonlySet<string> = new Set([
  SESSION_NOT_FOUND,
  'open_after_last_check',
  'inquiries_proved_nothing',
  'challenge_unanswered',
]);

/** M36: people look at it for no other reason than that Ottu gave no answer: that does not hold its cart. */
export function isForWantOfAnswer({ reviewReasons }: { readonly reviewReasons: readonly string[] }): boolean {
  return reviewReasons.length > 0 && reviewReasons.every((reason) => UNANSWERED_REASONS.has(reason));
}
