export const INTENT_DESCRIPTION = `
For a Buy Now button in a browser: one product becomes a priced cart of its own with a session that is ready, and what
the wallets and the Checkout SDK need. Nothing is charged. Pay with \`POST /v1/carts/{id}/payments\`, by the \`cart_token\`
and the ETag of this answer, or open \`checkout.checkout_url\`.

The shopper's other cart is not touched. Asked again, it makes another cart; the one before expires by itself.
`.trim();

export const INTENT_EXAMPLES = {
  product: { summary: 'One of it', value: { sku: 'DATES-KHALAS', currency_code: 'KWD' } },
  customer: {
    summary: 'Two of it, for somebody, in Arabic',
    value: {
      sku: 'KARAK-TEA',
      quantity: 2,
      currency_code: 'SAR',
      language: 'ar',
      customer: { email: 'sara@example.com', phone: '+966512345678', first_name: 'Sara', last_name: 'Al-Test' },
    },
  },
};
