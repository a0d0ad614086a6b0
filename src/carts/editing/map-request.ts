import { Injectable } from '@nestjs/common';

import type { Shopper } from '../../access/customer-jwt.ts';
import { RedirectUrls } from '../../access/redirect-urls.ts';
import { CartLimits } from '../../limits/request-limits.ts';
import type { Network } from '../../limits/network.ts';
import { EMPTY_CONTENT, unavailableItems, type CartContent } from '../cart-content.ts';
import type { ChangeCartRequest, CreateCartRequest } from '../routes/cart.request.ts';
import type { CartShippingAddress, CartCustomer } from '../routes/customer.request.ts';
import { phoneNumber } from '../routes/fields.ts';
import type { CartEdit } from './edit-cart.ts';

/** Who asks for a new cart: signed in or not, and from where. */
export interface CartRequester {
  readonly shopper: Shopper | undefined;
  readonly network: Network;
}

/** What a valid request makes of the content of a cart, once the shop allows it. Phones get their one form. */
@Injectable()
export class WantedContent {
  constructor(
    private readonly redirects: RedirectUrls,
    private readonly limits: CartLimits,
  ) {}

  /**
   * Of a new cart, which then counts against the limits of new carts.
   *
   * @throws Problem `validation_failed` for `redirect_url`, `too_many_carts`, `challenge_required`; outcome `none`
   */
  async ofNewCart(request: CreateCartRequest, { shopper, network }: CartRequester): Promise<CartContent> {
    this.redirects.assertAllowed(request.redirect_url);
    await this.limits.consume(network, request.challenge_token);
    const { currency_code: _currency, challenge_token: _solved, items = [], ...members } = request;
    return {
      ...changed(EMPTY_CONTENT, members),
      items: items.map(({ sku, quantity }) => ({ sku, quantity })),
      customer_sub: shopper?.id ?? null,
    };
  }

  /**
   * What is left out stays; a customer who is signed in is bound to the cart, and no customer is ever unbound (M58).
   *
   * @throws Problem `validation_failed` for `redirect_url`, outcome `none`
   */
  after(request: ChangeCartRequest, shopper: Shopper | undefined): CartEdit {
    this.redirects.assertAllowed(request.redirect_url);
    return {
      apply: (before) => ({ ...changed(before, request), customer_sub: shopper?.id ?? before.customer_sub }),
      unavailable: (error, content) => {
        throw unavailableItems(error, content);
      },
    };
  }
}

function changed(before: CartContent, request: ChangeCartRequest): CartContent {
  const { language, customer, billing_address, shipping_address, extra, redirect_url } = request;
  return {
    ...before,
    ...(language !== undefined && { language }),
    ...(customer !== undefined && { customer: customer && reachable(customer) }),
    ...(billing_address !== undefined && {
      billing_address: billing_address && Object.fromEntries(Object.entries(billing_address)),
    }),
    ...(shipping_address !== undefined && { shipping_address: shipping_address && deliverable(shipping_address) }),
    ...(extra !== undefined && { extra }),
    ...(redirect_url !== undefined && { redirect_url }),
  };
}

function reachable({ phone, phone_2, id: _refused, ...customer }: CartCustomer): Record<string, unknown> {
  return { ...customer, phone: phone && phoneNumber(phone), phone_2: phone_2 && phoneNumber(phone_2) };
}

function deliverable({ phone, ...address }: CartShippingAddress): Record<string, unknown> {
  return { ...address, phone: phoneNumber(phone, address.country) };
}
