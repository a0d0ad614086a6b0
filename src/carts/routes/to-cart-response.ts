import { noteForAudit } from '../../audit/key-use.ts';
import type { QuoteView } from '../../catalog/quote-view.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Answer } from '../../http/answer.ts';
import { parseCurrency } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import { entityTag, isUnchanged, type TagCondition } from '../entity-tag.ts';
import type { CartAnswer, CartView } from './cart.response.ts';

/** The cart with its ETag, as every route of it answers it, and `more` where a route says more. */
export function toCartResponse(cart: CartRow): Answer<CartAnswer>;
export function toCartResponse<More extends object>(cart: CartRow, more: More): Answer<CartAnswer & More>;
export function toCartResponse(cart: CartRow, more: object = {}): Answer<CartAnswer> {
  return new Answer({ cart: toCartView(cart), ...more }, { headers: { etag: entityTag(cart) } });
}

/** As `toCartResponse`, with the place where the new cart is read from now on. */
export function toNewCartResponse<More extends object>(cart: CartRow, more: More): Answer<CartAnswer & More> {
  noteForAudit({ ids: { cart_id: cart.id }, after: { state: cart.state, version: cart.version } });
  const headers = { etag: entityTag(cart), location: `/v1/carts/${cart.id}` };
  return new Answer({ cart: toCartView(cart), ...more }, { headers });
}

/** 304 where the caller knows the cart as it is now. */
export function toCartResponseUnlessKnown(
  cart: CartRow,
  known: TagCondition | undefined,
): Answer<CartAnswer> | Answer<undefined> {
  if (known === undefined || !isUnchanged(known, cart)) return toCartResponse(cart);
  return new Answer(undefined, { status: 304, headers: { etag: entityTag(cart) } });
}

/** What a shopper sees of a cart: an allow-list. Its token's hash, its `sub` and its transaction stay here. */
export function toCartView(cart: CartRow): CartView {
  return {
    id: cart.id,
    version: cart.version,
    state: cart.state,
    ...(cart.held_until !== null && { held_until: cart.held_until.toISOString() }),
    currency_code: cart.currency_code,
    language: cart.language,
    ...prices(cart),
    customer: cart.customer as CartView['customer'],
    billing_address: cart.billing_address as CartView['billing_address'],
    shipping_address: cart.shipping_address as CartView['shipping_address'],
    extra: cart.extra,
    codes: cart.codes ?? [],
    redirect_url: cart.redirect_url,
    ...(cart.agreement !== null && { agreement: cart.agreement }),
    signed_in: cart.customer_sub !== null,
    expires_at: cart.expires_at.toISOString(),
    created_at: cart.created_at.toISOString(),
    updated_at: cart.updated_at.toISOString(),
  };
}

type Prices = Pick<CartView, 'items' | 'discounts' | 'fees' | 'shipping' | 'tax' | 'total'>;

function prices({ quote, currency_code: currency }: CartRow): Prices {
  if (quote === null) return { items: [], total: Money.fromMinor(0n, parseCurrency(currency)).toString() };
  const { items, discounts, fees, shipping, tax, total } = quote as unknown as QuoteView;
  return {
    items: items.map((line) => ({ ...line })),
    ...(discounts.length > 0 && { discounts: discounts.map((discount) => ({ ...discount })) }),
    ...(fees !== undefined && { fees: fees.map((fee) => ({ ...fee })) }),
    ...(shipping !== undefined && { shipping }),
    ...(tax !== undefined && { tax }),
    total,
  };
}
