import { Injectable } from '@nestjs/common';

import type { Shopper } from '../../access/customer-jwt.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import type { Network } from '../../http/network.ts';
import { Problem } from '../../problems/problem.ts';
import { authorizeCart, assertSameCustomer, type CartCredentials } from '../cart-access.ts';
import { assertOpen, assertVersion } from '../cart-preconditions.ts';
import { ConfirmPrice, priceChanged as priceChangedProblem } from '../editing/confirm-price.ts';
import type { TagCondition } from '../entity-tag.ts';
import { EarlierPayments } from '../sync/earlier-payments.ts';
import { EnsureSynced } from '../sync/ensure-synced.ts';
import type { CheckoutView } from './checkout.response.ts';
import { HandOut } from './hand-out.ts';

/** After an edit that comes in between, the session shows an older version and is brought in step again. */
const MAX_TRIES = 3;

export interface CheckoutRequest {
  readonly network: Network;
  /** The version that the shopper has seen; absent where any will do. */
  readonly ifMatch?: TagCondition | undefined;
}

export interface CheckedOut {
  readonly cart: CartRow;
  readonly checkout: CheckoutView;
  /** The shop asks for another total than it did. */
  readonly priceChanged: boolean;
}

/**
 * Hands a session out to the shopper once the shop has said, and Ottu shows, what the cart costs.
 */
@Injectable()
export class Checkout {
  constructor(
    private readonly database: Database,
    private readonly price: ConfirmPrice,
    private readonly ensureSynced: EnsureSynced,
    private readonly earlier: EarlierPayments,
    private readonly handOut: HandOut,
  ) {}

  /**
   * M55: the shop is asked once more what the cart costs.
   *
   * @throws Problem `not_found`, `customer_jwt_missing`, `cart_frozen`, `cart_closed`, `cart_changed`, `price_changed` (with
   * an If-Match only), `rate_limited` and those of `ConfirmPrice` and `EnsureSynced`
   */
  async execute(
    credentials: CartCredentials,
    shopper: Shopper | undefined,
    { network, ifMatch }: CheckoutRequest,
  ): Promise<CheckedOut> {
    let priceChanged = false;
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      const cart = await this.database.query((db) => authorizeCart(db, credentials));
      assertSameCustomer(cart, shopper);
      assertOpen(cart);
      assertVersion(cart, ifMatch);
      const repriced = await this.price.reprice(cart);
      if (repriced.kind === 'moved') continue;
      if (repriced.kind === 'changed') {
        if (ifMatch !== undefined) throw priceChangedProblem(repriced.cart);
        priceChanged = true;
      }
      const result = await this.ensureSynced.execute(cart.id, 'checkout', network);
      // An edit that came in between has another price, which the shop is asked for once more.
      const version = repriced.kind === 'changed' ? repriced.cart.version : cart.version;
      const handedOut = result.version === version ? await this.handOut.execute(cart.id, result) : undefined;
      if (handedOut === undefined) continue;
      if (await this.earlier.isChecked(cart.id)) handedOut.checkout.earlier_payment = 'checking';
      return { ...handedOut, priceChanged };
    }
    throw new Problem('checkout_unavailable', { outcome: 'none', retryAfterSeconds: 1 });
  }
}
