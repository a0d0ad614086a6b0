import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import type { AttemptRow, PaymentRow } from '../../database/schema.ts';
import type { PaymentId } from '../identifiers.ts';
import { concernsPayment } from '../payment-rows.ts';
import type { PaymentDetailsAnswer, TimelineAnswer } from './payment.response.ts';
import { paymentTag } from './payment-tag.ts';
import { toPaymentResponse } from './to-payment-response.ts';

/** Reads payments for callers; never changes one. */
@Injectable()
export class PaymentsReader {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  /** The payment's row with its attempts, oldest first; nothing when there is no such payment. */
  async find(
    paymentId: PaymentId,
  ): Promise<{ payment: PaymentRow; attempts: AttemptRow[]; newest: AttemptRow | undefined } | undefined> {
    return this.database.query(async (db) => {
      const payment = await db.selectFrom('payments').selectAll().where('id', '=', paymentId).executeTakeFirst();
      if (payment === undefined) return undefined;
      concernsPayment(payment);
      const attempts = await db
        .selectFrom('payment_attempts')
        .selectAll()
        .where('payment_id', '=', paymentId)
        .orderBy('number')
        .execute();
      return { payment, attempts, newest: attempts.at(-1) };
    });
  }

  /** @returns what callers see of the payment, and the ETag of it as it is now. */
  async details(
    paymentId: PaymentId,
  ): Promise<{ readonly details: PaymentDetailsAnswer; readonly etag: string } | undefined> {
    const found = await this.find(paymentId);
    if (found === undefined) return undefined;
    const { declineRetry } = this.settings.durations;
    const { payment, links } = toPaymentResponse(found.payment, found.newest, declineRetry);
    const { snapshot: purchase, pg_params: pg_params_of_ottu } = found.payment;
    const details = { payment, links, purchase, pg_params_of_ottu };
    return { details, etag: paymentTag(found.payment) };
  }

  async timeline(paymentId: PaymentId): Promise<TimelineAnswer | undefined> {
    return this.database.query(async (db) => {
      const payment = await db
        .selectFrom('payments')
        .select(['id', 'order_no'])
        .where('id', '=', paymentId)
        .executeTakeFirst();
      if (payment === undefined) return undefined;
      concernsPayment(payment);
      const entries = await db
        .selectFrom('payment_timeline')
        .select(['at', 'event', 'details'])
        .where('payment_id', '=', paymentId)
        .orderBy('id')
        .execute();
      return {
        payment_id: payment.id,
        order_no: payment.order_no,
        entries: entries.map(({ at, event, details }) => ({ at: at.toISOString(), event, details })),
      };
    });
  }
}
