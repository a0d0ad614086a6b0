import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import {
  abandonCart,
  changeCart,
  createCart,
  faults,
  getCart,
  newCart,
  removeItem,
  setItem,
  startCartService,
} from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startCartService({ REDIRECT_URLS: 'https://shop.example.com/thanks' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const SHIPPING = {
  line1: 'Block 4, Street 12',
  city: 'Kuwait City',
  country: 'KW',
  first_name: 'Sara',
  last_name: 'Al-Test',
  email: 'sara@example.com',
  phone: '5000 0001',
};

describe('POST /v1/carts', () => {
  it('answers the cart, its secret once, where it is, and its ETag', async () => {
    const answer = await createCart(service.url, {
      items: [
        { sku: 'DATES-KHALAS', quantity: 2 },
        { sku: 'KARAK-TEA', quantity: 1 },
      ],
      language: 'ar',
      extra: { gift_wrap: true },
      redirect_url: 'https://shop.example.com/thanks?order=1',
    });
    expect(answer.status).toBe(201);
    const { cart, cart_token: token, ...others } = answer.body;
    expect(others).toEqual({});
    expect(token).toMatch(/^ct_[\w-]{43}$/);
    expect(answer.headers).toMatchObject({
      location: `/v1/carts/${cart.id}`,
      etag: '"v1"',
      'cache-control': 'no-store, no-transform',
    });
    expect(cart).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      version: 1,
      state: 'open',
      currency_code: 'KWD',
      language: 'ar',
      items: [
        {
          sku: 'DATES-KHALAS',
          name: { en: 'Khalas dates, 1 kg box', ar: expect.any(String) },
          quantity: 2,
          unit_price: '3.750',
          line_total: '7.500',
        },
        expect.objectContaining({ sku: 'KARAK-TEA', quantity: 1, unit_price: '1.250', line_total: '1.250' }),
      ],
      total: '8.750',
      customer: null,
      billing_address: null,
      shipping_address: null,
      codes: [],
      extra: { gift_wrap: true },
      redirect_url: 'https://shop.example.com/thanks?order=1',
      signed_in: false,
      expires_at: expect.any(String),
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    const read = await getCart(service.url, { id: cart.id, token });
    expect(read.body).toEqual({ cart });
    expect(read.text).not.toContain(token);
  });

  it('keeps of the secret nothing but its hash', async () => {
    const { id, token } = await newCart(service.url);
    const row = await withRows(service, (db) =>
      db.selectFrom('carts').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    );
    expect(JSON.stringify(row)).not.toContain(token.slice(3));
    expect(row.token_sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('may be empty, and costs nothing then, in the digits of its currency', async () => {
    for (const [currency_code, total] of [
      ['KWD', '0.000'],
      ['SAR', '0.00'],
      ['JPY', '0'],
    ]) {
      const answer = await createCart(service.url, { currency_code });
      expect(answer.body.cart).toMatchObject({ currency_code, items: [], total });
    }
  });

  it('tells everything that is wrong at once, by pointer', async () => {
    const answer = await createCart(service.url, {
      currency_code: 'kwd',
      items: [
        { sku: 'KARAK-TEA', quantity: 0 },
        { sku: 'KARAK-TEA', quantity: 1000 },
        { sku: '', quantity: 1, price: '0.001' },
      ],
      language: 'fr',
      customer: { id: 'cust-77', email: 'nobody', phone: '+96512', birthdate: '2999-01-01', nickname: 'S' },
      billing_address: { line1: 'x', country: 'XK', city: 'Prishtina' },
      shipping_address: { ...SHIPPING, phone: '+123', state: 's'.repeat(41) },
      extra: [],
      redirect_url: 'ftp://shop.example.com',
      total: '0.001',
    });
    expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed' });
    expect(new Set(faults(answer).map((fault) => fault.split(' ')[0]))).toEqual(
      new Set([
        '/billing_address/country',
        '/currency_code',
        '/customer/birthdate',
        '/customer/email',
        '/customer/id',
        '/customer/nickname',
        '/customer/phone',
        '/extra',
        '/items/0/quantity',
        '/items/1/quantity',
        '/items/1/sku',
        '/items/2/price',
        '/items/2/sku',
        '/language',
        '/redirect_url',
        '/shipping_address/phone',
        '/shipping_address/state',
        '/total',
      ]),
    );
    expect(faults(answer).join()).toContain('/items/0/quantity must be from 1 to 999; an item is removed with DELETE');
    expect(faults(answer).join()).toContain('/customer/id is not taken from a shopper: sign in');
  });

  it('is refused when the catalog does not sell an item, or not in this currency', async () => {
    const answer = await createCart(service.url, {
      currency_code: 'USD',
      items: [
        { sku: 'KARAK-TEA', quantity: 1 },
        { sku: 'NOTHING', quantity: 1 },
      ],
    });
    expect(answer.status).toBe(400);
    expect(faults(answer)).toEqual([
      '/items/0/sku This product is not sold in USD.',
      '/items/1/sku There is no such product.',
    ]);
  });

  it('takes 100 different items and no more', async () => {
    const items = Array.from({ length: 101 }, (_item, index) => ({ sku: `NONE-${index}`, quantity: 1 }));
    expect(faults(await createCart(service.url, { items }))).toEqual(['/items must have at most 100 entries']);
  });

  it('takes the merchant his own members, but not any amount of them', async () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
    const cases: [unknown, number][] = [
      [{ note: 'x'.repeat(8_000) }, 201],
      [{ note: 'x'.repeat(8_192) }, 400],
      [nested(5), 201],
      [nested(6), 400],
    ];
    for (const [extra, status] of cases) expect((await createCart(service.url, { extra })).status).toBe(status);
  });
});

describe('reading a cart', () => {
  it('a wrong id, a wrong token and no token are one and the same 404', async () => {
    const cart = await newCart(service.url);
    const other = await newCart(service.url);
    const answers = [
      await getCart(service.url, { ...cart, token: other.token }),
      await getCart(service.url, { ...cart, token: 'nonsense' }),
      await request(service.url).get(`/v1/carts/${cart.id}`),
      await getCart(service.url, { ...cart, id: randomUUID() }),
      await getCart(service.url, { ...cart, id: 'not-a-uuid' }),
      await getCart(service.url, { ...cart, id: "';--" }),
    ];
    const bodies = answers.map(({ status, body }) => ({ status, body: { ...body, request_id: '' } }));
    expect(bodies[0]).toMatchObject({ status: 404, body: { code: 'not_found' } });
    for (const body of bodies) expect(body).toEqual(bodies[0]);
  });

  it('so it is on every route, before anything else is looked at', async () => {
    const cart = { ...(await newCart(service.url)), token: (await newCart(service.url)).token };
    const calls = [
      changeCart(service.url, cart, { language: 'en' }),
      changeCart(service.url, cart, { language: 'en' }, { 'if-match': '"v9"' }),
      abandonCart(service.url, cart),
      setItem(service.url, cart, 'NOTHING', 1),
      setItem(service.url, cart, 'white space', 1),
      removeItem(service.url, cart, 'NOTHING'),
    ];
    for (const call of calls) expect((await call).status).toBe(404);
  });

  it('If-None-Match: 304 while nothing has changed, a change of state included', async () => {
    const cart = await newCart(service.url);
    const conditions: [string, number][] = [
      ['"v1"', 304],
      ['W/"v1"', 304],
      ['"v0", "v1"', 304],
      ['*', 304],
      ['"v2"', 200],
    ];
    for (const [condition, status] of conditions) {
      const answer = await getCart(service.url, cart, { 'if-none-match': condition });
      expect({ condition, status: answer.status, etag: answer.headers['etag'] }).toEqual({
        condition,
        status,
        etag: '"v1"',
      });
      if (status === 304) expect(answer.text).toBe('');
    }
    await abandonCart(service.url, cart);
    const after = await getCart(service.url, cart, { 'if-none-match': '"v1"' });
    expect(after.status).toBe(200);
    expect(after.body.cart).toMatchObject({ state: 'abandoned', version: 1 });
  });
});

describe('M58: PATCH /v1/carts/{id}', () => {
  it('what is left out stays, null clears, and an object takes the place of the whole object', async () => {
    const cart = await newCart(service.url, {
      language: 'ar',
      customer: { first_name: 'Sara', email: 'sara@example.com' },
      extra: { a: 1 },
    });
    const first = await changeCart(service.url, cart, { customer: { first_name: 'Noura' }, extra: null });
    expect(first.status).toBe(200);
    expect(first.headers['etag']).toBe('"v2"');
    expect(first.body).toEqual({
      cart: expect.objectContaining({
        version: 2,
        language: 'ar',
        customer: { first_name: 'Noura' },
        extra: null,
      }),
    });
    const second = await changeCart(service.url, cart, { language: null, customer: null });
    expect(second.body.cart).toMatchObject({ version: 3, language: null, customer: null });
  });

  it('keeps phones in their one form: with the country code, or as in the country of the address', async () => {
    const cart = await newCart(service.url);
    const answer = await changeCart(service.url, cart, {
      customer: { phone: '+965 5000-0001', phone_2: '+966 51 234 5678' },
      shipping_address: SHIPPING,
    });
    expect(answer.body.cart.customer).toEqual({ phone: '+96550000001', phone_2: '+966512345678' });
    expect(answer.body.cart.shipping_address).toEqual({ ...SHIPPING, phone: '+96550000001' });
    const again = await changeCart(service.url, cart, { shipping_address: answer.body.cart.shipping_address });
    expect(again.body.cart.version).toBe(2);
    for (const phone of ['5000', '+96512', '+96550000001 ext 5', 'call +96550000001', '1'.repeat(40)]) {
      expect((await changeCart(service.url, cart, { customer: { phone } })).status).toBe(400);
    }
    const nowhere = await newCart(service.url);
    expect((await changeCart(service.url, nowhere, { customer: { phone: '50000001' } })).status).toBe(400);
  });

  it('changes nothing, and raises no version, when all is as it was', async () => {
    const cart = await newCart(service.url, { items: [{ sku: 'KARAK-TEA', quantity: 1 }], extra: { b: 1, a: [2, 1] } });
    const { body: before } = await getCart(service.url, cart);
    for (const answer of [
      await changeCart(service.url, cart, {}),
      await changeCart(service.url, cart, { extra: { a: [2, 1], b: 1 }, customer: null }),
      await setItem(service.url, cart, 'KARAK-TEA', 1),
      await removeItem(service.url, cart, 'DATES-KHALAS'),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual(before);
    }
  });

  it('says why what never changes is refused', async () => {
    const cart = await newCart(service.url);
    const answer = await changeCart(service.url, cart, { currency_code: 'SAR', items: [] });
    expect(faults(answer)).toEqual([
      '/currency_code never changes: make another cart',
      '/items are changed one by one, with PUT and DELETE of /items/{sku}',
    ]);
  });

  it('an id inside the customer is refused, and nobody is signed in by it', async () => {
    const cart = await newCart(service.url);
    const answer = await changeCart(service.url, cart, { customer: { id: 'cust-77', first_name: 'Sara' } });
    expect(answer.status).toBe(400);
    expect(faults(answer)[0]).toMatch(/^\/customer\/id is not taken from a shopper/);
    expect((await getCart(service.url, cart)).body.cart).toMatchObject({ signed_in: false, customer: null });
  });

  it('redirect_url is one of those that the shop allows', async () => {
    const cart = await newCart(service.url);
    for (const url of [
      'https://evil.example/thanks',
      'https://shop.example.com/other',
      'https://shop.example.com.evil/thanks',
    ]) {
      const answer = await changeCart(service.url, cart, { redirect_url: url });
      expect(faults(answer)).toEqual(['/redirect_url is not one of the addresses that this shop allows']);
    }
    const allowed = await changeCart(service.url, cart, { redirect_url: 'https://shop.example.com/thanks/42' });
    expect(allowed.body.cart.redirect_url).toBe('https://shop.example.com/thanks/42');
  });
});

describe('items', () => {
  it('are put in at the end, changed where they are, and taken out; every version is priced anew', async () => {
    const cart = await newCart(service.url);
    const skus = (answer: { body: { cart: { items: { sku: string; quantity: number }[] } } }) =>
      answer.body.cart.items.map(({ sku, quantity }) => `${quantity} ${sku}`);
    expect(skus(await setItem(service.url, cart, 'KARAK-TEA', 1))).toEqual(['1 KARAK-TEA']);
    expect(skus(await setItem(service.url, cart, 'DATES-KHALAS', 2))).toEqual(['1 KARAK-TEA', '2 DATES-KHALAS']);
    const third = await setItem(service.url, cart, 'KARAK-TEA', 3);
    expect(third.status).toBe(200);
    expect(skus(third)).toEqual(['3 KARAK-TEA', '2 DATES-KHALAS']);
    expect(third.body.cart).toMatchObject({ version: 4, total: '11.250' });
    const gone = await removeItem(service.url, cart, 'KARAK-TEA');
    expect(skus(gone)).toEqual(['2 DATES-KHALAS']);
    expect(gone.body.cart).toMatchObject({ version: 5, total: '7.500' });
    const empty = await removeItem(service.url, cart, 'DATES-KHALAS');
    expect(empty.body.cart).toMatchObject({ version: 6, items: [], total: '0.000' });
    const quotes = await withRows(service, (db) =>
      db
        .selectFrom('cart_quotes')
        .select(['version', 'total_minor'])
        .where('cart_id', '=', cart.id)
        .orderBy('version')
        .execute(),
    );
    expect(quotes.map(({ version, total_minor }) => `${version}: ${total_minor}`)).toEqual([
      '2: 1250',
      '3: 8750',
      '4: 11250',
      '5: 7500',
    ]);
  });

  it('a quantity is a whole number from 1 to 999', async () => {
    const cart = await newCart(service.url);
    for (const quantity of [0, -1, 1000, 1.5, '1', null, [1], undefined]) {
      expect((await setItem(service.url, cart, 'KARAK-TEA', quantity)).status).toBe(400);
    }
    expect(faults(await setItem(service.url, cart, 'KARAK-TEA', 0))).toEqual([
      '/quantity must be from 1 to 999; an item is removed with DELETE',
    ]);
    expect((await setItem(service.url, cart, 'KARAK-TEA', 999)).body.cart.total).toBe('1248.750');
  });

  it('what the catalog does not sell is refused at the place where it was named', async () => {
    const cart = await newCart(service.url);
    expect(faults(await setItem(service.url, cart, 'NOTHING', 1))).toEqual(['/sku There is no such product.']);
    expect((await setItem(service.url, cart, 'white space', 1)).status).toBe(400);
    expect((await getCart(service.url, cart)).body.cart.version).toBe(1);
  });
});

describe('DELETE /v1/carts/{id}', () => {
  it('gives the cart up for good, and once more does no harm', async () => {
    const cart = await newCart(service.url, { items: [{ sku: 'KARAK-TEA', quantity: 1 }] });
    expect((await abandonCart(service.url, cart, { 'if-match': '"v7"' })).status).toBe(412);
    const first = await abandonCart(service.url, cart);
    expect({ status: first.status, text: first.text }).toEqual({ status: 204, text: '' });
    expect((await abandonCart(service.url, cart)).status).toBe(204);
    const edit = await setItem(service.url, cart, 'KARAK-TEA', 2);
    expect(edit.body).toMatchObject({ status: 409, code: 'cart_closed' });
    expect((await getCart(service.url, cart)).body.cart).toMatchObject({ state: 'abandoned', version: 1 });
  });
});
