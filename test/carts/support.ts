import request, { type Response, type Test } from 'supertest';

import { startTestService, type TestService, type TestServiceOptions, type Variables } from '../support/service.ts';

export type Members = Readonly<Record<string, unknown>>;
export type Headers = Readonly<Record<string, string>>;

/** A cart as a shopper has it: what its first answer said, and its secret. */
export interface TestCart {
  readonly id: string;
  readonly token: string;
}

/** A service whose limits no test meets by the mere number of its requests. */
export async function startCartService(more: Variables = {}, options: TestServiceOptions = {}): Promise<TestService> {
  return startTestService({ RATE_LIMIT_PER_MINUTE: '100000', ...more }, options);
}

export function createCart(url: string, body: Members = {}, headers: Headers = {}): Test {
  return request(url)
    .post('/v1/carts')
    .set(headers)
    .send({ currency_code: 'KWD', ...body });
}

/** @throws when it is not created. */
export async function newCart(url: string, body: Members = {}, headers: Headers = {}): Promise<TestCart> {
  const answer = await createCart(url, body, headers);
  if (answer.status !== 201) throw new Error(`not created: ${answer.status} ${answer.text}`);
  return { id: answer.body.cart.id as string, token: answer.body.cart_token as string };
}

type Method = 'get' | 'patch' | 'delete' | 'put';

export function cartCall(url: string, cart: TestCart, method: Method, path = '', headers: Headers = {}): Test {
  return request(url)[method](`/v1/carts/${cart.id}${path}`).set('cart-token', cart.token).set(headers);
}

export const getCart = (url: string, cart: TestCart, headers?: Headers): Test =>
  cartCall(url, cart, 'get', '', headers);

export const changeCart = (url: string, cart: TestCart, body: Members, headers?: Headers): Test =>
  cartCall(url, cart, 'patch', '', headers).send(body);

export const abandonCart = (url: string, cart: TestCart, headers?: Headers): Test =>
  cartCall(url, cart, 'delete', '', headers);

export const setItem = (url: string, cart: TestCart, sku: string, quantity: unknown, headers?: Headers): Test =>
  cartCall(url, cart, 'put', `/items/${encodeURIComponent(sku)}`, headers).send({ quantity });

export const removeItem = (url: string, cart: TestCart, sku: string, headers?: Headers): Test =>
  cartCall(url, cart, 'delete', `/items/${encodeURIComponent(sku)}`, headers);

/** The faults of a 400, as `pointer message`. */
export function faults(answer: Response): string[] {
  const errors = (answer.body.errors ?? []) as { readonly pointer: string; readonly message: string }[];
  return errors.map(({ pointer, message }) => `${pointer} ${message}`);
}
