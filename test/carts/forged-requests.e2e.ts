import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request, { type Test } from 'supertest';

import { IdentityProvider } from '../support/identity-provider.ts';
import type { TestService } from '../support/service.ts';
import { authorization } from '../support/service-keys.ts';
import {
  cartCall,
  changeCart,
  createCart,
  getCart,
  newCart,
  setItem,
  startCartService,
  type TestCart,
} from './support.ts';

let provider: IdentityProvider;
let service: TestService;
/** Not the attacker's. */
let victim: TestCart;
/** The attacker's own. */
let own: TestCart;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  service = await startCartService({ ...provider.variables, REDIRECT_URLS: 'https://shop.example.com' });
  victim = await newCart(service.url, { customer: { first_name: 'Sara' } });
  own = await newCart(service.url);
});
afterAll(async () => {
  await service.close();
  await provider.close();
});
beforeEach(() => service.simulator.reset());

/** What a browser sends with every request of a page of the shop. */
const BROWSER = { origin: 'https://shop.example.com', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };

const put = (body: unknown): Test =>
  cartCall(service.url, own, 'put', '/items/KARAK-TEA', BROWSER).send(body as object);
const patch = (body: Record<string, unknown>): Test => changeCart(service.url, own, body, BROWSER);
const create = (body: Record<string, unknown>): Test => createCart(service.url, body, BROWSER);
const item = { sku: 'KARAK-TEA', quantity: 1 };

describe('promise 4: no request that a browser can form', () => {
  it.each<[string, number, () => Test]>([
    ['sets the price of an item', 400, () => put({ quantity: 1, unit_price: '0.001' })],
    ['sets the price of an item that is created', 400, () => create({ items: [{ ...item, unit_price: '0.001' }] })],
    ['sets the total of a line', 400, () => create({ items: [{ ...item, line_total: '0.001' }] })],
    ['sets an amount', 400, () => create({ items: [item], amount: '0.001' })],
    ['sets a total', 400, () => patch({ total: '0.001' })],
    ['sets a quote', 400, () => patch({ quote: { total: '0.001' } })],
    ['gives itself a discount', 400, () => patch({ discounts: [{ amount: '1.000' }] })],
    ['sets the shipping', 400, () => patch({ shipping: '0.000' })],
    ['takes off by a quantity below zero', 400, () => put({ quantity: -1 })],
    ['takes a part of an item', 400, () => put({ quantity: 0.001 })],
    [
      'hides a second quantity',
      400,
      () => put(undefined).set('content-type', 'application/json').send('{"quantity":1,"quantity":999}'),
    ],
    ['changes the currency', 400, () => patch({ currency_code: 'JPY' })],
    ['takes a currency that is none', 400, () => create({ currency_code: 'XXX' })],
    ['sets its version', 400, () => patch({ version: 99 })],
    ['sets its state', 400, () => patch({ state: 'paid' })],
    ['names a gateway', 400, () => patch({ pg_codes: ['cheap-gateway'] })],
    ['says who the customer is', 400, () => patch({ customer: { id: 'cust-77' } })],
    ['says who the customer is by another name', 400, () => patch({ customer_id: 'cust-77' })],
    ['says so when it creates', 400, () => create({ customer: { id: 'cust-77' } })],
    [
      'signs in by its own word',
      401,
      () => changeCart(service.url, own, {}, { ...BROWSER, authorization: 'Bearer e30.e30.' }),
    ],
    [
      'uses a service key that leaked',
      401,
      () => changeCart(service.url, own, {}, { ...BROWSER, authorization: authorization('shop') }),
    ],
    ['sends the payer elsewhere', 400, () => patch({ redirect_url: 'https://evil.example' })],
    ['has Ottu report elsewhere', 400, () => patch({ webhook_url: 'https://evil.example' })],
    ['chooses an order number', 400, () => create({ order_no: 'ORD-1' })],
    ['smuggles an instrument', 403, () => patch({ extra: { payment_instrument: {} } })],
    ['smuggles an instrument in a text', 403, () => patch({ extra: { note: '{"payment_instrument":{}}' } })],
    ['reads the cart of another', 404, () => getCart(service.url, { ...victim, token: own.token }, BROWSER)],
    ['changes the cart of another', 404, () => changeCart(service.url, { ...victim, token: own.token }, {}, BROWSER)],
    [
      'fills the cart of another',
      404,
      () => setItem(service.url, { ...victim, token: own.token }, 'KARAK-TEA', 1, BROWSER),
    ],
    [
      'gives up the cart of another',
      404,
      () => cartCall(service.url, { ...victim, token: own.token }, 'delete', '', BROWSER),
    ],
    [
      'opens a cart by a token in the address',
      404,
      () => request(service.url).get(`/v1/carts/${own.id}?cart_token=${own.token}`),
    ],
    [
      'opens a cart with two tokens',
      404,
      () => getCart(service.url, own, { 'cart-token': `${own.token}, ${victim.token}` }),
    ],
    ['opens a cart by the hash of its token', 404, () => getCart(service.url, { ...own, token: 'a'.repeat(64) })],
    [
      'reaches into a prototype',
      400,
      () =>
        put(undefined)
          .set('content-type', 'application/json')
          .send('{"quantity":1,"__proto__":{"unit_price":"0.001"}}'),
    ],
  ])('%s (%i)', async (_what, status, attempt) => {
    const before = [await getCart(service.url, own), await getCart(service.url, victim)].map(
      ({ body }) => body as unknown,
    );
    const answer = await attempt();
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    const after = [await getCart(service.url, own), await getCart(service.url, victim)].map(
      ({ body }) => body as unknown,
    );
    expect(after).toEqual(before);
    expect(service.simulator.requests()).toEqual([]);
  });

  it('binds a cart to a customer without the token of that cart', async () => {
    const headers = { authorization: await provider.bearer('cust-66') };
    expect((await changeCart(service.url, { ...victim, token: own.token }, {}, headers)).status).toBe(404);
    expect((await getCart(service.url, victim)).body.cart.signed_in).toBe(false);
  });
});
