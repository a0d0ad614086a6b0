import { Injectable } from '@nestjs/common';

import { CatalogError } from '../../catalog/catalog-error.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import { Settle } from '../../payments/settlement/settle.ts';
import { Problem } from '../../problems/problem.ts';
import { openAndLockCart } from '../cart-door.ts';
import { refuseStale, refuseUnlessOpen } from '../cart-refusals.ts';
import { lockCart } from '../cart-rows.ts';
import { contentOf } from '../editing/cart-content.ts';
import { CartWrites } from '../editing/cart-writes.ts';
import { PriceCart } from '../editing/price-cart.ts';
import { entityTag } from '../entity-tag.ts';
import { hasOpenAttempt } from '../freezing/end-freeze.ts';
import { freezeCart, thawCart } from '../freezing/freeze-rows.ts';
import { CartSignals } from '../signals.ts';
import type { CartPayment } from './cart-payment.ts';
import { readEarlierAttempt, type Replay } from './earlier-attempt.ts';

/** The shop is asked for its price and Ottu for its session, each within a deadline like Ottu's. */
const QUOTE_AND_SESSION = 3;

/** Holds a cart for the one request that pays it, as its shopper has seen it (M55). */
@Injectable()
export class HoldCart {
  constructor(
    private readonly database: Database,
    private readonly price: PriceCart,
    private readonly writes: CartWrites,
    private readonly settle: Settle,
    private readonly signals: CartSignals,
    private readonly settings: Settings,
  ) {}

  /**
   * @param holder who holds it: the key of this request.
   * @returns the replay when a request with the same key has come to its end meanwhile: that is the answer (M9).
   * @throws Problem `not_found`, `idempotency_in_flight`, `cart_frozen`, `cart_closed`, `cart_changed`, `cart_empty`
   */
  async freeze(payment: CartPayment, holder: string): Promise<CartRow | Replay> {
    return this.database.inTransaction(async (tx) => {
      const cart = await openAndLockCart(tx, payment.door);
      if (cart.frozen_by === holder) {
        throw new Problem('idempotency_in_flight', { outcome: 'unknown', retryAfterSeconds: 2 });
      }
      const earlier = await readEarlierAttempt(tx, payment.idempotency, this.settle);
      if (earlier.kind === 'replay') return earlier;
      refuseUnlessOpen(cart);
      refuseStale(cart, payment.ifMatch);
      if (cart.items.length === 0) throw new Problem('cart_empty', { outcome: 'none' });
      return freezeCart(tx, cart.id, holder, this.#untilClaimed());
    });
  }

  /** Once it is claimed the attempt holds the cart; a process that dies before that must not hold it for long. */
  #untilClaimed(): number {
    const { ottu, waits } = this.settings;
    return QUOTE_AND_SESSION * ottu.timeoutMs + waits.chargeStart;
  }

  /**
   * A total that is another by now is a new version, which the shopper has to see first.
   *
   * @throws Problem `price_changed` (outcome `none`) with the ETag of the new version
   */
  async quoteAgain(cart: CartRow, holder: string): Promise<void> {
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

  /** Only what this request holds; an attempt that is open holds the cart by itself. Never throws. */
  async letGo(cartId: string, holder: string): Promise<void> {
    await this.database
      .inTransaction(async (tx) => {
        await lockCart(tx, cartId);
        if (await hasOpenAttempt(tx, cartId)) return;
        if ((await thawCart(tx, cartId, holder)) !== undefined) await this.signals.changed(tx, cartId);
      })
      // The sweep opens it as soon as the store is back (M56).
      .catch(() => undefined);
  }
}
