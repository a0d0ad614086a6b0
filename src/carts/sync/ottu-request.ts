import type { CreateDefaults } from '../../config/create-defaults.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { writeJson } from '../../json/write-json.ts';
import type { Money } from '../../money/money.ts';
import type { OrderNo } from '../../payments/identifiers.ts';
import { ownExtra } from '../reserved-extra.ts';

export interface SessionRequest {
  readonly orderNo: OrderNo;
  readonly pgCodes: readonly string[];
  readonly webhookUrl: string;
  readonly defaults: CreateDefaults;
}

/** The body of the create (F2.2). The customer's id at Ottu is the verified `sub` and nothing else (M58). */
export function createBody(
  cart: CartRow,
  amount: Money,
  { orderNo, pgCodes, webhookUrl, defaults }: SessionRequest,
): string {
  return writeJson({
    type: 'e_commerce',
    amount: amount.toString(),
    currency_code: amount.currency,
    pg_codes: pgCodes,
    order_no: orderNo,
    customer_id: cart.customer_sub ?? undefined,
    // F13.2: the payer's first payment, after which the server of the shop charges the card under the agreement.
    ...(cart.agreement === null ? {} : { payment_type: 'auto_debit', agreement: cart.agreement }),
    ...describing(cart, defaults),
    webhook_url: webhookUrl,
    include_sdk_setup_preload: true,
  });
}

/** The body of the PATCH that brings a session to this version (F2.9). */
export function changeBody(cart: CartRow, amount: Money, defaults: CreateDefaults): string {
  return writeJson({
    amount: amount.toString(),
    currency_code: amount.currency,
    ...describing(cart, defaults),
    include_sdk_setup_preload: true,
  });
}

/** M56b: the same without what a shopper has given, which Ottu may have refused. */
export function amountBody(amount: Money): string {
  return writeJson({
    amount: amount.toString(),
    currency_code: amount.currency,
    include_sdk_setup_preload: true,
  });
}

/** M56b: what Ottu gets of the shopper's own data. */
export function shopperDetails(
  cart: CartRow,
): Readonly<Record<'customer' | 'billing_address' | 'shipping_address' | 'extra', unknown>> {
  const { customer, billing_address, shipping_address, extra } = cart;
  return {
    customer,
    billing_address: complete(billing_address, OF_BILLING),
    shipping_address: complete(shipping_address, OF_SHIPPING),
    extra,
  };
}

/** Changes nothing, and answers what the Checkout SDK needs: the only way to ask for it (F2.7). */
export const REFRESH_BODY = writeJson({ include_sdk_setup_preload: true });

/** What Ottu gets of the customer details. Names inside the addresses are Ottu's own (F2.3). */
function describing(cart: CartRow, defaults: CreateDefaults): Record<string, unknown> {
  const customer = { ...defaults.customer, ...given(cart.customer ?? {}) };
  const extra = { ...defaults.extra, ...ownExtra(cart.extra) };
  return {
    customer_email: customer['email'],
    customer_phone: customer['phone'],
    customer_phone_2: customer['phone_2'],
    customer_first_name: customer['first_name'],
    customer_last_name: customer['last_name'],
    customer_birthdate: customer['birthdate'],
    billing_address: complete(cart.billing_address, OF_BILLING) ?? undefined,
    shipping_address: complete(cart.shipping_address, OF_SHIPPING) ?? undefined,
    extra: cart.extra === null && Object.keys(extra).length === 0 ? undefined : extra,
    language: cart.language ?? undefined,
    redirect_url: cart.redirect_url ?? undefined,
  };
}

/** What Ottu requires of an address (F2.3). */
const OF_BILLING = ['line1', 'city', 'country'] as const;
const OF_SHIPPING = [...OF_BILLING, 'first_name', 'last_name', 'email', 'phone'] as const;

/** What a wallet gives before the shopper has authorised is enough for a price and not for Ottu, which would refuse it. */
function complete<T extends Readonly<Record<string, unknown>>>(
  address: T | null,
  required: readonly string[],
): T | null {
  return address !== null && required.every((member) => address[member] !== undefined) ? address : null;
}

/** What a version of a cart is about, for its fulfilment (M50). Nothing in it is secret. */
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
      codes: cart.codes,
    }),
  };
}

function given(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}
