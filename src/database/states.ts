/**
 * What columns of a closed set may hold, as the migrations check it. The capabilities that own the meaning list the same
 * values (`payments/states`, `merchant-events/event-types`); they use these rows, so a difference does not compile.
 */

/** `payments.state` */
export type PaymentState =
  | 'sending'
  | 'unknown'
  | 'action_required'
  | 'created'
  | 'pending'
  | 'attempted'
  | 'rejected'
  | 'not_processed'
  | 'canceled'
  | 'invalided'
  | 'expired'
  | 'failed'
  | 'confirming'
  | 'needs_review'
  | 'cod'
  | 'authorized'
  | 'paid';

/** `payments.decided_state`: as what an operator has ended a review (M27). */
export type DecidedState = Extract<PaymentState, 'canceled' | 'cod' | 'authorized' | 'paid'>;

/** `payments.origin`: which capability created it. */
export const PAYMENT_ORIGINS = ['buy_now', 'auto_debit', 'cart', 'transaction', 'link'] as const;
export type PaymentOrigin = (typeof PAYMENT_ORIGINS)[number];

/** `payments.mode`: against which of Ottu's environments. */
export type PaymentMode = 'sandbox' | 'live';

/** `payments.next_check` */
export type PlannedCheck = 'retrieve' | 'look' | 'inquiry' | 'expire' | 'give_up' | 'card_list';

/** `payment_attempts.state` */
export type AttemptState = 'sending' | 'unknown' | 'action_required' | 'succeeded' | 'declined' | 'not_processed';

/** `payment_facts.source`. Their `state` is Ottu's own word and any text at all. */
export type FactSource =
  'one_step' | 'native' | 'create' | 'webhook' | 'retrieve' | 'inquiry' | 'operator' | 'card_list';

/** `payment_inquiries` */
export type InquiryAsker = 'reconciliation' | 'operator' | 'operations' | 'comparison';
export type InquiryResult = 'answered' | 'unverified' | 'not_found' | 'refused' | 'throttled' | 'no_answer';

/** `transaction_writes.kind` and what its `state` is once the call has ended. */
export type WriteKind = 'create' | 'update' | 'replace';
/** `lost`: Ottu may have done it, and no answer says so. */
export type WriteEnd = 'done' | 'refused' | 'lost' | 'not_sent';

/** `payment_operations` */
export type OperationKind = 'refund' | 'capture' | 'void' | 'cancel' | 'expire' | 'delete';
export type OperationState =
  'awaiting_approval' | 'sending' | 'unknown' | 'queued' | 'succeeded' | 'rejected' | 'not_processed' | 'refused';
/** Whether this service asked for it, or Ottu has told of it. */
export type OperationSource = 'api' | 'ottu';

/** `agreements.source`: kept from the success of its first payment, or taken over by its terms. */
export type AgreementSource = 'first_payment' | 'adopted';

/** `merchant_events.state` */
export type DeliveryState = 'waiting' | 'delivered' | 'dead';

/** `merchant_events.type` */
export type EventType =
  | 'payment.pending'
  | 'payment.authorized'
  | 'payment.authorization_expiring'
  | 'payment.captured'
  | 'payment.paid'
  | 'payment.cod'
  | 'payment.failed'
  | 'payment.expired'
  | 'payment.canceled'
  | 'payment.rejected'
  | 'payment.unknown'
  | 'payment.not_processed'
  | 'payment.needs_review'
  | 'payment.duplicate'
  | 'payment.refund_queued'
  | 'payment.refunded'
  | 'payment.refund_rejected'
  | 'payment.voided'
  | 'card.saved'
  | 'cart.completed';

/** `webhook_inbox.state` */
export type WebhookState = 'received' | 'processed' | 'unmatched' | 'failed';
