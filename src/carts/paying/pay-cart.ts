import { Injectable } from '@nestjs/common';

import type { Customer } from '../../access/customer-jwt.ts';
import { CatalogError } from '../../catalog/catalog-error.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import type { IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import { AttemptLimits, type Taken } from '../../limits/attempt-limits.ts';
import { Challenge } from '../../limits/challenge.ts';
import type { Network } from '../../limits/network.ts';
import type { NativeInstrument } from '../../ottu/native-payments-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { Settle } from '../../payments/settlement/settle.ts';
import { Problem } from '../../problems/problem.ts';
import { openAndLockCart, openCart, type CartDoor } from '../cart-door.ts';
import { refuseStale, refuseUnlessOpen } from '../cart-refusals.ts';
import { lockCart } from '../cart-rows.ts';
import { refuseOtherCustomers } from '../checkout/check-customer.ts';
import { ComeInStep } from '../checkout/come-in-step.ts';
import { contentOf } from '../editing/cart-content.ts';
import { CartWrites } from '../editing/cart-writes.ts';
import { PriceCart } from '../editing/price-cart.ts';
import { entityTag, type TagCondition } from '../entity-tag.ts';
import { hasOpenAttempt } from '../freezing/end-freeze.ts';
import { freezeCart, heldByKey, thawCart } from '../freezing/freeze-rows.ts';
import { CartSignals } from '../signals.ts';
import { CallNative, type Called } from './call-native.ts';
import { ChosenInstrument, type Means } from './chosen-instrument.ts';
import { ClaimAttempt } from './claim-attempt.ts';
import { readEarlierAttempt } from './earlier-attempt.ts';

export interface CartPayment {
  readonly door: CartDoor;
  readonly customer: Customer | undefined;
  readonly network: Network;
  readonly ifMatch: TagCondition;
  readonly idempotency: IdempotencyClaim;
  readonly means: Means;
  readonly challengeToken: string | undefined;
}

interface Charge {
  readonly cart: CartRow;
  readonly holder: string;
  readonly instrument: NativeInstrument;
}

export interface CartPaid {
  readonly cartId: string;
  readonly replayed: boolean;
  /** False when Ottu answered and the store failed then: the shopper is told that it is being checked (M4). */
  readonly stored: boolean;
}

