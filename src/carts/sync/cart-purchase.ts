import type { CartRow } from '../../database/cart-tables.ts';

/** What a version of a cart is about, for whoever fulfils it (M50). Nothing in it is secret. */
export function purchaseOf(cart: CartRow): Record<string, unknown> {
  const { quote } = cart;
  return {
    cart: { id: cart.id, version: cart.version },
    ...(quote === null ? {} : { items: quote['items'] ?? quote['lines'], quote }),
    ...given({
      customer: cart.customer,
      billing_address: cart.billing_address,
      shipping_address: cart.shipping_address,
      extra: cart.extra,
    }),
  };
}

function given(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}
