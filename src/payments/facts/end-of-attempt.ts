import type { AttemptRow } from '../../database/schema.ts';
import type { AttemptState } from '../states/attempt-state.ts';
import type { PaymentState } from '../states/payment-state.ts';
import type { CheckedFact } from './check-fact.ts';
import { resultContradictsState, type ProviderFact } from './provider-fact.ts';

/** What of the payment's attempts bears on whether a fact ends the open one (M23). */
export interface AttemptContext {
  readonly referenceNumber: string | null;
  /** What the attempt's own answer said of it, where one came. */
  readonly result?: string | null;
  /** How many attempts of the transaction were sent in all. */
  readonly attempts: number;
  readonly handedOut: boolean;
  /** No answer to its own call says what became of it, on a session that stood before (M35). */
  readonly answerLost?: boolean;
  /** The fact is an inquiry's, answered after the gateway's inquiry time and the grace. */
  readonly inquiredLate?: boolean;
}

/**
 * M22, M23: the state into which a fact brings an attempt that it is not the own answer of, or nothing
 * when it must stay as it is. A confirmed success always ends it; a failure only where it is certain whose failure it is.
 */
export function endOfAttempt(
  fact: ProviderFact,
  checked: CheckedFact,
  attempt: AttemptContext,
): AttemptState | undefined {
  if (!checked.matches) return undefined;
  if (checked.success) return 'succeeded';
  if (resultContradictsState(fact)) return undefined;
  const failed = isFailure(fact.result);
  if (failed && attempt.referenceNumber !== null && fact.referenceNumber === attempt.referenceNumber) return 'declined';
  if (isAboutOnlyAttempt(attempt)) {
    if (failed && isSigned(fact) && isUnpaid(checked.state)) return 'declined';
    // What a retrieve shows is unsigned, and says no more than the attempt's own answer has said already.
    if (fact.source === 'retrieve' && checked.state === 'attempted' && isFailure(attempt.result)) return 'declined';
  }
  if (attempt.inquiredLate === true && fact.source === 'inquiry' && failed && isUnpaid(checked.state)) {
    // M35: Ottu's own answer to the inquiry shows that no payer can pay the session any more.
    return attempt.answerLost === true && hasEnded(checked.state) ? 'not_processed' : 'declined';
  }
  return undefined;
}

/**
 * M35: of a native payment, whose session stood before it: neither its answer nor an event has said what became of it. An
 * answer that says `pending` was heard.
 */
export function isAnswerLost({
  state,
  cart_id: cartId,
  result,
}: Pick<AttemptRow, 'state' | 'cart_id' | 'result'>): boolean {
  return state === 'unknown' && cartId !== null && result !== 'pending';
}

function hasEnded(state: PaymentState | undefined): boolean {
  return state === 'expired' || state === 'failed' || state === 'canceled' || state === 'invalided';
}

function isFailure(result: string | null | undefined): boolean {
  return result === 'failed' || result === 'canceled';
}

/**
 * Whether a failure can be that of no other attempt: one was sent, and no payer had the session. After an `error` the
 * transaction is as it was before, and the gateway may have charged all the same (F10.4).
 */
function isAboutOnlyAttempt({ attempts, handedOut, result }: AttemptContext): boolean {
  return attempts === 1 && !handedOut && result !== 'error';
}

/** Ottu's events and its answers to charges; an inquiry has to come late enough. */
function isSigned({ source }: ProviderFact): boolean {
  switch (source) {
    case 'webhook':
    case 'one_step':
    case 'native':
      return true;
    case 'create':
    case 'retrieve':
    case 'inquiry':
    case 'operator':
    case 'card_list':
      return false;
  }
}

/** A transaction in which the gateway found no payment. With `pending`, or `error` as a result, Ottu says that it does not know. */
function isUnpaid(state: PaymentState | undefined): boolean {
  switch (state) {
    case 'attempted':
    case 'failed':
    case 'expired':
    case 'canceled':
    case 'invalided':
      return true;
    case 'sending':
    case 'unknown':
    case 'action_required':
    case 'created':
    case 'pending':
    case 'rejected':
    case 'not_processed':
    case 'confirming':
    case 'needs_review':
    case 'cod':
    case 'authorized':
    case 'paid':
    case undefined:
      return false;
  }
}
