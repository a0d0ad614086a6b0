import { isDeepStrictEqual } from 'node:util';

import type { CatalogError } from '../catalog/catalog-error.ts';
import { MAX_LINES } from '../catalog/catalog.ts';
import type { CartItemRow, CartRow } from '../database/cart-tables.ts';
import { stripUnstorable } from '../database/strip-unstorable.ts';
import { Problem } from '../problems/problem.ts';

type Members = Readonly<Record<string, unknown>>;

/** What edits change. The catalog gives the prices, and `CART_TRANSITIONS` the states. */
export interface CartContent {
  readonly items: readonly CartItemRow[];
  readonly language: 'en' | 'ar' | null;
  readonly customer: Members | null;
  readonly billing_address: Members | null;
  readonly shipping_address: Members | null;
  readonly extra: Members | null;
  /** Vouchers and gift cards. */
  readonly codes: readonly string[];
  readonly redirect_url: string | null;
  /** The merchant's own name of the order; given once, by a server. */
  readonly merchant_reference: string | null;
  /** M82: what the payment of the cart agrees to; given once, by a server, together with the customer. */
  readonly agreement: Members | null;
  /** `sub` of the customer that the cart is bound to (M58). */
  readonly customer_sub: string | null;
}

/** What a version costs, as it is stored. */
export interface CartPrice {
  /** Null while there is nothing in it. */
  readonly quote: Record<string, unknown> | null;
  /** Minor units as decimal text; `0` while there is nothing in it. */
  readonly totalMinor: string;
}

/** `empty`: there is nothing in it. `free`: what is in it costs nothing. */
export type Unpayable = 'empty' | 'free';

/** Why there is nothing to pay; undefined where there is. */
export function whyUnpayable({ items, total_minor }: Pick<CartRow, 'items' | 'total_minor'>): Unpayable | undefined {
  if (items.length === 0) return 'empty';
  return BigInt(total_minor) === 0n ? 'free' : undefined;
}

export const EMPTY_CONTENT: CartContent = {
  items: [],
  language: null,
  customer: null,
  billing_address: null,
  shipping_address: null,
  extra: null,
  codes: [],
  redirect_url: null,
  merchant_reference: null,
  agreement: null,
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
    codes: cart.codes ?? [],
    redirect_url: cart.redirect_url,
    merchant_reference: cart.merchant_reference,
    agreement: cart.agreement,
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

/** Whether nothing has changed that a price may depend on but the version. */
export function isPricedAlike(one: CartContent, other: CartContent): boolean {
  return isDeepStrictEqual(pricedBy(one), pricedBy(other));
}

function pricedBy({ items, language, shipping_address, extra, codes, customer_sub }: CartContent): unknown {
  return { items, language, shipping_address, extra, codes, customer_sub };
}

/**
 * Sets the quantity of an item in its place, or adds the item as the last one.
 *
 * @throws Problem `validation_failed` when the cart is full.
 */
export function withItem(content: CartContent, sku: string, quantity: number): CartContent {
  const { items } = content;
  if (items.some((item) => item.sku === sku)) {
    return { ...content, items: items.map((item) => (item.sku === sku ? { sku, quantity } : item)) };
  }
  if (items.length >= MAX_LINES) {
    const message = `is one too many: a cart has at most ${MAX_LINES} different items`;
    throw new Problem('validation_failed', { errors: [{ pointer: '/sku', message }], outcome: 'none' });
  }
  return { ...content, items: [...items, { sku, quantity }] };
}

/** Nothing happens when it is not there: a repeated request finds what it wanted. */
export function withoutItem(content: CartContent, sku: string): CartContent {
  return { ...content, items: content.items.filter((item) => item.sku !== sku) };
}

/**
 * Items of the cart can't be sold as they are: the catalog no longer has the product, or not so many of it. The errors
 * name them by SKU, since the caller's body does not have them.
 */
export function unavailableItems({ faults }: CatalogError, { items }: CartContent): Problem {
  const errors = faults.map(({ index, message }) => {
    const sku = index === undefined ? undefined : items[index]?.sku;
    return { pointer: '', message: sku === undefined ? message : `${sku}: ${message}` };
  });
  return new Problem('items_not_sold', {
    detail: 'Something in the cart is not sold as it is. Remove it, or set another quantity.',
    errors,
    outcome: 'none',
  });
}

/** As `unavailableItems`, but a fault of the item that the caller sets is a violation of the request. */
export function itemUnavailable(error: CatalogError, content: CartContent, sku: string): Problem {
  const own = error.faults.filter(({ index }) => index !== undefined && content.items[index]?.sku === sku);
  if (own.length === 0) return unavailableItems(error, content);
  const errors = own.map(({ member, message }) => ({ pointer: `/${member ?? 'sku'}`, message }));
  return new Problem('validation_failed', { errors, outcome: 'none' });
}

/**
 * The content without its unavailable items. To remove one of them is to remove all of them: with any of them left the
 * cart has no price, so that none could ever be removed.
 *
 * @throws Problem `items_not_sold` when it is not said which items they are.
 */
export function removeUnavailable(error: CatalogError, content: CartContent): CartContent {
  const skus = error.faults.flatMap(({ index }) => (index === undefined ? [] : (content.items[index]?.sku ?? [])));
  if (skus.length === 0) throw unavailableItems(error, content);
  return skus.reduce(withoutItem, content);
}
