import { Injectable } from '@nestjs/common';

import type { Shopper } from '../../access/customer-jwt.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import type { Network } from '../../http/network.ts';
import { Problem } from '../../problems/problem.ts';
import { assertSameCustomer, authorizeAndLockCart, type CartCredentials } from '../cart-access.ts';
import { assertOpen, assertVersion } from '../cart-preconditions.ts';
import { freezeCart, lockCart, refreezeCart, unfreezeCart, type FreezeTimes } from '../cart-repository.ts';
import { recordFreeze } from '../cart-transactions.ts';
import { ConfirmPrice } from '../editing/confirm-price.ts';
import { entityTag, type TagCondition } from '../entity-tag.ts';
import { newSdkOwner, parseFreezeOwner, type FreezeOwner } from '../freeze-owner.ts';
import { CartSignals } from '../signals.ts';
import { EnsureSynced } from '../sync/ensure-synced.ts';

/** Holds a cart still while the Checkout SDK is paying it (M55, M56). `Unfreeze` ends it. */
@Injectable()
export class Freeze {
  constructor(
    private readonly database: Database,
    private readonly price: ConfirmPrice,
    private readonly ensureSynced: EnsureSynced,
    private readonly signals: CartSignals,
    private readonly settings: Settings,
  ) {}

  /**
   * @throws Problem `not_found`, `customer_jwt_missing`, `cart_changed`, `cart_frozen`, `cart_closed`, `session_replaced`,
   * `rate_limited` and those of `ConfirmPrice` and `EnsureSynced`
   */
  async execute(
    credentials: CartCredentials,
    shopper: Shopper | undefined,
    { ifMatch, network }: { readonly ifMatch: TagCondition; readonly network: Network },
  ): Promise<CartRow> {
    const { cart, owner, isNew } = await this.#freeze(credentials, shopper, ifMatch);
    try {
      await this.price.confirm(cart, owner);
      const { paymentId } = await this.ensureSynced.execute(cart.id, 'checkout', network);
      if (await this.#wasHandedOut(paymentId)) {
        // M51: only now the payer's page may open.
        await this.database.inTransaction((tx) => recordFreeze(tx, paymentId));
        return cart;
      }
    } catch (error) {
      // What an earlier request holds stays held.
      if (isNew) await this.#release(cart.id, owner);
      throw error;
    }
    // The SDK pays the session that it was given, and no payer may be sent into one that is being closed.
    await this.#release(cart.id, owner);
    throw new Problem('session_replaced', {
      outcome: 'none',
      headers: { etag: entityTag({ ...cart, state: 'open' }) },
    });
  }

  /** M56a: at its end a payer whose page is open may go on for a little longer. */
  get #times(): FreezeTimes {
    const { cartFreeze, payerIsPaying } = this.settings.durations;
    return { lookAfter: cartFreeze, atMost: cartFreeze + payerIsPaying };
  }

  async #freeze(
    credentials: CartCredentials,
    shopper: Shopper | undefined,
    ifMatch: TagCondition,
  ): Promise<{ readonly cart: CartRow; readonly owner: FreezeOwner; readonly isNew: boolean }> {
    return this.database.inTransaction(async (tx) => {
      const cart = await authorizeAndLockCart(tx, credentials);
      assertSameCustomer(cart, shopper);
      const earlier = parseFreezeOwner(cart.frozen_by);
      // The hook of the SDK may ask twice; the freeze ends when it would have ended (M56). Who is just ending it must not
      // open what is asked for again, so it has another name from now on.
      if (cart.state === 'frozen' && earlier?.by === 'sdk') {
        assertVersion(cart, ifMatch);
        const owner = newSdkOwner();
        return { cart: await refreezeCart(tx, cart.id, owner), owner, isNew: false };
      }
      assertOpen(cart);
      assertVersion(cart, ifMatch);
      if (cart.items.length === 0) throw new Problem('cart_empty', { outcome: 'none' });
      const owner = newSdkOwner();
      const frozen = await freezeCart(tx, cart.id, owner, this.#times);
      this.signals.changed(cart.id);
      return { cart: frozen, owner, isNew: true };
    });
  }

  /** Only a checkout hands a session out. Where this one was not, the SDK has an older session, which was replaced. */
  async #wasHandedOut(paymentId: string): Promise<boolean> {
    const payment = await this.database.query((db) =>
      db.selectFrom('payments').select('handed_out_at').where('id', '=', paymentId).executeTakeFirst(),
    );
    return payment !== undefined && payment.handed_out_at !== null;
  }

  async #release(cartId: string, owner: FreezeOwner): Promise<void> {
    await this.database.inTransaction(async (tx) => {
      await lockCart(tx, cartId);
      if ((await unfreezeCart(tx, cartId, owner)) !== undefined) this.signals.changed(cartId);
    });
  }
}
