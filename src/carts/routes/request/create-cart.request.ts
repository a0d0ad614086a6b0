import { MAX_LINES } from '../../../catalog/catalog.ts';
import { AlsoCheck, field, ListOf, Nested, OneOf, Url } from '../../../http/fields/index.ts';
import { isCurrencyCode } from '../../../money/currency.ts';
import type { FieldError } from '../../../problems/problem.ts';
import { CartBillingAddress, CartShippingAddress } from './addresses.dto.ts';
import { CartCustomer } from './customer.dto.ts';
import { Extra } from './extra.ts';
import { CartItem } from './items.ts';

export function Currency(): PropertyDecorator {
  return field(
    (value) => (isCurrencyCode(value) ? undefined : 'must be a currency of ISO 4217 in three capital letters'),
    { type: 'string', pattern: '^[A-Z]{3}$' },
    { description: 'All prices of the cart are in it. It never changes.', example: 'KWD' },
  );
}

/** What a cart begins with. Prices are no part of it (promise 4). */
@AlsoCheck(eachSkuOnce)
export class CreateCartRequest {
  @Currency()
  currency_code: string;

  @ListOf(() => CartItem, {
    min: 0,
    max: MAX_LINES,
    optional: true,
    description: 'Priced by the catalog; each SKU once.',
  })
  items?: CartItem[];

  @OneOf(['en', 'ar'], { optional: true, description: "Of Ottu's pages.", example: 'ar' })
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

function* eachSkuOnce({ items }: CreateCartRequest): Generator<FieldError, void, void> {
  const seen = new Set<unknown>();
  for (const [index, item] of (Array.isArray(items) ? items : []).entries()) {
    const sku = (item as Partial<CartItem> | null)?.sku;
    if (sku !== undefined && seen.has(sku)) {
      yield { pointer: `/items/${index}/sku`, message: 'is in the list already' };
    }
    seen.add(sku);
  }
}
