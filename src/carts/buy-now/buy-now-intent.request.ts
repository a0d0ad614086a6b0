import { Nested, OneOf, Url } from '../../http/fields/index.ts';
import { CartBillingAddress, CartShippingAddress } from '../routes/request/addresses.dto.ts';
import { Currency } from '../routes/request/create-cart.request.ts';
import { CartCustomer } from '../routes/request/customer.dto.ts';
import { Extra } from '../routes/request/extra.ts';
import { Quantity, Sku } from '../routes/request/items.ts';

/** One product, and what else is known of the order already. */
export class BuyNowIntentRequest {
  @Sku()
  sku: string;

  @Quantity({ optional: true, description: '1 when left out.', example: 1 })
  quantity?: number;

  @Currency()
  currency_code: string;

  @OneOf(['en', 'ar'], { optional: true, description: "Of Ottu's pages.", example: 'en' })
  language?: 'en' | 'ar';

  @Nested(() => CartCustomer, { optional: true })
  customer?: CartCustomer;

  @Nested(() => CartBillingAddress, { optional: true })
  billing_address?: CartBillingAddress;

  @Nested(() => CartShippingAddress, { optional: true })
  shipping_address?: CartShippingAddress;

  @Extra({ optional: true })
  extra?: Record<string, unknown>;

  @Url({ max: 2000, optional: true, description: 'Where the payer comes back to: one of those the shop allows.' })
  redirect_url?: string;
}
