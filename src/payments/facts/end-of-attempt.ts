import type { AttemptState } from '../states/attempt-state.ts';
import type { CheckedFact } from './check-fact.ts';
import type { ProviderFact } from './provider-fact.ts';

/** What of the payment's attempts bears on whether a fact ends the open one (M23). */
export interface AttemptContext {
  readonly referenceNumber: string | null;
  /** How many attempts the transaction had in all. */
  readonly attempts: number;
  readonly handedOut: boolean;
}

/**
 * M22, M23: the state into which a fact that was learnt beside the attempt's own answer brings that attempt, or nothing
 * when it must stay as it is. A confirmed success always ends it; a failure only where it is certain whose failure it is.
 */
export function endOfAttempt(fact: ProviderFact, checked: CheckedFact, attempt: AttemptContext): AttemptState | undefined {
  if (!checked.counts) return undefined;
  if (checked.success) return 'succeeded';
  const failed = fact.result === 'failed' || fact.result === 'canceled';
  if (failed && attempt.referenceNumber !== null && fact.referenceNumber === attempt.referenceNumber) return 'declined';
  const onlyAttempt = attempt.attempts === 1 && !attempt.handedOut;
  if (fact.source === 'retrieve' && checked.state === 'attempted' && onlyAttempt) return 'declined';
  return undefined;
}
