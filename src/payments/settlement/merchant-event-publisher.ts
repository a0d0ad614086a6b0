import { Injectable } from '@nestjs/common';

import { linksUnderPublicPath } from '../../config/public-path.ts';
import { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import type { AttemptRow, PaymentRow } from '../../database/schema.ts';
import type { EventType } from '../../merchant-events/event-types.ts';
import { Outbox } from '../../merchant-events/outbox.ts';
import { countEvent, type PaymentAtEvent } from '../payment-repository.ts';
import { toPaymentResponse } from '../reading/to-payment-response.ts';
import { isOpen } from '../states/attempt-state.ts';
import { isSuccess, type PaymentState } from '../states/payment-state.ts';
import type { SecondSuccess } from './record-fact.ts';
import type { LockedPayment } from './settlement-input.ts';
import { SettlementMetrics } from './settlement-metrics.ts';

/** Tells the merchant what became of a payment, inside the database transaction that changed it (M4, M90); and counts it. */
@Injectable()
export class MerchantEventPublisher {
  constructor(
    private readonly outbox: Outbox,
    private readonly settings: Settings,
    private readonly metrics: SettlementMetrics,
  ) {}

  /**
   * Whether a settlement changed anything that the merchant must know; counts what it changed. The payment is locked.
   *
   * @param second a second charge that it has found on this payment (M53); each is told.
   */
  eventOf(locked: LockedPayment, after: ReportableState, second?: SecondSuccess): SettlementEvent | undefined {
    this.metrics.count(locked, after, second !== undefined);
    const { payment, attempts } = locked;
    // M24: a card that is saved makes a `card.saved` and no other event.
    if (!this.outbox.isOn || payment.payment_type === 'save_card') return undefined;
    // A session that follows a cart and was neither handed out nor paid on makes no event.
    if (
      payment.cart_id !== null &&
      payment.handed_out_at === null &&
      attempts.length === 0 &&
      !isSuccess(after.state)
    ) {
      return undefined;
    }
    const previousState = payment.state;
    const before = { state: previousState, attempt: attempts.at(-1)?.state, reviewReasons: payment.review_reasons };
    const type = second === undefined ? eventFor(before, after) : 'payment.duplicate';
    return type && { type, previousState, second };
  }

  /** M27: how an operator has ended a review. A second payment that he accepts stays one (M53). */
  eventOfDecision(locked: LockedPayment, after: ReportableState): SettlementEvent | undefined {
    this.metrics.count(locked, after, false);
    const { payment } = locked;
    if (!this.outbox.isOn) return undefined;
    const decided = { previousState: payment.state, more: { decided_by: 'operator' } };
    if (payment.payment_type === 'save_card') {
      // M24: which card it is Ottu's list has not shown.
      return isSuccess(after.state)
        ? { ...decided, type: 'card.saved', more: { card: null, ...decided.more } }
        : undefined;
    }
    const type = after.reviewReasons.includes('duplicate_payment') ? 'payment.duplicate' : typeOf(after);
    return type && { ...decided, type };
  }

  /**
   * Writes the event of a settlement, which has counted it already.
   *
   * @param rows as the settlement has written them.
   */
  async tell(tx: Tx, { payment: row, attempts }: ToldRows, event: SettlementEvent): Promise<void> {
    const { type, previousState, second, more } = event;
    const isDuplicate = type === 'payment.duplicate' && more === undefined;
    await this.#put(tx, { ...row, event_at: row.updated_at }, attempts.at(-1), {
      type,
      previousState,
      more: isDuplicate ? { duplicate: await duplicateOf(tx, row, second) } : (more ?? {}),
    });
  }

  /**
   * Writes one event with the payment as it is by now in this transaction, which has the payment locked. For what no state
   * shows (M25, M81: captures, refunds, voids) `more` says what it was about.
   */
  async publish(
    tx: Tx,
    paymentId: string,
    type: EventType,
    {
      previousState,
      more = {},
    }: { readonly previousState: PaymentState; readonly more?: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    if (!this.outbox.isOn) return;
    const row = await countEvent(tx, paymentId);
    const newest = await tx
      .selectFrom('payment_attempts')
      .select(['state', 'action_required', 'started_at'])
      .where('payment_id', '=', paymentId)
      .orderBy('number', 'desc')
      .executeTakeFirst();
    await this.#put(tx, row, newest, { type, previousState, more });
  }

  async #put(
    tx: Tx,
    row: PaymentAtEvent,
    newest: Parameters<typeof toPaymentResponse>[1],
    { type, previousState, more }: Omit<Required<SettlementEvent>, 'second'>,
  ): Promise<void> {
    const response = toPaymentResponse(row, newest, this.settings.durations.declineRetry);
    await this.outbox.put(tx, {
      type,
      about: { paymentId: row.id },
      sequence: row.event_sequence,
      at: row.event_at,
      data: {
        previous_state: previousState,
        payment: response.payment,
        links: linksUnderPublicPath(this.settings.http.publicPath, response.links),
        purchase: row.snapshot,
        ...more,
      },
    });
  }
}

