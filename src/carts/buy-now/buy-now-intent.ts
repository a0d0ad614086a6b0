import { Injectable, Logger } from '@nestjs/common';

import { cartTokenHash } from '../../access/cart-token.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { parseCurrency, type CurrencyCode } from '../../money/currency.ts';
import { Problem } from '../../problems/problem.ts';
import type { CartCredentials } from '../cart-access.ts';
import type { CartContent } from '../cart-content.ts';
import type { CheckoutView } from '../checkout/checkout.response.ts';
import { Checkout } from '../checkout/checkout.ts';
import { AbandonCart } from '../editing/abandon-cart.ts';
import { CreateCart } from '../editing/create-cart.ts';
import { WantedContent, type CartRequester } from '../editing/map-request.ts';
import type { BuyNowIntentRequest } from './buy-now-intent.request.ts';

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
    private readonly wanted: WantedContent,
    private readonly createCart: CreateCart,
    private readonly checkout: Checkout,
    private readonly abandonCart: AbandonCart,
  ) {}

  /**
   * @throws Problem those of `WantedContent`, `CreateCart` and `Checkout`, outcome `none`; no open cart is left behind.
   */
  async execute(
    { sku, quantity = 1, currency_code, ...details }: BuyNowIntentRequest,
    requester: CartRequester,
  ): Promise<ReadyToBuy> {
    const items = [{ sku, quantity }];
    const content = await this.wanted.ofNewCart({ ...details, currency_code, items }, requester);
    return this.#checkOut(parseCurrency(currency_code), content, requester).catch(pointAtTheBody);
  }

  async #checkOut(
    currencyCode: CurrencyCode,
    content: CartContent,
    { shopper, network }: CartRequester,
  ): Promise<ReadyToBuy> {
    const { cart, token } = await this.createCart.execute(currencyCode, content);
    const credentials = { cartId: cart.id, tokenSha256: cartTokenHash(token) };
    try {
      const { cart: ready, checkout } = await this.checkout.execute(credentials, shopper, { network });
      return { token, cart: ready, checkout };
    } catch (error) {
      await this.#giveUp(credentials);
      throw error;
    }
  }

  /** The token has not left this service, so a cart that is not abandoned here expires. */
  async #giveUp(credentials: CartCredentials): Promise<void> {
    try {
      await this.abandonCart.execute(credentials);
    } catch (error) {
      this.#logger.warn(
        { err: error, cart_id: credentials.cartId },
        'A cart that nobody can open could not be given up',
      );
    }
  }
}

/** The one item of the cart is the body itself. */
function pointAtTheBody(error: unknown): never {
  if (!(error instanceof Problem) || error.options.errors === undefined) throw error;
  const errors = error.options.errors.map(({ pointer, message }) => ({
    pointer: pointer.replace(/^\/items(?:\/0)?/, ''),
    message,
  }));
  throw new Problem(error.code, { ...error.options, errors });
}
