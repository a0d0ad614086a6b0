import { Injectable } from '@nestjs/common';

import type { CartRow } from '../../database/cart-tables.ts';
import { Settings } from '../../config/settings.ts';
import { compiled } from '../../database/compiled.ts';
import { Database } from '../../database/database.ts';
import type { AttemptRow, PaymentRow } from '../../database/schema.ts';
import { run } from '../../database/send.ts';
import { Answer } from '../../http/answer.ts';
import type { PaymentId } from '../../payments/identifiers.ts';
import { moneyOf } from '../../payments/payment-rows.ts';
import { holds } from '../../payments/schedule/hold.ts';
import { isOpen } from '../../payments/states/attempt-state.ts';
import { holdsCart, isSuccess } from '../../payments/states/payment-state.ts';
import { Problem } from '../../problems/problem.ts';
import { CartReader, type CartCredentials } from '../cart-access.ts';
import { isHeldBy, parseFreezeOwner, REVIEW_OWNER } from '../freeze-owner.ts';
import { EarlierPayments } from '../sync/earlier-payments.ts';
import { statusLink, type PayResult } from './cart-payment.ts';
import type { ActionView, PaymentStatusView, PaymentStatusAnswer } from './payment-status.response.ts';
import { ShopperLooks } from './shopper-looks.ts';
import { shopperStatus, isSettledStatus, type ShopperPayment, type ShopperStatus } from './shopper-status.ts';

/** What a shopper sees of a cart's payment: a status of the closed list of M91 and what a front end must show. */
@Injectable()
export class PaymentStatus {
  constructor(
    private readonly database: Database,
    private readonly earlier: EarlierPayments,
    private readonly settings: Settings,
  ) {}

  async of(cart: CartRow): Promise<PaymentStatusView> {
    const shown = this.#view(cart, await this.#mostTelling(cart));
    // M36: a cart that is closed is not paid a second time, whatever becomes of the others.
    if (isAlive(cart) && (await this.earlier.isChecked(cart.id))) shown.earlier_payment = 'checking';
    return shown;
  }

  /** Of this payment, also where another one of the cart says more (M9). */
  async ofPayment(cart: CartRow, paymentId: PaymentId): Promise<PaymentStatusView> {
    return this.database.query(async (db) => {
      const payment = await db.selectFrom('payments').selectAll().where('id', '=', paymentId).executeTakeFirst();
      const attempt = await db
        .selectFrom('payment_attempts')
        .selectAll()
        .where('payment_id', '=', paymentId)
        .orderBy('number', 'desc')
        .executeTakeFirst();
      return this.#view(cart, { payment, attempt }, ownStatus({ cart, payment, attempt }));
    });
  }

  /** Ottu has answered, and the answer could not be stored (M4). */
  unpersisted(cart: CartRow): PaymentStatusView {
    return this.#view(cart, {}, 'checking');
  }

  #view(cart: CartRow, rows: StatusRows, status?: ShopperStatus): PaymentStatusView {
    const { holdSeen } = this.settings.durations;
    return Object.assign(view(cart, rows, status), heldUntil(cart, rows, holdSeen));
  }

  /**
   * Of the first that the cart has: a success, one that is confirming or under review, that of the newest attempt, its transaction.
   */
  async #mostTelling(cart: CartRow): Promise<StatusRows> {
    return this.database.query(async (db) => {
      const payments = await run(db, readingPayments({ cartId: cart.id }));
      const [attempt] = await run(db, readingAttempts({ cartId: cart.id }));
      const payment =
        payments.find(({ state }) => isSuccess(state)) ??
        payments.find((each) => isLookedAt(each, cart)) ??
        payments.find(({ id }) => id === attempt?.payment_id) ??
        payments.find(({ id }) => id === cart.payment_id);
      return { payment: payment, attempt: attempt?.payment_id === payment?.id ? attempt : undefined };
    });
  }
}

interface OfCart {
  readonly cartId: string;
}

const readingPayments = compiled<OfCart, PaymentRow>((db, value) =>
  db.selectFrom('payments').selectAll().where('cart_id', '=', value('cartId')).orderBy('created_at', 'desc'),
);

/** The newest first, without those that are detached. */
const readingAttempts = compiled<OfCart, AttemptRow>((db, value) =>
  db
    .selectFrom('payment_attempts')
    .selectAll()
    .where('cart_id', '=', value('cartId'))
    .where('detached_at', 'is', null)
    .orderBy('started_at', 'desc'),
);

function isAlive({ state }: CartRow): boolean {
  return state === 'open' || state === 'frozen';
}

interface StatusRows {
  readonly payment?: PaymentRow | undefined;
  readonly attempt?: AttemptRow | undefined;
}

