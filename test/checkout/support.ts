import { randomUUID } from 'node:crypto';

import request, { type Response, type Test } from 'supertest';

import { getCart, startCartService, newCart, type Headers, type Members, type TestCart } from '../carts/support.ts';
import { freePort } from '../support/free-port.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService, TestServiceOptions, Variables } from '../support/service.ts';

/** What makes a shop one with a checkout. */
export const CHECKOUT_VARIABLES = {
  OTTU_PG_CODES: 'credit-card',
  OTTU_PUBLIC_KEY: 'pk_test',
  OTTU_MERCHANT_ID: 'shop.example',
  OTTU_CHARGE_TIMEOUT_MS: '2000',
  OTTU_TIMEOUT_MS: '3000',
  REDIRECT_URLS: 'https://shop.example/return',
} as const satisfies Variables;

/** A shop with a checkout; its waits are the protocol's own. */
export async function startCheckoutService(
  more: Variables = {},
  options: TestServiceOptions = {},
): Promise<TestService> {
  const port = await freePort();
  return startCartService(
    {
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      ...CHECKOUT_VARIABLES,
      ...more,
    },
    { ...options, port },
  );
}

export const ONE_TEA: Members = { items: [{ sku: 'KARAK-TEA', quantity: 1 }] };

export const teaCart = (url: string, more: Members = {}, headers: Headers = {}): Promise<TestCart> =>
  newCart(url, { ...ONE_TEA, ...more }, headers);

const post = (url: string, cart: TestCart, path: string, headers: Headers): Test =>
  request(url).post(`/v1/carts/${cart.id}/${path}`).set('cart-token', cart.token).set(headers);

export const checkout = (url: string, cart: TestCart, headers: Headers = {}): Test =>
  post(url, cart, 'checkout', headers);
export const freeze = (url: string, cart: TestCart, headers: Headers): Test => post(url, cart, 'freeze', headers);
export const unfreeze = (url: string, cart: TestCart, headers: Headers = {}): Test =>
  post(url, cart, 'unfreeze', headers);

/** What a wallet's sheet gives; the simulator reads the outcome out of `data`. */
export function payload(outcome = 'success'): Members {
  return {
    paymentData: {
      version: 'EC_v1',
      data: `sim-${outcome}`,
      signature: 'c2lnbmF0dXJl',
      header: { publicKeyHash: 'aGFzaA==', ephemeralPublicKey: 'a2V5', transactionId: 'a1b2c3' },
    },
    paymentMethod: { displayName: 'Visa 1019', network: 'Visa', type: 'debit' },
    transactionIdentifier: 'a1b2c3',
  };
}

export interface PayCall {
  readonly key?: string;
  readonly ifMatch?: string;
  readonly outcome?: string;
  readonly body?: string | Members;
  readonly headers?: Headers;
}

/** Of the cart as it is now. */
export async function tagOf(url: string, cart: TestCart): Promise<string> {
  return (await getCart(url, cart)).headers['etag'] ?? '"v1"';
}

export async function pay(url: string, cart: TestCart, call: PayCall = {}): Promise<Response> {
  const { key = randomUUID(), outcome, headers = {} } = call;
  const ifMatch = call.ifMatch ?? (await tagOf(url, cart));
  const body = call.body ?? { wallet: 'apple_pay', payload: payload(outcome) };
  return post(url, cart, 'payments', headers)
    .set('idempotency-key', key)
    .set('if-match', ifMatch)
    .set('content-type', 'application/json')
    .send(typeof body === 'string' ? body : JSON.stringify(body));
}

export const status = (url: string, cart: TestCart): Test =>
  request(url).get(`/v1/carts/${cart.id}/payment`).set('cart-token', cart.token);

/** The shopper's answer when so long has passed, and everything is done that is due by then. */
export async function statusAfter({ passTime, url }: TestService, cart: TestCart, milliseconds = 0): Promise<Response> {
  await passTime(milliseconds);
  return status(url, cart);
}

/** As operators see it. */
export async function paymentOf({ url }: TestService, orderNo: string): Promise<Members> {
  const { body } = await request(url)
    .get('/v1/payments')
    .query({ order_no: orderNo })
    .set('authorization', authorization('operator'));
  return body.payments[0] as Members;
}
