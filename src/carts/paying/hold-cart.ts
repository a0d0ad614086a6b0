import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import { IdempotencyReplay, type Replay } from '../../payments/attempts/idempotency-replay.ts';
import { Problem } from '../../problems/problem.ts';
import { beginAuthorizing } from '../cart-access.ts';
import { assertVersion, assertOpen } from '../cart-preconditions.ts';
import { freezeCart, hasOpenAttempt, lockCart, unfreezeCart } from '../cart-repository.ts';
import { isHeldBy, type FreezeOwner } from '../freeze-owner.ts';
import { CartSignals } from '../signals.ts';
import { CART_REPLAY, type CartPayment } from './cart-payment.ts';

/** The shop is asked for its price and Ottu for its session, each within a deadline like Ottu's. */
const QUOTE_AND_SESSION = 3;

/** Holds a cart for the one request that pays it, as its shopper has seen it (M55). */
@Injectable()
export class HoldCart {
  constructor(
    private readonly database: Database,
    private readonly replays: IdempotencyReplay,
    private readonly signals: CartSignals,
    private readonly settings: Settings,
  ) {}

  /**
   * @param owner who holds it: the key of this request.
   * @returns the replay when a request with the same key has come to its end meanwhile: that is the answer (M9).
   * @throws Problem `not_found`, `idempotency_in_flight`, `cart_frozen`, `cart_closed`, `cart_changed`, `cart_empty`
   */
  async freeze({ credentials, idempotency, ifMatch }: CartPayment, owner: FreezeOwner): Promise<CartRow | Replay> {
    return this.database.inTransaction(async (tx) => {
      const authorized = await beginAuthorizing(tx, credentials);
      const replay = await this.replays.beginWithin(tx, idempotency, CART_REPLAY);
      const cart = await authorized();
      if (isHeldBy(cart, owner)) {
        throw new Problem('idempotency_in_flight', { outcome: 'unknown', retryAfterSeconds: 2 });
      }
      const earlier = await replay();
      if (earlier?.kind === 'replay') return earlier;
      assertOpen(cart);
      assertVersion(cart, ifMatch);
      if (cart.items.length === 0) throw new Problem('cart_empty', { outcome: 'none' });
      const frozen = await freezeCart(tx, cart.id, owner, { lookAfter: this.#untilClaimed() });
      // M56a: who follows it is not left with `open` while it is held.
      this.signals.changed(cart.id);
      return frozen;
    });
  }

  /** Once it is claimed the attempt holds the cart; a process that dies before that must not hold it for long. */
  #untilClaimed(): number {
    const { ottu, durations } = this.settings;
    return QUOTE_AND_SESSION * ottu.timeoutMs + durations.chargeStart;
  }

  /** Only what this request holds; an attempt that is open holds the cart by itself. Never throws. */
  async release(cartId: string, owner: FreezeOwner): Promise<void> {
    await this.database
      .inTransaction(async (tx) => {
        await lockCart(tx, cartId);
        if (await hasOpenAttempt(tx, cartId)) return;
        if ((await unfreezeCart(tx, cartId, owner)) !== undefined) this.signals.changed(cartId);
      })
      // The sweep opens it as soon as the store is back (M56).
      .catch(() => undefined);
  }
}
