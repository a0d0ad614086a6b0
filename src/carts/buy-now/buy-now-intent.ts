import { Injectable, Logger } from '@nestjs/common';

import { cartTokenHash } from '../../access/cart-token.ts';
import type { Customer } from '../../access/customer-jwt.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import type { Network } from '../../limits/network.ts';
import type { CurrencyCode } from '../../money/currency.ts';
import type { CartDoor } from '../cart-door.ts';
import type { CheckoutView } from '../checkout/checkout.answer.ts';
import { Checkout } from '../checkout/checkout.ts';
import { AbandonCart } from '../editing/abandon-cart.ts';
import type { CartContent } from '../editing/cart-content.ts';
import { CreateCart } from '../editing/create-cart.ts';

export interface ReadyToBuy {
  readonly cart: CartRow;
  readonly token: string;
  readonly checkout: CheckoutView;
}

/** A Buy Now button in one call: a new cart, and its session handed out. Nothing is charged by it. */
@Injectable()
export class BuyNowIntent {
  readonly #logger = new Logger('BuyNowIntent');

  constructor(
    private readonly createCart: CreateCart,
    private readonly checkout: Checkout,
    private readonly abandonCart: AbandonCart,
  ) {}

  /** @throws Problem those of `CreateCart` and of `Checkout`, outcome `none`; no open cart is left behind. */
  async execute(
    currencyCode: CurrencyCode,
    content: CartContent,
    { customer, network }: { readonly customer: Customer | undefined; readonly network: Network },
  ): Promise<ReadyToBuy> {
    const { cart, token } = await this.createCart.execute(currencyCode, content);
    const door = { cartId: cart.id, tokenSha256: cartTokenHash(token) };
    try {
      return { token, ...(await this.checkout.execute(door, customer, network)) };
    } catch (error) {
      await this.#giveUp(door);
      throw error;
    }
  }

  /** Nobody was told its token: at worst it expires by itself. */
  async #giveUp(door: CartDoor): Promise<void> {
    try {
      await this.abandonCart.execute(door);
    } catch (error) {
      this.#logger.warn({ err: error, cart_id: door.cartId }, 'A cart that nobody can open could not be given up');
    }
  }
}
