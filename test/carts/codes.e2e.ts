import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import { checkout, startCheckoutService } from '../checkout/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE, PATCH, sentBodies } from '../support/ottu.ts';
import { SampleQuoteService } from '../support/quote-service.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { changeCart, createCart, faults, getCart, newCart, setItem, type Members } from './support.ts';

const quotes = new SampleQuoteService();
let service: TestService;
let url: string;

beforeAll(async () => {
  await quotes.start();
  service = await startCheckoutService({
    ...quotes.variables,
    OTTU_EXTRA: '{"merchant_defined_data3":"web","channel":"shop"}',
    OTTU_CUSTOMER_DEFAULTS: '{"last_name":"Guest","email":"orders@shop.example"}',
  });
  url = service.url;
});
afterAll(async () => {
  await service.close();
  await quotes.close();
});
beforeEach(() => {
  service.simulator.reset();
  quotes.asked.length = 0;
});
afterEach(() => {
  quotes.extras = () => ({});
  quotes.failure = undefined;
});

const ONE_TEA = { items: [{ sku: 'TEA', quantity: 1 }] };

describe('M57: vouchers and gift cards', () => {
  it('are kept with the cart, shown, and asked about with every quote', async () => {
    quotes.extras = ({ codes = [] }) =>
      codes.includes('EID') ? { discounts: [{ code: 'EID', amount: '0.250' }] } : {};
    const cart = await newCart(url, ONE_TEA);
    expect((await getCart(url, cart)).body.cart).toMatchObject({ codes: [], total: '1.250' });
    const { body } = await changeCart(url, cart, { codes: ['EID', 'هدية ٧'], extra: { gift_wrap: true } });
    expect(body.cart).toMatchObject({ version: 2, codes: ['EID', 'هدية ٧'], total: '1.000' });
    await setItem(url, cart, 'TEA', 2);
    expect(quotes.asked.map(({ codes, extra }) => ({ codes, extra }))).toEqual([
      {},
      { codes: ['EID', 'هدية ٧'], extra: { gift_wrap: true } },
      { codes: ['EID', 'هدية ٧'], extra: { gift_wrap: true } },
    ]);
    expect((await changeCart(url, cart, { language: 'ar' })).body.cart).toMatchObject({ codes: ['EID', 'هدية ٧'] });
    expect((await changeCart(url, cart, { codes: ['EID'] })).body.cart).toMatchObject({ codes: ['EID'], version: 5 });
    expect((await changeCart(url, cart, { codes: null })).body.cart).toMatchObject({ codes: [], total: '2.500' });
    expect(quotes.asked.at(-1)).not.toHaveProperty('codes');
  });

  it('may be given to a new cart, and to one that is bought at once', async () => {
    const { body } = await createCart(url, { ...ONE_TEA, codes: ['EID'] });
    expect(body.cart.codes).toEqual(['EID']);
    const intent = await request(url)
      .post('/v1/buy-now/intents')
      .send({ sku: 'TEA', currency_code: 'KWD', codes: ['NOW'] });
    expect(intent.body.cart.codes).toEqual(['NOW']);
    expect(quotes.asked.map(({ codes }) => codes)).toEqual([['EID'], ['NOW']]);
  });

  it.each<[string, unknown, string]>([
    ['no list', 'EID', 'must be a list'],
    ['too many', Array.from({ length: 11 }, (_, index) => `CODE-${index}`), 'must have at most 10 entries'],
    ['one too long', ['x'.repeat(65)], 'must hold texts of 1 to 64 characters without control characters'],
    ['one blank', [' '], 'must hold texts of 1 to 64 characters without control characters'],
    ['a control character', ['EID\u0007'], 'must hold texts of 1 to 64 characters without control characters'],
    ['half a surrogate', ['EID\ud800'], 'must hold texts of 1 to 64 characters without control characters'],
    ['a number', [7], 'must hold texts of 1 to 64 characters without control characters'],
    ['one twice', ['EID', 'EID'], 'must hold each code once'],
  ])('are refused by their rule: %s', async (_what, codes, message) => {
    const cart = await newCart(url, ONE_TEA);
    const answer = await changeCart(url, cart, { codes });
    expect(answer.status).toBe(400);
    expect(faults(answer)[0]).toBe(`/codes ${message}`);
    expect((await getCart(url, cart)).body.cart).toMatchObject({ version: 1, codes: [] });
  });

  it('and what the merchant keeps are part of the price: without a quote neither is changed', async () => {
    const cart = await newCart(url, ONE_TEA);
    quotes.failWith(503);
    for (const edit of [{ codes: ['EID'] }, { extra: { gift_wrap: true } }]) {
      expect((await changeCart(url, cart, edit)).body).toMatchObject({ code: 'catalog_unavailable', outcome: 'none' });
    }
    expect((await changeCart(url, cart, { customer: { first_name: 'Sara' } })).body.cart).toMatchObject({ version: 2 });
  });

  it('the extras of a one-step checkout are part of the question, too', async () => {
    const { amount: _amount, ...body } = buyNowBody({});
    await buyNow(url, { body: { ...body, ...ONE_TEA, extra: { gift_wrap: true } } });
    expect(quotes.asked).toMatchObject([{ extra: { gift_wrap: true } }]);
  });
});

