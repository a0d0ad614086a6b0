import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import { isRecord } from '../../ottu/reply-json.ts';
import { Settle } from '../../payments/settlement/settle.ts';
import { assertOpen } from '../cart-preconditions.ts';
import { lockCart } from '../cart-repository.ts';
import type { Synced } from '../sync/ensure-synced.ts';
import type { CheckoutView } from './checkout.response.ts';
import { offeredMethods, sdkSetup } from './sdk-setup.ts';

export interface HandedOut {
  readonly cart: CartRow;
  readonly checkout: CheckoutView;
}

/** Nothing else hands out the session of a cart. */
@Injectable()
export class HandOut {
  constructor(
    private readonly database: Database,
    private readonly settle: Settle,
    private readonly settings: Settings,
  ) {}

  /** M51: from now on a payer may be looking at it. Nothing when the cart has changed meanwhile. */
  async execute(cartId: string, synced: Synced): Promise<HandedOut | undefined> {
    const cart = await this.#record(cartId, synced);
    return cart && { cart, checkout: this.#view(synced) };
  }

  async #record(cartId: string, { paymentId, version }: Synced): Promise<CartRow | undefined> {
    return this.database.inTransaction(async (tx) => {
      const cart = await lockCart(tx, cartId);
      if (cart === undefined || cart.version !== version || cart.payment_id !== paymentId) return undefined;
      assertOpen(cart);
      await this.settle.within(tx, {
        paymentId,
        cartId,
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
