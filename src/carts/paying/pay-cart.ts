import { Injectable } from '@nestjs/common';

import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import { StoreUnavailable } from '../../database/store-unavailable.ts';
import { AttemptLimits, type Reservation } from '../../limits/attempt-limits.ts';
import { Captcha } from '../../limits/captcha.ts';
import type { NativeInstrument } from '../../ottu/native-payments-api.ts';
import type { ChargeCommand } from '../../payments/attempts/attempt-claim.ts';
import { Charge } from '../../payments/attempts/charge.ts';
import { IdempotencyReplay, type Replay } from '../../payments/attempts/idempotency-replay.ts';
import type { CallOutcome } from '../../payments/attempts/settle-call.ts';
import { problemBeforeClaim, beforeClaim } from '../../problems/before-claim.ts';
import { Problem, type ProblemOptions } from '../../problems/problem.ts';
import { authorizeCart, assertSameCustomer } from '../cart-access.ts';
import { assertBeginsNoAgreement, assertVersion } from '../cart-preconditions.ts';
import { paymentOwner } from '../freeze-owner.ts';
import { CartCharge, type HeldCart } from './cart-charge.ts';
import { CART_REPLAY, type CartPayment, type PayResult } from './cart-payment.ts';
import { HoldCart } from './hold-cart.ts';
import { ResolveInstrument } from './resolve-instrument.ts';

/** What the charge came to. `not_claimed`: certainly, no attempt was claimed. */
type Tried = CallOutcome | { readonly kind: 'not_claimed'; readonly cause: unknown };

/**
 * Holds a cart and charges it. Where nothing was tried, the cart opens again and its permits are refunded (M55, M96).
 */
@Injectable()
export class PayHeldCart {
  constructor(
    private readonly hold: HoldCart,
    private readonly limits: AttemptLimits,
    private readonly cartCharge: CartCharge,
    private readonly charge: Charge,
  ) {}

  /**
   * Held before it is counted: of requests with one key only one is an attempt (M96).
   *
   * @returns the cart that was charged, or the replay of an earlier request with the same key.
   * @throws Problem of `HoldCart`, `AttemptLimits` and `CartCharge`; `checkout_unavailable` where the same key may try
   * again (M5a), `payment_refused`
   */
  async execute(payment: CartPayment, instrument: NativeInstrument): Promise<CartRow | Replay> {
    const owner = paymentOwner(payment.idempotency.key);
    const cart = await this.hold.freeze(payment, owner);
    if ('kind' in cart) return cart;
    const { shopper, network } = payment;
    let reservation: Reservation;
    let tried: Tried;
    try {
      reservation = await this.limits.reserve({ cartId: cart.id, customerId: shopper?.id, network });
      tried = await this.#charge({ cart, owner, payment, instrument, permits: reservation.records });
    } catch (error) {
      // It is not known whether an attempt was claimed: if so, it holds the cart by itself, and its permits are spent
      // (M96).
      await this.hold.release(cart.id, owner);
      throw error;
    }
    switch (tried.kind) {
      case 'not_claimed':
        // The shopper may go on with the cart.
        await this.hold.release(cart.id, owner);
        await reservation.refund();
        throw problemBeforeClaim(tried.cause);
      case 'not_sent':
        await reservation.refund();
        throw mayBeSentAgain('Nothing was sent and nothing was charged.', 2);
      case 'refused':
        if (tried.claimAgain && tried.retryAfterSeconds === undefined) throw refusedAsSetUp();
        if (tried.claimAgain) throw mayBeSentAgain('Nothing was charged.', tried.retryAfterSeconds ?? 5);
        throw paymentRefused();
      case 'settled':
      case 'unstored':
        return cart;
    }
  }

  async #charge(held: HeldCart): Promise<Tried> {
    let command: ChargeCommand;
    try {
      command = await this.cartCharge.prepare(held);
    } catch (cause) {
      return { kind: 'not_claimed', cause };
    }
    try {
      const result = await this.charge.execute(command);
      if (result.kind === 'called') return result.outcome;
      // A request with the same key was faster; the next one is answered with what came of that.
      const cause = new Problem('idempotency_in_flight', { outcome: 'unknown', retryAfterSeconds: 1 });
      return { kind: 'not_claimed', cause };
    } catch (cause) {
      // Only our own word says that nothing was claimed: a COMMIT may have happened without being acknowledged.
      if (cause instanceof Problem && !(cause instanceof StoreUnavailable)) return { kind: 'not_claimed', cause };
      throw cause;
    }
  }
}

/** M5a */
function mayBeSentAgain(what: string, retryAfterSeconds: number): Problem {
  const detail = `${what} The same request may be sent again with the same key.`;
  return new Problem('checkout_unavailable', { detail, outcome: 'none', retryAfterSeconds });
}

/** M56b: the reason lies in what this service is set up to use, so that waiting does not help; the key is not used up. */
function refusedAsSetUp(): Problem {
  return new Problem('ottu_refused', {
    detail:
      'The payment provider refuses this shop. Nothing was charged; the same key may be used again once it is mended.',
    outcome: 'none',
  });
}

/** Ottu's own words are for operators. */
export function paymentRefused(options: ProblemOptions = {}): Problem {
  return new Problem('payment_refused', { outcome: 'none', ...options });
}

/** Pays a cart with a wallet's payload or a saved card. The order of its steps is that of M55. */
@Injectable()
export class PayCart {
  constructor(
    private readonly database: Database,
    private readonly replays: IdempotencyReplay,
    private readonly captcha: Captcha,
    private readonly instrument: ResolveInstrument,
    private readonly held: PayHeldCart,
  ) {}

  /**
   * @throws Problem whose `outcome` says what the shopper may conclude; nothing was charged unless it says otherwise
   */
  async execute(payment: CartPayment): Promise<PayResult> {
    const cart = await this.database.query((db) => authorizeCart(db, payment.credentials));
    assertSameCustomer(cart, payment.shopper);
    // What the key came to earlier is not known until this has been read, so a fault here leaves it open.
    const earlier = await this.replays.of(payment.idempotency, CART_REPLAY);
    if (earlier !== undefined) return replayed(earlier);

    const instrument = await beforeClaim(async () => {
      assertVersion(cart, payment.ifMatch);
      assertBeginsNoAgreement(cart);
      await this.captcha.require(payment.captchaResponse);
      return this.instrument.resolve(payment.paymentMethod, cart, payment.shopper);
    });
    const paid = await this.held.execute(payment, instrument);
    return 'kind' in paid ? replayed(paid) : { kind: 'tried', cart: paid };
  }
}

/** @throws Problem `payment_refused` where Ottu refused the key's attempt: every replay has that answer (M9) */
function replayed({ refused, paymentId }: Replay): PayResult {
  if (refused) throw paymentRefused({ headers: { 'idempotent-replayed': 'true' } });
  return { kind: 'replay', paymentId };
}