describe('M58a: what in `extra` means something to Ottu', () => {
  const REFUSED =
    '/extra must not hold merchant_id, autopay, payment_description, sandbox_* or merchant_defined_data*, which the shop sets by itself';

  it.each(['merchant_id', 'autopay', 'sandbox_amount', 'merchant_defined_data1', 'payment_description', 'Merchant_ID'])(
    'is refused of a browser: %s',
    async (name) => {
      const created = await createCart(url, { ...ONE_TEA, extra: { [name]: 'x' } });
      const cart = await newCart(url, ONE_TEA);
      const changed = await changeCart(url, cart, { extra: { note: 1, [name]: 'x' } });
      const intent = await request(url)
        .post('/v1/buy-now/intents')
        .send({ sku: 'TEA', currency_code: 'KWD', extra: { [name]: 'x' } });
      for (const answer of [created, changed, intent]) {
        expect(answer.status).toBe(400);
        expect(faults(answer)).toEqual([REFUSED]);
      }
      expect(quotes.asked).toHaveLength(1);
    },
  );

  it('never leaves for Ottu, also where an earlier version has kept it', async () => {
    const cart = await newCart(url, { ...ONE_TEA, extra: { note: 1 } });
    const kept = sql`'{"note":1,"merchant_id":"other","merchant_defined_data3":"x"}'::jsonb`;
    await withRows(service, (db) => sql`update carts set extra = ${kept} where id = ${cart.id}`.execute(db));
    await checkout(url, cart);
    expect(sentBodies(service, CREATE)).toMatchObject([
      { extra: { channel: 'shop', merchant_defined_data3: 'web', note: 1 } },
    ]);
    expect((sentBodies(service, CREATE)[0] as { extra: Members }).extra).not.toHaveProperty('merchant_id');
  });
});

describe('M58a: what the shop has set for every create', () => {
  it('is in that of a cart, and in its changes; what the shopper gives goes before it', async () => {
    const cart = await newCart(url, { ...ONE_TEA, customer: { email: 'sara@example.com' }, extra: { channel: 'app' } });
    await checkout(url, cart);
    expect(sentBodies(service, CREATE)).toMatchObject([
      {
        customer_email: 'sara@example.com',
        customer_last_name: 'Guest',
        extra: { channel: 'app', merchant_defined_data3: 'web' },
      },
    ]);
    await changeCart(url, cart, { customer: { email: 'sara@example.com', last_name: 'Al-Test' }, extra: null });
    await checkout(url, cart);
    expect(sentBodies(service, PATCH).at(-1)).toMatchObject({
      customer_last_name: 'Al-Test',
      extra: { channel: 'shop', merchant_defined_data3: 'web' },
    });
    expect((await getCart(url, cart)).body.cart).toMatchObject({ extra: null, customer: { last_name: 'Al-Test' } });
  });

  it('is in that of a guest who gives nothing', async () => {
    await checkout(url, await newCart(url, ONE_TEA));
    expect(sentBodies(service, CREATE)).toMatchObject([
      { customer_email: 'orders@shop.example', customer_last_name: 'Guest', extra: { channel: 'shop' } },
    ]);
  });

  it('is in that of a one-step checkout, whose own extras stay as they were written', async () => {
    const text = '{"channel":"pos","merchant_defined_data4":1.50}';
    const { extra: _extra, customer: _customer, ...body } = buyNowBody({}) as Members;
    const sent = JSON.stringify({ ...body, customer: { id: 'cust-1', last_name: 'Own' } });
    await buyNow(url, { body: sent.replace(/\}$/, `,"extra":${text}}`) });
    const raw = service.simulator.requests(CREATE)[0]?.raw_body ?? '';
    expect(raw).toContain('"merchant_defined_data4":1.50');
    expect(JSON.parse(raw)).toMatchObject({
      customer_email: 'orders@shop.example',
      customer_last_name: 'Own',
      extra: { channel: 'pos', merchant_defined_data3: 'web', merchant_defined_data4: 1.5 },
    });
  });
});
