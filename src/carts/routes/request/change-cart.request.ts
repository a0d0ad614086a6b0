import { Nested, OneOf, Url } from '../../../http/fields/index.ts';
import { CartBillingAddress, CartShippingAddress } from './addresses.dto.ts';
import { CartCustomer } from './customer.dto.ts';
import { Extra } from './extra.ts';
import { Refused } from './fields.ts';

/** What is left out stays, null clears, and an object that is given takes the place of the whole object. */
export class ChangeCartRequest {
  @Refused('never changes: make another cart')
  currency_code?: never;

  @Refused('are changed one by one, with PUT and DELETE of /items/{sku}')
  items?: never;

  @OneOf(['en', 'ar'], { optional: true, nullable: true, example: 'en' })
  language?: 'en' | 'ar' | null;

  @Nested(() => CartCustomer, { optional: true, nullable: true })
  customer?: CartCustomer | null;

  @Nested(() => CartBillingAddress, { optional: true, nullable: true })
  billing_address?: CartBillingAddress | null;

  @Nested(() => CartShippingAddress, { optional: true, nullable: true })
  shipping_address?: CartShippingAddress | null;

  @Extra({ optional: true, nullable: true })
  extra?: Record<string, unknown> | null;

  @Url({ max: 2000, optional: true, nullable: true })
  redirect_url?: string | null;
}
