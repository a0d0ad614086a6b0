import { isDeepStrictEqual } from 'node:util';

import type { CartItemRow, CartRow } from '../../database/cart-tables.ts';
import { stripUnstorable } from '../../database/strip-unstorable.ts';

type Members = Readonly<Record<string, unknown>>;

/** What edits change. Prices and states are no part of it: they follow from it, or from elsewhere. */
export interface CartContent {
  readonly items: readonly CartItemRow[];
  readonly language: 'en' | 'ar' | null;
  readonly customer: Members | null;
  readonly billing_address: Members | null;
  readonly shipping_address: Members | null;
  readonly extra: Members | null;
  readonly redirect_url: string | null;
  /** `sub` of the customer that the cart is bound to (M58). */
  readonly customer_sub: string | null;
}

export const EMPTY_CONTENT: CartContent = {
  items: [],
  language: null,
  customer: null,
  billing_address: null,
  shipping_address: null,
  extra: null,
  redirect_url: null,
  customer_sub: null,
};

export function contentOf(cart: CartRow): CartContent {
  return {
    items: cart.items,
    language: cart.language,
    customer: cart.customer,
    billing_address: cart.billing_address,
    shipping_address: cart.shipping_address,
    extra: cart.extra,
    redirect_url: cart.redirect_url,
    customer_sub: cart.customer_sub,
  };
}

/** As it is read back from the database, which has neither classes nor every character. */
export function toStoredContent(content: CartContent): CartContent {
  return stripUnstorable(JSON.parse(JSON.stringify(content)) as CartContent);
}

/** The order of members does not count: the database keeps none. That of the items does. */
export function isSameContent(one: CartContent, other: CartContent): boolean {
  return isDeepStrictEqual(one, other);
}

/** Whether two contents cost the same, as far as anybody can know without asking: a quote may depend on these. */
export function isPricedAlike(one: CartContent, other: CartContent): boolean {
  return isDeepStrictEqual(pricedBy(one), pricedBy(other));
}

function pricedBy({ items, language, shipping_address, customer_sub }: CartContent): unknown {
  return { items, language, shipping_address, customer_sub };
}
