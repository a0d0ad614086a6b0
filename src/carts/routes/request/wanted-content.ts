import { EMPTY_CONTENT, type CartContent } from '../../editing/cart-content.ts';
import type { CartShippingAddress } from './addresses.dto.ts';
import type { ChangeCartRequest } from './change-cart.request.ts';
import type { CreateCartRequest } from './create-cart.request.ts';
import type { CartCustomer } from './customer.dto.ts';
import { phoneNumber } from './fields.ts';

/** The content that a valid request asks for, phones in their one form. */
export function contentOfNewCart(request: CreateCartRequest, customerSub: string | undefined): CartContent {
  const { currency_code: _currency, items = [], ...members } = request;
  return {
    ...changed(EMPTY_CONTENT, members),
    items: items.map(({ sku, quantity }) => ({ sku, quantity })),
    customer_sub: customerSub ?? null,
  };
}

/** What is left out stays; a customer who is signed in is bound to the cart, and nobody is ever unbound (M58). */
export function contentAfter(
  before: CartContent,
  request: ChangeCartRequest,
  customerSub: string | undefined,
): CartContent {
  return { ...changed(before, request), customer_sub: customerSub ?? before.customer_sub };
}

function changed(before: CartContent, request: ChangeCartRequest): CartContent {
  const { language, customer, billing_address, shipping_address, extra, redirect_url } = request;
  return {
    ...before,
    ...(language !== undefined && { language }),
    ...(customer !== undefined && { customer: customer && reachable(customer) }),
    ...(billing_address !== undefined && {
      billing_address: billing_address && Object.fromEntries(Object.entries(billing_address)),
    }),
    ...(shipping_address !== undefined && { shipping_address: shipping_address && deliverable(shipping_address) }),
    ...(extra !== undefined && { extra }),
    ...(redirect_url !== undefined && { redirect_url }),
  };
}

function reachable({ phone, phone_2, id: _refused, ...customer }: CartCustomer): Record<string, unknown> {
  return { ...customer, phone: phone && phoneNumber(phone), phone_2: phone_2 && phoneNumber(phone_2) };
}

function deliverable({ phone, ...address }: CartShippingAddress): Record<string, unknown> {
  return { ...address, phone: phoneNumber(phone, address.country) };
}
