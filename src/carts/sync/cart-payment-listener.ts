import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';

import { compiled } from '../../database/compiled.ts';
import type { Tx } from '../../database/database.ts';
import { send } from '../../database/send.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import type { AddedLine, PaymentRow } from '../../database/schema.ts';
import { afterCommit } from '../../database/transaction-context.ts';
import { awaitsConfirmation, contradictsItself, type CartMismatch } from '../../payments/facts/check-fact.ts';
import { AttemptOutcomes } from '../../limits/attempt-outcomes.ts';
import { AttemptPermits } from '../../limits/attempt-limits.ts';
import { CartPort, type CartPaymentSettled, type CartHooks } from '../../payments/settlement/cart-port.ts';
import { isOpen } from '../../payments/states/attempt-state.ts';
import { holdsCart, isForWantOfAnswer, isSuccess, SUCCESS_STATES } from '../../payments/states/payment-state.ts';
import {
  hasOpenAttempt,
  holdCartForReview,
  lockCart,
  markCartPaid,
  recheckFreezeNow,
  reopenCart,
} from '../cart-repository.ts';
import { closeOtherTransactions, replaceSession } from '../cart-transactions.ts';
import { parseFreezeOwner } from '../freeze-owner.ts';
import { CartSignals } from '../signals.ts';
import { addedLines } from './added-lines.ts';
import { hasEndedAtOttu } from './next-sync-action.ts';

/**
 * What becomes of a cart when its payment is settled, in the settlement's own database transaction (M51, M53, M56).
 * `Settle` calls it by way of `CartPort`.
 */
@Injectable()
export class CartPaymentListener implements CartHooks, OnModuleInit {
  constructor(
    private readonly port: CartPort,
    private readonly signals: CartSignals,
    private readonly outcomes: AttemptOutcomes,
    private readonly permits: AttemptPermits,
  ) {}

  onModuleInit(): void {
    this.port.provide(this);
  }

  /**
   * M53: the second success to commit is a duplicate, and so is one of a cart that was completed without a payment. That
   * the cart has moved on is no fault of a success (M51).
   */
  async askMismatches(tx: Tx, paymentId: string, cartId: string): Promise<() => Promise<readonly CartMismatch[]>> {
    const successes = await send(tx, readingOtherSuccesses({ cartId, paymentId }));
    return async () => ((await successes()).some(countsAsSuccess) ? ['duplicate_payment'] : []);
  }

  /** M51: what the cart holds more of than the version that was paid; null where it has not moved past it. */
  async addedSince(tx: Tx, { snapshot }: Pick<PaymentRow, 'snapshot'>, cartId: string): Promise<AddedLine[] | null> {
    const cart = await tx
      .selectFrom('carts')
      .select(['version', 'items', 'quote'])
      .where('id', '=', cartId)
      .executeTakeFirst();
    return cart === undefined ? null : addedLines(cart, snapshot);
  }

  async onSettled(tx: Tx, cartId: string, settled: CartPaymentSettled): Promise<void> {
    const cart = await lockCart(tx, cartId);
    if (cart === undefined) return;
    const { payment, state, success } = settled;
    this.#count(settled);
    if (isSuccess(state)) {
      await markCartPaid(tx, cartId, payment.id);
      await closeOtherTransactions(tx, cartId, payment.id);
    } else if (success || state === 'confirming' || (settled.awaitsConfirmation && state === 'needs_review')) {
      await holdCartForReview(tx, cartId);
      // M26: money has moved, with a mismatch or not proved yet: the shopper must not be able to pay this cart by another
      // transaction.
      await closeOtherTransactions(tx, cartId, payment.id);
    } else if (settled.detached) {
      await this.#detached(tx, cart, payment.id);
    } else if (state === 'needs_review') {
      if (!isForWantOfAnswer(settled)) await holdCartForReview(tx, cartId);
    } else if (holdsCart({ state: payment.state, reviewReasons: payment.review_reasons })) {
      await this.#lift(tx, cart, settled);
    } else if (hasEnded(settled)) {
      await this.#attemptEnded(tx, cart, settled);
    } else if (state !== payment.state && (state === 'attempted' || hasEndedAtOttu(state))) {
      await this.#recheckFreeze(tx, cart, payment.id);
    }
    this.signals.changed(cartId);
  }

