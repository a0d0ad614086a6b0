import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { changeCart, getCart, newCart, setItem, type Headers, type TestCart } from '../carts/support.ts';
import { APPLE, CREATE, PATCH, sentBodies, SESSIONS } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { SampleQuoteService } from '../support/quote-service.ts';
import type { TestService } from '../support/service.ts';
import { checkout, freeze, pay, startCheckoutService, status, tagOf } from './support.ts';

const shop = new SampleQuoteService();
let service: TestService;
let url: string;

const { now } = performance;
let ahead = 0;
/** The process's own clock goes on for longer than a quote is remembered. */
function forgetQuotes(): void {
  ahead += 3_100;
  jest.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + ahead);
}

beforeAll(async () => {
  await shop.start();
  service = await startCheckoutService({ ...shop.variables });
  url = service.url;
});
afterAll(async () => {
  await service.close();
  await shop.close();
});
afterEach(() => {
  shop.failure = undefined;
  shop.extras = () => ({});
  shop.prices.set('TEA', { KWD: '1.250', SAR: '15.50', JPY: '610' });
});

/** Quotes are remembered for a few seconds; another cart and version is another question. */
const teas = (quantity = 1, currency = 'KWD') =>
  newCart(url, { currency_code: currency, items: [{ sku: 'TEA', quantity }] });

