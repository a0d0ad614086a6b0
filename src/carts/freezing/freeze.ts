import { Injectable } from '@nestjs/common';

import type { Customer } from '../../access/customer-jwt.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import { Problem } from '../../problems/problem.ts';
import { openAndLockCart, openCart, type CartDoor } from '../cart-door.ts';
import { cartFrozen, refuseStale, refuseUnlessOpen } from '../cart-refusals.ts';
import { refuseOtherCustomers } from '../checkout/check-customer.ts';
import { ComeInStep } from '../checkout/come-in-step.ts';
import type { TagCondition } from '../entity-tag.ts';
import { CartSignals } from '../signals.ts';
import { EndFreeze } from './end-freeze.ts';
import { freezeCart, HELD_BY_SDK, thawCart } from './freeze-rows.ts';

/** Holds a basket still while the Checkout SDK is paying it, and lets it go (M55, M56). */
@Injectable()
export class Freeze {
  constructor(
    private readonly database: Database,
    private readonly inStep: ComeInStep,
    private readonly endFreeze: EndFreeze,
    private readonly signals: CartSignals,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem `not_found`, `customer_jwt_missing`, `cart_changed`, `cart_frozen`, `cart_closed` and those of `ComeInStep` */
  async freeze(door: CartDoor, customer: Customer | undefined, ifMatch: TagCondition): Promise<CartRow> {
    const { cart, isNew } = await this.#hold(door, customer, ifMatch);
    try {
      await this.inStep.comeInStep(cart.id, 'checkout');
    } catch (error) {
      // What an earlier request holds stays held.
      if (isNew) await this.database.inTransaction((tx) => thawCart(tx, cart.id, HELD_BY_SDK));
      throw error;
    }
    return cart;
  }

  /** @throws Problem `cart_frozen` while somebody may be paying; `checkout_unavailable` when Ottu cannot be asked */
  async unfreeze(door: CartDoor, customer: Customer | undefined): Promise<CartRow> {
    const cart = await this.database.read((db) => openCart(db, door));
    refuseOtherCustomers(cart, customer);
    if (cart.state !== 'frozen') return cart;
    if (cart.frozen_by !== HELD_BY_SDK) throw cartFrozen(cart);
    const end = await this.endFreeze.end(cart.id, HELD_BY_SDK);
    switch (end.kind) {
      case 'opened':
        return end.cart;
      case 'held':
        throw cartFrozen(cart);
      case 'unknown':
        throw new Problem('checkout_unavailable', { outcome: 'none', retryAfterSeconds: 5 });
    }
  }

  async #hold(
    door: CartDoor,
    customer: Customer | undefined,
    ifMatch: TagCondition,
  ): Promise<{ readonly cart: CartRow; readonly isNew: boolean }> {
    return this.database.inTransaction(async (tx) => {
      const cart = await openAndLockCart(tx, door);
      refuseOtherCustomers(cart, customer);
      // The hook of the SDK may ask twice.
      if (cart.frozen_by !== HELD_BY_SDK) refuseUnlessOpen(cart);
      refuseStale(cart, ifMatch);
      if (cart.items.length === 0) throw new Problem('cart_empty', { outcome: 'none' });
      const frozen = await freezeCart(tx, cart.id, HELD_BY_SDK, this.settings.waits.cartFreeze);
      await this.signals.changed(tx, cart.id);
      return { cart: frozen, isNew: cart.state === 'open' };
    });
  }
}
