import { Injectable } from '@nestjs/common';

import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import type { AttemptRow, PaymentRow } from '../../database/schema.ts';
import { moneyOf } from '../../payments/payment-rows.ts';
import { isSuccess, type PaymentState } from '../../payments/states/payment-state.ts';
import type { ActionView, PaymentStatusView } from './payment-status.answer.ts';
import { shopperStatus } from './shopper-status.ts';

/** What a shopper is told of a cart's payment: the closed list of M91 and what a front end must show, nothing else. */
@Injectable()
export class PaymentStatus {
  constructor(private readonly database: Database) {}

  async of(cart: CartRow): Promise<PaymentStatusView> {
    const { payment, attempt } = await this.#rows(cart);
    const status = shopperStatus({ cart, payment, attempt });
    const paid = payment !== undefined && isSuccess(payment.state as PaymentState);
    const amount = paid
      ? moneyOf(payment.amount_minor, payment.currency_code)
      : moneyOf(cart.total_minor, cart.currency_code);
    return {
      status,
      ...(status === 'action_required' && attempt?.action_required
        ? { action_required: attempt.action_required as unknown as ActionView }
        : {}),
      order_no: payment?.order_no ?? null,
      amount: amount.toString(),
      currency_code: amount.currency,
      version: cart.version,
      updated_at: latest([cart.updated_at, payment?.updated_at]).toISOString(),
    };
  }

  /** The payment that tells most: one that is paid, one with an open attempt, or else the newest that was tried. */
  async #rows(cart: CartRow): Promise<{ payment: PaymentRow | undefined; attempt: AttemptRow | undefined }> {
    return this.database.read(async (db) => {
      const payments = await db
        .selectFrom('payments')
        .selectAll()
        .where('cart_id', '=', cart.id)
        .orderBy('created_at', 'desc')
        .execute();
      const attempt = await db
        .selectFrom('payment_attempts')
        .selectAll()
        .where('cart_id', '=', cart.id)
        .orderBy('started_at', 'desc')
        .executeTakeFirst();
      const telling =
        payments.find(({ state }) => isSuccess(state as PaymentState)) ??
        payments.find(({ state }) => state === 'needs_review') ??
        payments.find(({ id }) => id === attempt?.payment_id) ??
        payments.find(({ id }) => id === cart.payment_id);
      return { payment: telling, attempt: attempt?.payment_id === telling?.id ? attempt : undefined };
    });
  }
}

function latest(times: readonly (Date | undefined)[]): Date {
  return new Date(Math.max(...times.map((time) => time?.getTime() ?? 0)));
}