/** Pays a cart with a wallet's payload or a saved card. The order of its steps is that of M55. */
@Injectable()
export class PayCart {
  constructor(
    private readonly database: Database,
    private readonly limits: AttemptLimits,
    private readonly challenge: Challenge,
    private readonly price: PriceCart,
    private readonly writes: CartWrites,
    private readonly inStep: ComeInStep,
    private readonly instrument: ChosenInstrument,
    private readonly claim: ClaimAttempt,
    private readonly native: CallNative,
    private readonly settle: Settle,
    private readonly signals: CartSignals,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem whose `outcome` says what the shopper may conclude; nothing was charged unless it says otherwise */
  async execute(payment: CartPayment): Promise<CartPaid> {
    const cart = await this.database.read((db) => openCart(db, payment.door));
    refuseOtherCustomers(cart, payment.customer);
    const earlier = await this.database.inTransaction((tx) => readEarlierAttempt(tx, payment.idempotency, this.settle));
    if (earlier.kind === 'replay') return { cartId: cart.id, replayed: true, stored: true };

    refuseStale(cart, payment.ifMatch);
    await this.challenge.demand(payment.challengeToken);
    const instrument = await this.instrument.find(payment.means, cart, payment.customer);
    return this.#hold(payment, cart.id, instrument);
  }

  /** Held before it is counted: of requests with one key only one is an attempt (M96). */
  async #hold(payment: CartPayment, cartId: string, instrument: NativeInstrument): Promise<CartPaid> {
    const holder = heldByKey(payment.idempotency.key);
    const cart = await this.#freeze(payment, holder);
    if (cart === undefined) return { cartId, replayed: true, stored: true };
    let taken: Taken | undefined;
    let called: Called;
    try {
      const { network, customer } = payment;
      taken = await this.limits.take({ cartId, customerId: customer?.id, network });
      await this.#quoteAgain(cart, holder);
      called = await this.#charge(payment, { cart, holder, instrument });
    } catch (error) {
      // Nothing was claimed, so nothing was sent: the shopper may go on with the cart.
      await this.#letGo(cartId, holder);
      await taken?.giveBack();
      throw error;
    }
    if (called === 'not_sent') {
      await taken.giveBack();
      throw new Problem('checkout_unavailable', {
        detail: 'Nothing was sent and nothing was charged. The same request may be sent again with the same key.',
        outcome: 'none',
        retryAfterSeconds: 2,
      });
    }
    if (called === 'refused') throw new Problem('payment_refused', { outcome: 'none' });
    if (called === 'settled' && (await this.#isPaid(cartId))) await taken.giveBack();
    return { cartId, replayed: false, stored: called === 'settled' };
  }

  /** Nothing when a request with the same key has come to its end meanwhile: that is the answer (M9). */
  async #freeze(payment: CartPayment, holder: string): Promise<CartRow | undefined> {
    return this.database.inTransaction(async (tx) => {
      const cart = await openAndLockCart(tx, payment.door);
      if (cart.frozen_by === holder) {
        throw new Problem('idempotency_in_flight', { outcome: 'unknown', retryAfterSeconds: 2 });
      }
      if ((await readEarlierAttempt(tx, payment.idempotency, this.settle)).kind === 'replay') return undefined;
      refuseUnlessOpen(cart);
      refuseStale(cart, payment.ifMatch);
      if (cart.items.length === 0) throw new Problem('cart_empty', { outcome: 'none' });
      return freezeCart(tx, cart.id, holder, this.settings.waits.cartFreeze);
    });
  }

  /** A total that is another by now is a new version, which the shopper has to see first. */
  async #quoteAgain(cart: CartRow, holder: string): Promise<void> {
    const content = contentOf(cart);
    const price = await this.price.price(cart, content).catch((error: unknown) => {
      if (!(error instanceof CatalogError)) throw error;
      throw new Problem('price_changed', { detail: 'Something in the cart is not sold any more.', outcome: 'none' });
    });
    if (price.totalMinor === cart.total_minor) return;
    const changed = await this.database.inTransaction(async (tx) => {
      await lockCart(tx, cart.id);
      const thawed = await thawCart(tx, cart.id, holder);
      return thawed === undefined ? undefined : this.writes.update(tx, thawed, content, price);
    });
    throw new Problem('price_changed', {
      detail: 'The cart costs something else by now. Show the shopper the new total before paying.',
      outcome: 'none',
      headers: changed === undefined ? {} : { etag: entityTag(changed) },
    });
  }

  async #charge(payment: CartPayment, { cart, holder, instrument }: Charge): Promise<Called> {
    const { paymentId, sessionId } = await this.inStep.comeInStep(cart.id, 'payment');
    const deadline = new Deadline(this.settings.ottu.chargeTimeoutMs, this.settings.waits.chargeStart);
    const attemptId = await this.claim.claim({
      idempotency: payment.idempotency,
      cartId: cart.id,
      version: cart.version,
      holder,
      paymentId,
      method: instrument.method,
    });
    return this.native.call({ paymentId, attemptId, sessionId, instrument }, deadline);
  }

  /** Only what this request holds; an attempt that is open holds the cart by itself. */
  async #letGo(cartId: string, holder: string): Promise<void> {
    await this.database
      .inTransaction(async (tx) => {
        await lockCart(tx, cartId);
        if (await hasOpenAttempt(tx, cartId)) return;
        if ((await thawCart(tx, cartId, holder)) !== undefined) await this.signals.changed(tx, cartId);
      })
      // The sweep opens it as soon as the store is back (M56).
      .catch(() => undefined);
  }

  async #isPaid(cartId: string): Promise<boolean> {
    const cart = await this.database
      .read((db) => db.selectFrom('carts').select('state').where('id', '=', cartId).executeTakeFirst())
      .catch(() => undefined);
    return cart?.state === 'paid';
  }
}