  /**
   * M96: declined and succeeded attempts make the share of declines, which turns the CAPTCHA on. A success refunds its
   * permits, however late it is known.
   */
  #count({ attempt }: CartPaymentSettled): void {
    if (attempt === undefined || attempt.before === attempt.after) return;
    const { id, after } = attempt;
    if (after !== 'declined' && after !== 'succeeded') return;
    afterCommit(() => void this.outcomes.recordOutcome(after));
    // The permits of an attempt that had ended before are refunded already, or spent.
    if (after === 'succeeded' && isOpen(attempt.before)) afterCommit(() => void this.permits.refund(id));
  }

  /**
   * M27: its review has ended without a success. The cart opens unless something else of it holds it or has paid it. What an
   * operator has rejected is never paid again, nor is the session of a 3DS challenge that led nowhere (M56).
   */
  async #lift(tx: Tx, cart: CartRow, { payment, attempt, rejected }: CartPaymentSettled): Promise<void> {
    const over = rejected || attempt?.before === 'action_required';
    if (over && cart.payment_id === payment.id) await replaceSession(tx, cart);
    if (!isUnderReview(cart) || (await isHeldByAnother(tx, cart.id, payment.id))) return;
    await reopenCart(tx, cart.id);
  }

  /** A declined attempt opens the cart again. After a 3DS challenge that led nowhere the session is replaced (M56). */
  async #attemptEnded(tx: Tx, cart: CartRow, { payment, attempt }: CartPaymentSettled): Promise<void> {
    if (isUnderReview(cart) || cart.payment_id !== payment.id) return;
    if (attempt?.before === 'action_required') await replaceSession(tx, cart);
    await reopenCart(tx, cart.id);
  }

  /**
   * M35: the attempt holds the cart no longer, which goes on with another transaction. A late success of this one is
   * still found (M31, M53).
   */
  async #detached(tx: Tx, cart: CartRow, paymentId: string): Promise<void> {
    if (cart.payment_id !== paymentId) return;
    await replaceSession(tx, cart);
    if (!isUnderReview(cart)) await reopenCart(tx, cart.id);
  }

  /**
   * An attempt of the Checkout SDK has no row here: once Ottu reports its end, the freeze is looked at before its time.
   */
  async #recheckFreeze(tx: Tx, cart: CartRow, paymentId: string): Promise<void> {
    if (parseFreezeOwner(cart.frozen_by)?.by !== 'sdk' || cart.payment_id !== paymentId) return;
    await recheckFreezeNow(tx, cart.id);
  }
}

function isUnderReview({ frozen_by: frozenBy }: CartRow): boolean {
  return parseFreezeOwner(frozenBy)?.by === 'review';
}

/** M27: another payment of the cart has succeeded, is confirming or under review, or is being tried. */
async function isHeldByAnother(tx: Tx, cartId: string, paymentId: string): Promise<boolean> {
  const others = await tx
    .selectFrom('payments')
    .select(['state', 'review_reasons'])
    .where('cart_id', '=', cartId)
    .where('id', '!=', paymentId)
    .execute();
  return (
    others.some(
      ({ state, review_reasons: reviewReasons }) => isSuccess(state) || holdsCart({ state, reviewReasons }),
    ) || (await hasOpenAttempt(tx, cartId))
  );
}

function hasEnded({ attempt }: CartPaymentSettled): boolean {
  return attempt?.after !== undefined && !isOpen(attempt.after) && attempt.before !== attempt.after;
}

interface OtherSuccess {
  readonly counts: boolean;
  readonly mismatches: readonly string[];
}

/** Of other payments of the cart. A cart that was completed without a payment has had its success, too. */
const readingOtherSuccesses = compiled<{ readonly cartId: string; readonly paymentId: string }, OtherSuccess>(
  (db, value) =>
    db
      .selectFrom('payments')
      .innerJoin('payment_facts', 'payment_facts.payment_id', 'payments.id')
      .select(['payment_facts.counts', 'payment_facts.mismatches'])
      .where('payments.cart_id', '=', value('cartId'))
      .where('payments.id', '!=', value('paymentId'))
      .where('payment_facts.state', 'in', SUCCESS_STATES)
      .unionAll(
        db
          .selectFrom('carts')
          .select([sql<boolean>`true`.as('counts'), sql<string[]>`'[]'::jsonb`.as('mismatches')])
          .where('id', '=', value('cartId'))
          .where('completed_at', 'is not', null),
      ),
);

/** One that counts, or one that people look at (M53). */
function countsAsSuccess({ counts, mismatches }: OtherSuccess): boolean {
  return counts || !(awaitsConfirmation(mismatches) || contradictsItself(mismatches));
}
