import { Injectable } from '@nestjs/common';

import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import { AttemptLimits, type Taken } from '../../limits/attempt-limits.ts';
import { Challenge } from '../../limits/challenge.ts';
import type { NativeInstrument } from '../../ottu/native-payments-api.ts';
import { Settle } from '../../payments/settlement/settle.ts';
import { beforeClaim, problemBeforeClaim } from '../../problems/before-claim.ts';
import { Problem, type ProblemOptions } from '../../problems/problem.ts';
import { openCart } from '../cart-door.ts';
import { refuseStale } from '../cart-refusals.ts';
import { refuseOtherCustomers } from '../checkout/check-customer.ts';
import { heldByKey } from '../freezing/freeze-rows.ts';
import type { CartPaid, CartPayment } from './cart-payment.ts';
import { ChargeCart, type CartCharged } from './charge-cart.ts';
import { ChosenInstrument } from './chosen-instrument.ts';
import { readEarlierAttempt, type Replay } from './earlier-attempt.ts';
import { HoldCart } from './hold-cart.ts';

/** Pays a cart with a wallet's payload or a saved card. The order of its steps is that of M55. */
@Injectable()
export class PayCart {
  constructor(
    private readonly database: Database,
    private readonly challenge: Challenge,
    private readonly limits: AttemptLimits,
    private readonly instrument: ChosenInstrument,
    private readonly held: HoldCart,
    private readonly charging: ChargeCart,
    private readonly settle: Settle,
  ) {}

  /** @throws Problem whose `outcome` says what the shopper may conclude; nothing was charged unless it says otherwise */
  async execute(payment: CartPayment): Promise<CartPaid> {
    const cart = await this.database.read((db) => openCart(db, payment.door));
    refuseOtherCustomers(cart, payment.customer);
    // What the key came to earlier is not known until this has been read, so a fault here leaves it open.
    const earlier = await this.database.inTransaction((tx) => readEarlierAttempt(tx, payment.idempotency, this.settle));
    if (earlier.kind === 'replay') return replay(earlier);

    const instrument = await beforeClaim(async () => {
      refuseStale(cart, payment.ifMatch);
      await this.challenge.demand(payment.challengeToken);
      return this.instrument.find(payment.means, cart, payment.customer);
    });
    return this.#hold(payment, cart.id, instrument);
  }

  /** Held before it is counted: of requests with one key only one is an attempt (M96). */
  async #hold(payment: CartPayment, cartId: string, instrument: NativeInstrument): Promise<CartPaid> {
    const { idempotency, customer, network } = payment;
    const holder = heldByKey(idempotency.key);
    const cart = await this.held.freeze(payment, holder);
    if ('kind' in cart) return replay(cart);
    let taken: Taken | undefined;
    let charged: CartCharged;
    try {
      taken = await this.limits.take({ cartId, customerId: customer?.id, network });
      charged = await this.#charge(payment, { cart, holder, instrument, taken });
    } catch (error) {
      // It is not known whether an attempt was claimed: if so, it holds the cart by itself, and its permits are spent (M96).
      await this.held.letGo(cartId, holder);
      throw error;
    }
    switch (charged.kind) {
      case 'not_claimed':
        // The shopper may go on with the cart.
        await this.held.letGo(cartId, holder);
        await taken.giveBack();
        throw problemBeforeClaim(charged.cause);
      case 'not_sent':
        await taken.giveBack();
        throw mayBeSentAgain('Nothing was sent and nothing was charged.', 2);
      case 'refused':
        if (charged.claimAgain) throw mayBeSentAgain('Nothing was charged.', charged.retryAfterSeconds ?? 5);
        throw refused();
      case 'settled':
      case 'unstored':
        return { kind: 'tried', cart };
    }
  }

  async #charge(
    { idempotency, network }: CartPayment,
    {
      taken,
      ...held
    }: {
      readonly cart: CartRow;
      readonly holder: string;
      readonly instrument: NativeInstrument;
      readonly taken: Taken;
    },
  ): Promise<CartCharged> {
    try {
      await this.held.quoteAgain(held.cart, held.holder);
    } catch (cause) {
      return { kind: 'not_claimed', cause };
    }
    return this.charging.charge({ ...held, idempotency, tokens: taken.records, network });
  }
}

/** M5a */
function mayBeSentAgain(what: string, retryAfterSeconds: number): Problem {
  const detail = `${what} The same request may be sent again with the same key.`;
  return new Problem('checkout_unavailable', { detail, outcome: 'none', retryAfterSeconds });
}

/** @throws Problem where Ottu refused what the key stands for: that is its answer for ever (M9) */
function replay(earlier: Replay): CartPaid {
  if (earlier.refused) throw refused({ headers: { 'idempotent-replayed': 'true' } });
  return { kind: 'replay', paymentId: earlier.paymentId };
}

/** Ottu's own words are for operators. */
function refused(options: ProblemOptions = {}): Problem {
  return new Problem('payment_refused', { outcome: 'none', ...options });
}
