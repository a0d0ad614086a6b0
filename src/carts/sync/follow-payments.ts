import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';

import type { Tx } from '../../database/database.ts';
import type { PaymentRow } from '../../database/schema.ts';
import { afterCommit } from '../../database/transaction-context.ts';
import type { CartMismatch } from '../../payments/facts/check-fact.ts';
import { AttemptOutcomes } from '../../limits/attempt-outcomes.ts';
import { CartOfPayment, type CartPaymentSettled, type Carts } from '../../payments/settlement/cart-of-payment.ts';
import { isOpen } from '../../payments/states/attempt-state.ts';
import { isSuccess, PAYMENT_STATES, type PaymentState } from '../../payments/states/payment-state.ts';
import { detachTransaction, lockCart } from '../cart-rows.ts';
import { CartSignals } from '../signals.ts';

const SUCCESSES = PAYMENT_STATES.filter((state) => isSuccess(state));
/** Holds a cart whose money has moved in a way that people must look at: nobody pays it a second time. */
export const HELD_FOR_REVIEW = 'review';

/** What becomes of a cart when its payment is settled, in the settlement's own transaction (M51, M53, M56). */
@Injectable()
export class FollowPayments implements Carts, OnModuleInit {
  constructor(
    private readonly port: CartOfPayment,
    private readonly signals: CartSignals,
    private readonly outcomes: AttemptOutcomes,
  ) {}

  onModuleInit(): void {
    this.port.provide(this);
  }

  /** M51: a payment is for one version. M53: the second success to commit is a duplicate. */
  async doubts(tx: Tx, payment: PaymentRow, cartId: string): Promise<readonly CartMismatch[]> {
    if (isSuccess(payment.state as PaymentState)) return [];
    const cart = await tx.selectFrom('carts').select(['version', 'state']).where('id', '=', cartId).executeTakeFirst();
    const follows = await tx
      .selectFrom('cart_transactions')
      .select('shown_version')
      .where('payment_id', '=', payment.id)
      .executeTakeFirst();
    const paid = await tx
      .selectFrom('payments')
      .select('id')
      .where('cart_id', '=', cartId)
      .where('id', '!=', payment.id)
      .where('state', 'in', SUCCESSES)
      .executeTakeFirst();
    const changed = cart !== undefined && cart.version !== follows?.shown_version;
    return [
      ...(paid === undefined ? [] : (['duplicate_payment'] as const)),
      // A cart that another payment has closed says nothing about this one's version.
      ...(changed && paid === undefined ? (['cart_changed'] as const) : []),
    ];
  }

  async settled(tx: Tx, cartId: string, settled: CartPaymentSettled): Promise<void> {
    const cart = await lockCart(tx, cartId);
    if (cart === undefined) return;
    const { payment, state, success, attempt } = settled;
    this.#count(settled);
    if (isSuccess(state)) {
      await this.#paid(tx, cartId, payment.id);
    } else if (success || state === 'needs_review') {
      await this.#hold(tx, cartId);
    } else if (attempt.after !== undefined && !isOpen(attempt.after) && attempt.before !== attempt.after) {
      await this.#attemptEnded(tx, { cart, settled });
    }
    await this.signals.changed(tx, cartId);
  }

  /** M96: the share of declines turns the challenge on. What was never tried at a gateway says nothing. */
  #count({ attempt: { before, after } }: CartPaymentSettled): void {
    if (before === after || (after !== 'declined' && after !== 'succeeded')) return;
    afterCommit(() => void this.outcomes.recordOutcome(after));
  }

  /** M53: when one is paid the others are expired. */
  async #paid(tx: Tx, cartId: string, paymentId: string): Promise<void> {
    await tx
      .updateTable('carts')
      .set({ state: 'paid', payment_id: paymentId, frozen_by: null, frozen_until: null, sync_at: null })
      .where('id', '=', cartId)
      .where('state', '!=', 'paid')
      .execute();
    await tx
      .updateTable('cart_transactions')
      .set({ close_wanted_at: sql<Date>`now()` })
      .where('cart_id', '=', cartId)
      .where('payment_id', '!=', paymentId)
      .where('close_wanted_at', 'is', null)
      .where('closed_at', 'is', null)
      .execute();
  }

  async #hold(tx: Tx, cartId: string): Promise<void> {
    await tx
      .updateTable('carts')
      .set({ state: 'frozen', frozen_by: HELD_FOR_REVIEW, frozen_until: null })
      .where('id', '=', cartId)
      .where('state', 'in', ['open', 'frozen'])
      .execute();
  }

  /** A declined attempt opens the cart again. After a challenge that led nowhere a new transaction takes over (M56). */
  async #attemptEnded(
    tx: Tx,
    {
      cart,
      settled,
    }: {
      readonly cart: { id: string; payment_id: string | null; frozen_by: string | null };
      readonly settled: CartPaymentSettled;
    },
  ): Promise<void> {
    if (cart.frozen_by === HELD_FOR_REVIEW || cart.payment_id !== settled.payment.id) return;
    if (settled.attempt.before === 'action_required') await detachTransaction(tx, cart);
    await tx
      .updateTable('carts')
      .set({ state: 'open', frozen_by: null, frozen_until: null })
      .where('id', '=', cart.id)
      .where('state', '=', 'frozen')
      .execute();
  }
}