describe('promise 4, M50, M55, M57: what is charged is the quote of the shop', () => {
  it.each([
    ['KWD', '0.300'],
    ['SAR', '0.30'],
    ['JPY', '3'],
  ])('a basket of three times 0.1 in %s is exact from the shelf to the ledger', async (currency, total) => {
    const cart = await newCart(url, { currency_code: currency, items: [{ sku: 'PIN', quantity: 3 }] });
    const answer = await pay(url, cart);
    expect(answer.body.payment).toMatchObject({ status: 'paid', amount: total, currency_code: currency });
    expect(service.simulator.ledger().filter(({ order_no }) => order_no === answer.body.payment.order_no)).toEqual([
      expect.objectContaining({ amount: total, currency }),
    ]);
  });

  it('discounts, shipping and tax are in the total that Ottu is asked for', async () => {
    shop.extras = () => ({ discounts: [{ code: 'WELCOME', amount: '0.250' }], shipping: '1.000', tax: '0.100' });
    const cart = await teas(2);
    const { body } = await checkout(url, cart);
    expect(body.cart.total).toBe('3.350');
    expect(sentBodies(service, CREATE).at(-1)).toMatchObject({ amount: '3.350' });
  });

  it('a price that has changed is a new version, which the shopper sees before anything is charged', async () => {
    const cart = await teas();
    const { body: before } = await getCart(url, cart);
    const charges = service.simulator.requests(APPLE).length;
    shop.prices.set('TEA', { KWD: '1.500' });
    forgetQuotes();
    const refused = await pay(url, cart);
    expect(refused.body).toMatchObject({ status: 409, code: 'price_changed', outcome: 'none' });
    const { body: after, headers } = await getCart(url, cart);
    expect(after.cart).toMatchObject({ state: 'open', version: before.cart.version + 1, total: '1.500' });
    expect(refused.headers['etag']).toBe(headers['etag']);
    expect(service.simulator.requests(APPLE)).toHaveLength(charges);
    expect((await pay(url, cart)).body.payment).toMatchObject({ status: 'paid', amount: '1.500' });
  });

  it('checkout goes on at the new price, and says so', async () => {
    const cart = await teas();
    expect((await checkout(url, cart)).body).toMatchObject({ price_changed: false, cart: { version: 1 } });
    shop.prices.set('TEA', { KWD: '1.500' });
    forgetQuotes();
    const { body } = await checkout(url, cart);
    expect(body).toMatchObject({ price_changed: true, cart: { version: 2, total: '1.500', state: 'open' } });
    expect(sentBodies(service, PATCH).at(-1)).toMatchObject({ amount: '1.500' });
  });

  it.each([
    ['checkout with If-Match', checkout],
    ['freeze', freeze],
    ['payments', (_url: string, cart: TestCart, { 'if-match': ifMatch = '' }: Headers) => pay(url, cart, { ifMatch })],
  ])('%s answers price_changed with the cart, and hands nothing out', async (_route, ask) => {
    const cart = await teas();
    await checkout(url, cart);
    const tag = await tagOf(url, cart);
    const before = service.simulator.requests(SESSIONS).length;
    shop.prices.set('TEA', { KWD: '1.500' });
    forgetQuotes();
    const refused = await ask(url, cart, { 'if-match': tag });
    expect(refused.body).toMatchObject({ status: 409, code: 'price_changed', outcome: 'none' });
    const { body: shown, headers } = await getCart(url, cart);
    expect(shown.cart).toMatchObject({ state: 'open', version: 2, total: '1.500' });
    expect(refused.body.cart).toEqual(shown.cart);
    expect(refused.headers['etag']).toBe(headers['etag']);
    expect(service.simulator.requests(SESSIONS)).toHaveLength(before);
    expect((await ask(url, cart, { 'if-match': tag })).body).toMatchObject({ code: 'cart_changed' });
    expect((await ask(url, cart, { 'if-match': await tagOf(url, cart) })).status).toBeLessThan(300);
  });

  it.each([
    ['checkout', checkout],
    ['freeze', freeze],
    ['payments', (_url: string, cart: TestCart, { 'if-match': ifMatch = '' }: Headers) => pay(url, cart, { ifMatch })],
  ])('%s of what is sold out hands nothing out, and says which', async (_route, ask) => {
    const cart = await teas();
    await checkout(url, cart);
    const before = service.simulator.requests(SESSIONS).length;
    shop.prices.set('TEA', {});
    forgetQuotes();
    const refused = await ask(url, cart, { 'if-match': await tagOf(url, cart) });
    expect(refused.body).toMatchObject({
      status: 409,
      code: 'items_not_sold',
      outcome: 'none',
      errors: [{ message: expect.stringContaining('TEA') }],
      cart: { state: expect.any(String), version: 1 },
    });
    expect(service.simulator.requests(SESSIONS)).toHaveLength(before);
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
  });

  it.each([
    ['the address', { customer: { email: 'sara@example.com' } }],
    ['the language', { language: 'ar' }],
    ['what the merchant keeps', { extra: { gift: true } }],
  ])('an edit of %s is priced like any other', async (_what, edit) => {
    const cart = await teas();
    shop.prices.set('TEA', { KWD: '1.500' });
    const { length: asked } = shop.asked;
    expect((await changeCart(url, cart, edit)).body.cart).toMatchObject({ version: 2, total: '1.500' });
    expect(shop.asked.slice(asked)).toEqual([expect.objectContaining({ cart_id: cart.id, version: 2 })]);
  });

  it('without a quote nothing is charged, and the cart is open', async () => {
    const cart = await teas();
    forgetQuotes();
    shop.failWith(503);
    expect((await pay(url, cart)).body).toMatchObject({ status: 503, code: 'catalog_unavailable', outcome: 'none' });
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    expect((await status(url, cart)).body.payment.status).toBe('open');
  });

  it('the payment keeps what was bought in the version that was paid', async () => {
    const cart = await newCart(url, {
      items: [{ sku: 'TEA', quantity: 1 }],
      customer: { first_name: 'Sara', email: 'sara@example.com' },
      extra: { gift: true },
    });
    await checkout(url, cart);
    await setItem(url, cart, 'TEA', 2);
    const { body } = await pay(url, cart);
    const list = await fetch(`${url}/v1/payments?order_no=${body.payment.order_no}`, {
      headers: { authorization: authorization('operator') },
    });
    const { payments } = (await list.json()) as { payments: { id: string }[] };
    const details = await fetch(`${url}/v1/payments/${payments[0]?.id}`, {
      headers: { authorization: authorization('operator') },
    });
    expect(await details.json()).toMatchObject({
      payment: { state: 'paid', amount: '2.500' },
      purchase: {
        items: [{ sku: 'TEA', quantity: 2, unit_price: '1.250', line_total: '2.500' }],
        customer: { first_name: 'Sara', email: 'sara@example.com' },
        extra: { gift: true },
      },
    });
  });
});