/** M36: a review for want of an answer does not hold its cart, unless a success of it was named since. */
function isLookedAt({ state, review_reasons: reviewReasons }: PaymentRow, cart: CartRow): boolean {
  return holdsCart({ state, reviewReasons }) || (state === 'needs_review' && isHeldBy(cart, REVIEW_OWNER));
}

function view(
  cart: CartRow,
  { payment, attempt }: StatusRows,
  status = shopperStatus({ cart, payment, attempt }),
): PaymentStatusView {
  const paid = payment !== undefined && isSuccess(payment.state);
  const amount = paid
    ? moneyOf(payment.amount_minor, payment.currency_code)
    : moneyOf(cart.total_minor, cart.currency_code);
  return {
    status,
    ...(status === 'action_required' && attempt?.action_required
      ? { action_required: attempt.action_required as unknown as ActionView }
      : {}),
    // M51: the shopper has put it in after opening the page that he paid on.
    ...(paid && payment.added_since !== null ? { added_since: payment.added_since } : {}),
    // M57: what was completed without a payment is not the order of one that failed before.
    order_no: status === 'paid' && !paid ? null : (payment?.order_no ?? null),
    amount: amount.toString(),
    currency_code: amount.currency,
    version: cart.version,
    updated_at: latest([cart.updated_at, payment?.updated_at]).toISOString(),
  };
}

/** What became of an attempt that has ended is true of it, also while another one holds the cart (M9). */
function ownStatus(rows: ShopperPayment): ShopperStatus {
  const { cart, attempt } = rows;
  const ended = attempt !== undefined && !isOpen(attempt.state);
  const state = ended && cart.state === 'frozen' ? 'open' : cart.state;
  // Nor is it the payment that a cart was completed without.
  return shopperStatus({ ...rows, cart: { state, completed_at: null } });
}

/**
 * M56a: until when at most the cart is held, where that is known. People take their time, and so does what a success was
 * seen of.
 *
 * @param longestMs how long after its first look an attempt may hold the cart (M35).
 */
function heldUntil(
  cart: CartRow,
  { payment, attempt }: StatusRows,
  longestMs: number,
): Pick<PaymentStatusView, 'held_until'> {
  if (cart.state !== 'frozen') return {};
  const attempted = attempt !== undefined && holds(attempt);
  const looked = attempted && payment?.state !== 'confirming' && payment?.state !== 'needs_review';
  const until = attempted
    ? (attempt.hold_until ?? (looked ? new Date(attempt.lease_until.getTime() + longestMs) : null))
    : (cart.held_until ?? claimableUntil(cart));
  return until === null ? {} : { held_until: until.toISOString() };
}

/** A request that pays it holds it for so long, until it has claimed its attempt. */
function claimableUntil(cart: CartRow): Date | null {
  return parseFreezeOwner(cart.frozen_by)?.by === 'payment' ? cart.frozen_until : null;
}

function latest(times: readonly (Date | undefined)[]): Date {
  return new Date(Math.max(...times.map((time) => time?.getTime() ?? 0)));
}

/** The responses to a shopper who pays a cart, or asks what became of it. */
@Injectable()
export class PaidResponses {
  constructor(
    private readonly carts: CartReader,
    private readonly status: PaymentStatus,
    private readonly looks: ShopperLooks,
  ) {}

  /** @throws Problem `not_found` */
  async now(access: CartCredentials): Promise<PaymentStatusAnswer> {
    const cart = await this.carts.read(access);
    const payment = await this.status.of(cart);
    if (isAlive(cart)) await this.looks.followed([cart.id]);
    return { payment };
  }

  /**
   * After a try to pay: 201 when it is known what became of it, 202 while it is not.
   *
   * @throws Problem `store_unavailable`, outcome `unknown`, when an earlier payment with the same key cannot be read
   */
  async afterPaying(paid: PayResult, access: CartCredentials): Promise<Answer<PaymentStatusAnswer>> {
    const payment = await this.#statusAfter(paid, access);
    return new Answer(
      { payment },
      {
        status: isSettledStatus(payment.status) ? 201 : 202,
        headers: {
          location: statusLink(access.cartId),
          'idempotent-replayed': paid.kind === 'replay' ? 'true' : undefined,
        },
      },
    );
  }

  async #statusAfter(paid: PayResult, access: CartCredentials): Promise<PaymentStatusView> {
    try {
      const cart = await this.carts.read(access);
      return paid.kind === 'replay' ? await this.status.ofPayment(cart, paid.paymentId) : await this.status.of(cart);
    } catch (error) {
      if (error instanceof Problem && error.code !== 'store_unavailable') throw error;
      // M4: money may have moved, so a store that fails after a charge is answered with `checking` and not with a
      // problem.
      if (paid.kind === 'tried') return this.status.unpersisted(paid.cart);
      throw new Problem('store_unavailable', { outcome: 'unknown', retryAfterSeconds: 2, cause: error });
    }
  }
}
