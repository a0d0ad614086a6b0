import { Injectable } from '@nestjs/common';

import type { Caller } from '../../access/caller.ts';
import type { Shopper } from '../../access/customer-jwt.ts';
import { RedirectUrls } from '../../access/redirect-urls.ts';
import { Settings } from '../../config/settings.ts';
import { isBlank, languageOf } from '../../http/fields/index.ts';
import { CartLimits } from '../../limits/request-limits.ts';
import type { Network } from '../../http/network.ts';
import { withPhones } from '../../payments/request/phones.ts';
import { Problem } from '../../problems/problem.ts';
import { cartNotFound } from '../cart-access.ts';
import { EMPTY_CONTENT, unavailableItems, type CartContent } from '../cart-content.ts';
import type { ChangeCartRequest, CreateCartRequest } from '../routes/cart.request.ts';
import { countryOf } from '../routes/country.ts';
import type { CartEdit } from './edit-cart.ts';

/** Who asks for a new cart: signed in or not, and from where. */
export interface CartRequester {
  readonly shopper: Shopper | undefined;
  /** The merchant's own server, where it makes the cart for a shopper. */
  readonly server: Caller | undefined;
  readonly network: Network;
}

/** What a valid request makes of the content of a cart, once the shop allows it. Phones, countries and languages get their one form. */
@Injectable()
export class WantedContent {
  constructor(
    private readonly redirects: RedirectUrls,
    private readonly limits: CartLimits,
    private readonly settings: Settings,
  ) {}

  /**
   * Of a new cart, which then counts against the limits of new carts.
   *
   * @throws Problem `validation_failed` for `redirect_url`, a phone or what a shopper may not give,
   * `customer_jwt_not_configured` for an agreement, `too_many_carts`, `challenge_required`; outcome `none`
   */
  async ofNewCart(request: CreateCartRequest, { shopper, server, network }: CartRequester): Promise<CartContent> {
    assertGivenByServer(request, server);
    // Its customer, and nobody else, checks it out, by his token.
    if (request.agreement !== undefined && this.settings.storefront.shopperJwt === undefined) {
      throw new Problem('customer_jwt_not_configured', {
        detail: 'A cart with an agreement is paid with the token of its customer: set SHOPPER_JWKS_URL.',
        outcome: 'none',
      });
    }
    this.redirects.assertAllowed(request.redirect_url);
    const {
      currency_code: _currency,
      challenge_token: _solved,
      items = [],
      merchant_reference = null,
      agreement,
      customer_id: customerId,
      ...members
    } = request;
    const described = changed(EMPTY_CONTENT, members, this.settings.defaultCountry);
    await this.limits.consume(network, request.challenge_token);
    return {
      ...described,
      merchant_reference,
      agreement: agreement === undefined ? null : Object.fromEntries(Object.entries(agreement)),
      items: items.map(({ sku, quantity }) => ({ sku, quantity })),
      customer_sub: shopper?.id ?? customerId ?? null,
    };
  }

  /**
   * What is left out stays; a customer who is signed in is bound to the cart, and no customer is ever unbound (M58). A cart
   * that begins an agreement stays that of the customer whom the shop has named.
   *
   * @throws Problem `validation_failed` for `redirect_url`, `not_found`; outcome `none`
   */
  after(request: ChangeCartRequest, shopper: Shopper | undefined): CartEdit {
    this.redirects.assertAllowed(request.redirect_url);
    return {
      apply: (before) => {
        const customer = shopper?.id ?? before.customer_sub;
        if (before.agreement !== null && customer !== before.customer_sub) throw cartNotFound();
        return { ...changed(before, request, this.settings.defaultCountry), customer_sub: customer };
      },
      unavailable: (error, content) => {
        throw unavailableItems(error, content);
      },
    };
  }
}

/** @throws Problem `validation_failed` for a phone that can't be a number of its country (`defaultCountry` where there is none) */
function changed(before: CartContent, request: ChangeCartRequest, defaultCountry: string | undefined): CartContent {
  const { language, customer, billing_address, shipping_address, extra, codes, redirect_url } = request;
  const given = {
    ...(customer !== undefined && { customer: filled(customer) }),
    ...(billing_address !== undefined && { billing_address: inItsCountry(filled(billing_address)) }),
    ...(shipping_address !== undefined && { shipping_address: inItsCountry(filled(shipping_address)) }),
  };
  return {
    ...before,
    ...(language !== undefined && { language: languageOf(language) ?? null }),
    ...given,
    ...withPhones(given, defaultCountry, { ...before, ...given }),
    ...(extra !== undefined && { extra }),
    ...(codes !== undefined && { codes: codes ?? [] }),
    ...(redirect_url !== undefined && { redirect_url }),
  };
}

/**
 * A shopper could give a small cart the name of somebody's large order, and an order system that goes by it be misled; and
 * what a card may be charged for later, and how often, is for the shop to offer (M82).
 */
const OF_SERVERS = ['merchant_reference', 'agreement', 'customer_id'] as const;

function assertGivenByServer(request: CreateCartRequest, server: Caller | undefined): void {
  if (server !== undefined) return;
  const message = 'is given by a server of the shop, with its service key';
  const errors = OF_SERVERS.filter((name) => request[name] !== undefined).map((name) => ({
    pointer: `/${name}`,
    message,
  }));
  if (errors.length > 0) throw new Problem('validation_failed', { errors, outcome: 'none' });
}

type Members = Readonly<Record<string, unknown>>;

/** What was said: wallets give empty texts for what they do not know. Nothing at all is the same as null. */
function filled(object: object | null): Members | null {
  const entries = Object.entries(object ?? {}).filter(([, value]) => value !== undefined && !isBlank(value));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

function inItsCountry(address: Members | null): Members | null {
  return address?.['country'] === undefined ? address : { ...address, country: countryOf(address['country']) };
}
