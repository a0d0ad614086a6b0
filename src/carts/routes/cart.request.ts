import { MAX_QUANTITY, MAX_LINES } from '../../catalog/catalog.ts';
import { isSku } from '../../catalog/check-items.ts';
import {
  field,
  AlsoCheck,
  LanguageTag,
  ListOf,
  Nested,
  Text,
  ReturnAddress,
  type FieldOptions,
} from '../../http/fields/index.ts';
import { isCurrencyCode } from '../../money/currency.ts';
import { Agreement, agreementViolations } from '../../payments/request/agreement.dto.ts';
import { MerchantReference } from '../../payments/request/merchant-reference.ts';
import type { FieldError } from '../../problems/problem.ts';
import { CartBillingAddress, CartShippingAddress, CartCustomer } from './customer.request.ts';
import { Codes, Extra, Refused } from './fields.ts';

export function Sku(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => (isSku(value) ? undefined : 'must be 1 to 64 printable ASCII characters without white space'),
    { type: 'string', minLength: 1, maxLength: 64, pattern: '^[!-~]+$' },
    { example: 'DATES-KHALAS', ...options },
  );
}

export function Quantity(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => {
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'must be a whole number';
      if (value === 0) return `must be from 1 to ${MAX_QUANTITY}; an item is removed with DELETE`;
      return value < 0 || value > MAX_QUANTITY ? `must be from 1 to ${MAX_QUANTITY}` : undefined;
    },
    { type: 'integer', minimum: 1, maximum: MAX_QUANTITY },
    { example: 2, ...options },
  );
}

export class CartItem {
  @Sku()
  sku: string;

  @Quantity()
  quantity: number;
}

export class SetItemRequest {
  @Quantity({ description: 'How many there shall be, whatever there are now.' })
  quantity: number;
}

export function Currency(): PropertyDecorator {
  return field(
    (value) => (isCurrencyCode(value) ? undefined : 'must be a currency of ISO 4217 in three capital letters'),
    { type: 'string', pattern: '^[A-Z]{3}$' },
    { description: 'All prices of the cart are in it. It never changes.', example: 'KWD' },
  );
}

/** What a cart begins with. Prices are no part of it (promise 4). */
@AlsoCheck(conditions)
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

  @LanguageTag({ optional: true, description: "Of Ottu's pages.", example: 'ar' })
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

  @Nested(() => Agreement, {
    optional: true,
    description:
      'What the payment of this cart agrees to, for `POST /v1/auto-debits` later. Only with a service key, and together ' +
      "with `customer_id`: the cart is that customer's from its beginning, is checked out with the customer's JWT, and " +
      "is paid on Ottu's page.",
  })
  agreement?: Agreement;

  @Text({
    max: 64,
    optional: true,
    description: 'Whose agreement it is: the `sub` of the customer. Goes with `agreement`.',
    example: 'cust-77',
  })
  customer_id?: string;

  @Text({
    max: 4096,
    optional: true,
    description: 'What a solved challenge gave, when the answer before asked for one.',
  })
  challenge_token?: string;
}

function* conditions(request: CreateCartRequest): Generator<FieldError, void, void> {
  yield* eachSkuOnce(request);
  const { agreement, customer_id: customer } = request;
  if ((agreement === undefined) !== (customer === undefined)) {
    const pointer = agreement === undefined ? '/agreement' : '/customer_id';
    yield { pointer, message: 'is required: an agreement goes with its customer' };
  }
  if (typeof agreement === 'object' && agreement !== null) {
    yield* agreementViolations(agreement, { reducedAllowed: false, currency: request.currency_code });
  }
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

/** What is left out stays, null clears, and an object that is given takes the place of the whole object. */
export class ChangeCartRequest {
  @Refused('never changes: make another cart')
  currency_code?: never;

  @Refused('are changed one by one, with PUT and DELETE of /items/{sku}')
  items?: never;

  @Refused('never changes: a server of the shop gives it with the new cart')
  merchant_reference?: never;

  @Refused('never changes: a server of the shop gives it with the new cart')
  agreement?: never;

  @Refused('is the customer who signs in, by the token of the customer')
  customer_id?: never;

  @LanguageTag({ optional: true, nullable: true, example: 'en' })
  language?: string | null;

  @Nested(() => CartCustomer, { optional: true, nullable: true })
  customer?: CartCustomer | null;

  @Nested(() => CartBillingAddress, { optional: true, nullable: true })
  billing_address?: CartBillingAddress | null;

  @Nested(() => CartShippingAddress, { optional: true, nullable: true })
  shipping_address?: CartShippingAddress | null;

  @Extra({ optional: true, nullable: true })
  extra?: Record<string, unknown> | null;

  @Codes({ optional: true, nullable: true })
  codes?: string[] | null;

  @ReturnAddress({ max: 2000, optional: true, nullable: true })
  redirect_url?: string | null;
}
