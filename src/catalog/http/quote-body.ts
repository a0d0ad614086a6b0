import type { QuoteRequest } from '../catalog.ts';

/** The text that the quote service gets: all that a price may depend on, and so also the key of the cache (M57). */
export function quoteBody({ items, currency, customerId, language, shippingAddress, cart }: QuoteRequest): string {
  return JSON.stringify({
    currency_code: currency,
    items: items.map(({ sku, quantity }) => ({ sku, quantity })),
    customer_id: customerId,
    language,
    shipping_address: shippingAddress,
    cart_id: cart?.id,
    version: cart?.version,
  });
}
