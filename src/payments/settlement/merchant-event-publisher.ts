import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import type { Tx } from '../../database/database.ts';
import type { EventType } from '../../merchant-events/event-types.ts';
import { Outbox } from '../../merchant-events/outbox.ts';
import { toPaymentResponse } from '../reading/to-payment-response.ts';
import { isSuccess, type PaymentState } from '../states/payment-state.ts';
import { eventFor, type ReportableState } from './event-for.ts';
import type { LockedPayment } from './settlement-input.ts';

/** Tells the merchant what became of a payment, inside the transaction that changed it (M4, M90). */
@Injectable()
export class MerchantEventPublisher {
  constructor(private readonly outbox: Outbox) {}

  /** What a settlement changed, if it is anything that the merchant must know. The payment is locked. */
  async publishIfChanged(tx: Tx, { payment, attempts }: LockedPayment, after: ReportableState): Promise<void> {
    // M24: a card that is saved is told by `card.saved` and nothing else.
    if (payment.payment_type === 'save_card') return;
    // A session that follows a cart, and that nobody outside has seen or tried to pay, is no news.
    if (
      payment.cart_id !== null &&
      payment.handed_out_at === null &&
      attempts.length === 0 &&
      !isSuccess(after.state)
    ) {
      return;
    }
    const state = payment.state;
    const type = eventFor({ state, attempt: attempts.at(-1)?.state, reviewReasons: payment.review_reasons }, after);
    if (type !== undefined) await this.publish(tx, payment.id, type, { previousState: state });
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
    const row = await tx
      .updateTable('payments')
      .set((payment) => ({ event_sequence: payment('event_sequence', '+', 1) }))
      .where('id', '=', paymentId)
      .returningAll()
      .returning(sql<Date>`now()`.as('told_at'))
      .executeTakeFirstOrThrow();
    const newest = await tx
      .selectFrom('payment_attempts')
      .select(['state', 'action_required'])
      .where('payment_id', '=', paymentId)
      .orderBy('number', 'desc')
      .executeTakeFirst();
    const answer = toPaymentResponse(row, newest);
    await this.outbox.put(tx, {
      type,
      paymentId,
      sequence: row.event_sequence,
      at: row.told_at,
      data: {
        previous_state: previousState,
        payment: answer.payment,
        links: answer.links,
        purchase: row.snapshot,
        ...more,
      },
    });
  }
}
