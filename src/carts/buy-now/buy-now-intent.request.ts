import { Nested, LanguageTag, Text, ReturnAddress } from '../../http/fields/index.ts';
import { MerchantReference } from '../../payments/request/merchant-reference.ts';
import { Currency, Quantity, Sku } from '../routes/cart.request.ts';
import { CartBillingAddress, CartShippingAddress, CartCustomer } from '../routes/customer.request.ts';
import { Codes, Extra } from '../routes/fields.ts';

/** One product, and what else is known of the order already. */
export class BuyNowIntentRequest {
  @Sku()
  sku: string;

  @Quantity({ optional: true, description: '1 when left out.', example: 1 })
  quantity?: number;

  @Currency()
  currency_code: string;

  @LanguageTag({ optional: true, description: "Of Ottu's pages.", example: 'en' })
  language?: string;

  @Nested(() => CartCustomer, { optional: true })
  customer?: CartCustomer;

  @Nested(() => CartBillingAddress, { optional: true })
  billing_address?: CartBillingAddress;

  @Nested(() => CartShippingAddress, { optional: true })
  shipping_address?: CartShippingAddress;

  @Extra({ optional: true })
  extra?: Record<string, unknown>;

  @Codes({ optional: true })
  codes?: string[];

  @ReturnAddress({
    max: 2000,
    optional: true,
    description: 'Where the payer comes back to: one of those the shop allows.',
  })
  redirect_url?: string;

  @MerchantReference({
    description:
      "The merchant's own name of the order, for answers about its payments, events and searches. Only with a service key: never from a browser.",
  })
  merchant_reference?: string;

  @Text({
    max: 4096,
    optional: true,
    description: 'What a solved challenge gave, when the answer before asked for one.',
  })
  challenge_token?: string;
}

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
