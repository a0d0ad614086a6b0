import { Injectable } from '@nestjs/common';

import type { Shopper } from '../../access/customer-jwt.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import type { Network } from '../../limits/network.ts';
import { isRecord } from '../../ottu/reply-json.ts';
import { Settle } from '../../payments/settlement/settle.ts';
import { Problem } from '../../problems/problem.ts';
import { authorizeCart, assertSameCustomer, type CartCredentials } from '../cart-access.ts';
import { assertOpen } from '../cart-preconditions.ts';
import { lockCart } from '../cart-repository.ts';
import { EarlierPayments } from '../sync/earlier-payments.ts';
import { EnsureSynced, type Synced } from '../sync/ensure-synced.ts';
import type { CheckoutView } from './checkout.response.ts';
import { offeredMethods, sdkSetup } from './sdk-setup.ts';

/** After an edit that comes in between, the session shows an older version and is brought in step again. */
const MAX_TRIES = 3;

/**
 * Hands a session out to the shopper once Ottu shows what the cart costs. Nothing else hands out the session of a cart.
 */
@Injectable()
export class Checkout {
  constructor(
    private readonly database: Database,
    private readonly ensureSynced: EnsureSynced,
    private readonly earlier: EarlierPayments,
    private readonly settle: Settle,
    private readonly settings: Settings,
  ) {}

  /**
   * @throws Problem `not_found`, `customer_jwt_missing`, `cart_frozen`, `cart_closed`, `rate_limited` and those of
   * `EnsureSynced`
   */
  async execute(
    credentials: CartCredentials,
    shopper: Shopper | undefined,
    network: Network,
  ): Promise<{ readonly cart: CartRow; readonly checkout: CheckoutView }> {
    for (let tries = 1; ; tries += 1) {
      const cart = await this.database.query((db) => authorizeCart(db, credentials));
      assertSameCustomer(cart, shopper);
      assertOpen(cart);
      const result = await this.ensureSynced.execute(cart.id, 'checkout', network);
      const handedOut = await this.#handOut(cart.id, result);
      if (handedOut !== undefined) {
        const checkout = this.#view(result);
        if (await this.earlier.isChecked(cart.id)) checkout.earlier_payment = 'checking';
        return { cart: handedOut, checkout };
      }
      if (tries === MAX_TRIES) {
        throw new Problem('checkout_unavailable', { outcome: 'none', retryAfterSeconds: 1 });
      }
    }
  }

  /** M51: from now on a payer may be looking at it. Nothing when the cart has changed meanwhile. */
  async #handOut(cartId: string, { paymentId, version }: Synced): Promise<CartRow | undefined> {
    return this.database.inTransaction(async (tx) => {
      const cart = await lockCart(tx, cartId);
      if (cart === undefined || cart.version !== version || cart.payment_id !== paymentId) return undefined;
      assertOpen(cart);
      await this.settle.within(tx, {
        paymentId,
        interpret: () => ({ event: 'handed_out', details: { cart_version: version }, handedOut: true }),
      });
      return cart;
    });
  }

  #view({ sessionId, document }: Synced): CheckoutView {
    const { pgCodes, publicKey, merchantId } = this.settings.ottu;
    const answer = isRecord(document?.value) ? document.value : {};
    const url = answer['checkout_url'];
    const setup = sdkSetup(answer['sdk_setup_preload_payload'], pgCodes);
    return {
      session_id: sessionId,
      checkout_url: typeof url === 'string' ? url : null,
      payment_methods: offeredMethods(answer['payment_methods'], pgCodes),
      sdk: {
        public_key: publicKey ?? null,
        merchant_id: merchantId ?? null,
        ...(setup === undefined ? {} : { setup_preload: setup }),
      },
    };
  }
}
