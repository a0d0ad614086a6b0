import type { EventType } from '../../merchant-events/event-types.ts';
import { isOpen } from '../states/attempt-state.ts';
import type { PaymentState } from '../states/payment-state.ts';

/** What of a payment decides whether the merchant has to hear of it. */
export interface ReportableState {
  readonly state: PaymentState;
  /** State of the newest attempt; absent when nobody has tried to pay. */
  readonly attempt: string | undefined;
  readonly reviewReasons: readonly string[];
}

/**
 * M90: the event that a settlement makes, if it changed what the merchant must know. The type follows the state that was
 * reached; a new review reason beside a stronger state is a `payment.needs_review` (M21).
 */
export function eventFor(before: ReportableState, after: ReportableState): EventType | undefined {
  const reasons = after.reviewReasons.filter((reason) => !before.reviewReasons.includes(reason));
  // M53: what was paid twice is told as that, whatever else there is to tell.
  if (reasons.includes('duplicate_payment')) return 'payment.duplicate';
  const type = typeOf(after);
  if (type !== undefined && !(type === typeOf(before) && isSameEvent(type, before, after))) return type;
  return reasons.length === 0 ? undefined : 'payment.needs_review';
}

/** While it is unknown whether money moved, what Ottu has got to in the meantime is no news. */
function isSameEvent(type: EventType, before: ReportableState, after: ReportableState): boolean {
  return type === 'payment.unknown' || before.state === after.state;
}

/** Nothing while the payment is on its way and nobody needs to act on it: a call under way, a session, a challenge. */
function typeOf({ state, attempt }: ReportableState): EventType | undefined {
  switch (state) {
    case 'paid':
      return 'payment.paid';
    case 'authorized':
      return 'payment.authorized';
    case 'cod':
      return 'payment.cod';
    case 'needs_review':
      return 'payment.needs_review';
    case 'rejected':
      return 'payment.rejected';
    case 'not_processed':
      return 'payment.not_processed';
    case 'pending':
      return 'payment.pending';
    case 'unknown':
      return 'payment.unknown';
    case 'attempted':
    case 'invalided':
    case 'failed':
      return ended(attempt, 'payment.failed');
    case 'expired':
      return ended(attempt, 'payment.expired');
    case 'canceled':
      return ended(attempt, 'payment.canceled');
    case 'created':
      return ended(attempt, undefined);
    case 'sending':
    case 'action_required':
      return undefined;
  }
}

/** Promise 6: a failed transaction with an attempt whose end is not known may still turn out paid. */
function ended(attempt: string | undefined, type: EventType | undefined): EventType | undefined {
  if (attempt === undefined || !isOpen(attempt)) return type;
  return attempt === 'unknown' ? 'payment.unknown' : undefined;
}