interface ToldRows {
  readonly payment: PaymentRow;
  /** Oldest first. */
  readonly attempts: readonly AttemptRow[];
}

/** What the merchant is to be told of a settlement. */
export interface SettlementEvent {
  readonly type: EventType;
  readonly previousState: PaymentState;
  /** M53: the charge that it is about. */
  readonly second?: SecondSuccess | undefined;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** M53: both charges, by their references: the first one, of this payment or of another of its cart, and the second one. */
async function duplicateOf(
  tx: Tx,
  payment: PaymentRow,
  second: SecondSuccess | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  if (second !== undefined) {
    const { id, order_no: orderNo } = payment;
    return {
      of: { id, order_no: orderNo, reference_number: second.recorded[0] ?? null },
      reference_number: second.reference ?? null,
    };
  }
  const first = await tx
    .selectFrom('payments')
    .innerJoin('payment_facts', 'payment_facts.payment_id', 'payments.id')
    .select(['payments.id', 'payments.order_no', 'payments.reference_number'])
    .where('payments.cart_id', '=', payment.cart_id)
    .where('payments.id', '!=', payment.id)
    .where('payment_facts.state', 'in', ['paid', 'authorized', 'cod'])
    .orderBy('payment_facts.counts', 'desc')
    .orderBy('payment_facts.id')
    .executeTakeFirst();
  return { of: first ?? null, reference_number: payment.reference_number };
}

/** What of a payment decides whether the merchant has to hear of it. */
export interface ReportableState {
  readonly state: PaymentState;
  /** State of the newest attempt; absent when there was none. */
  readonly attempt: string | undefined;
  readonly reviewReasons: readonly string[];
}

/**
 * M90: the event that a settlement makes, if it changed what the merchant must know. The type follows the state that was
 * reached; a new review reason beside a stronger state is a `payment.needs_review` (M21).
 */
export function eventFor(before: ReportableState, after: ReportableState): EventType | undefined {
  const reasons = after.reviewReasons.filter((reason) => !before.reviewReasons.includes(reason));
  // M53: a second payment goes before every other event.
  if (reasons.includes('duplicate_payment')) return 'payment.duplicate';
  const type = typeOf(after);
  if (type !== undefined && !(type === typeOf(before) && isSameEvent(type, before, after))) return type;
  return reasons.length === 0 ? undefined : 'payment.needs_review';
}

/** While it is unknown whether money moved, another state of the transaction at Ottu makes no event. */
function isSameEvent(type: EventType, before: ReportableState, after: ReportableState): boolean {
  return type === 'payment.unknown' || before.state === after.state;
}

/** Nothing while the merchant need not act on the payment: during a call, with a session, at a 3DS challenge. */
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
    // M26: money has probably moved, and it is not proved yet.
    case 'confirming':
      return 'payment.pending';
    case 'unknown':
      return 'payment.unknown';
    case 'attempted':
      return ended(attempt, 'payment.failed');
    case 'invalided':
    case 'failed':
      return over(attempt, 'payment.failed');
    case 'expired':
      return over(attempt, 'payment.expired');
    case 'canceled':
      return over(attempt, 'payment.canceled');
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

/** M35: nor is a question of the bank answered any more once the transaction is over; its attempt may still turn out paid. */
function over(attempt: string | undefined, type: EventType): EventType | undefined {
  return attempt === 'action_required' ? 'payment.unknown' : ended(attempt, type);
}
