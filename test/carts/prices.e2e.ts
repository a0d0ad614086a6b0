import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { SampleQuoteService } from '../support/quote-service.ts';
import type { TestService } from '../support/service.ts';
import { changeCart, createCart, faults, getCart, newCart, removeItem, setItem, startCartService } from './support.ts';

const quotes = new SampleQuoteService();
let provider: IdentityProvider;
let service: TestService;

beforeAll(async () => {
  await quotes.start();
  provider = await IdentityProvider.start();
  service = await startCartService({ ...quotes.variables, ...provider.variables });
});
afterAll(async () => {
  await service.close();
  await provider.close();
  await quotes.close();
});
afterEach(() => {
  quotes.failure = undefined;
  quotes.delayMs = 0;
  quotes.extras = () => ({});
  quotes.prices.set('DATES', { KWD: '3.750', SAR: '45.75', JPY: '1830' });
  quotes.prices.set('PIN', { KWD: '0.100', SAR: '0.10', JPY: '1' });
});

const SHIPPING = {
  line1: 'Block 4, Street 12',
  city: 'Kuwait City',
  country: 'KW',
  first_name: 'Sara',
  last_name: 'Al-Test',
  email: 'sara@example.com',
  phone: '+96550000001',
};

describe('a basket of three at a tenth', () => {
  const CASES = [
    ['KWD', '0.100', '0.300'],
    ['SAR', '0.10', '0.30'],
    ['JPY', '1', '3'],
  ] as const;

  it.each(CASES)('is exact in %s, priced by the quote service', async (currency_code, unit, total) => {
    const answer = await createCart(service.url, { currency_code, items: [{ sku: 'PIN', quantity: 3 }] });
    expect(answer.body.cart).toMatchObject({ currency_code, total });
    expect(answer.body.cart.items).toEqual([expect.objectContaining({ unit_price: unit, line_total: total })]);
  });

  it.each(CASES)('is exact in %s, priced by a file', async (currency_code, unit, total) => {
    const folder = mkdtempSync(join(tmpdir(), 'cart-catalog-'));
    const path = join(folder, 'catalog.json');
    const prices = Object.fromEntries(CASES.map(([currency, price]) => [currency, price]));
    writeFileSync(path, JSON.stringify({ products: [{ sku: 'PIN', name: { en: 'Pin', ar: 'دبوس' }, prices }] }));
    const shop = await startCartService({ CATALOG: `file:${path}` });
    const cart = await newCart(shop.url, { currency_code });
    for (const quantity of [1, 2, 3]) await setItem(shop.url, cart, 'PIN', quantity);
    const { cart: end } = (await getCart(shop.url, cart)).body;
    expect(end).toMatchObject({ total, items: [expect.objectContaining({ unit_price: unit, quantity: 3 })] });
    await shop.close();
    rmSync(folder, { recursive: true });
  });
});

describe('M57, M58: what a quote depends on', () => {
  it('is items, currency, language, address, the verified customer, and which version it is for', async () => {
    const headers = { authorization: await provider.bearer('cust-77') };
    const cart = await newCart(service.url, { language: 'ar', shipping_address: SHIPPING }, headers);
    quotes.asked.length = 0;
    await setItem(service.url, cart, 'TEA', 2);
    expect(quotes.asked).toEqual([
      {
        currency_code: 'KWD',
        items: [{ sku: 'TEA', quantity: 2 }],
        customer_id: 'cust-77',
        language: 'ar',
        shipping_address: SHIPPING,
        cart_id: cart.id,
        version: 2,
      },
    ]);
  });

  it('discounts, shipping and tax of the quote are shown, and its total is the total', async () => {
    quotes.extras = () => ({ discounts: [{ code: 'HELLO', amount: '0.250' }], shipping: '1.000', tax: '0.062' });
    const cart = await newCart(service.url, { items: [{ sku: 'TEA', quantity: 1 }] });
    expect((await getCart(service.url, cart)).body.cart).toMatchObject({
      discounts: [{ code: 'HELLO', amount: '0.250', name: { en: expect.any(String), ar: expect.any(String) } }],
      shipping: '1.000',
      tax: '0.062',
      total: '2.062',
    });
  });

  it('fees of the quote are shown, and are part of the total', async () => {
    quotes.extras = () => ({ fees: [{ code: 'WRAP', amount: '0.250' }, { amount: '0.000' }], shipping: '1.000' });
    const cart = await newCart(service.url, { items: [{ sku: 'TEA', quantity: 1 }] });
    const name = { en: 'Fee', ar: 'رسوم' };
    expect((await getCart(service.url, cart)).body.cart).toMatchObject({
      fees: [
        { code: 'WRAP', name, amount: '0.250' },
        { name, amount: '0.000' },
      ],
      shipping: '1.000',
      total: '2.500',
    });
    quotes.bend((right) => ({ ...right, fees: [] }));
    const answer = await setItem(service.url, cart, 'TEA', 2);
    expect(answer.body).toMatchObject({ status: 502, code: 'quote_unusable', outcome: 'none' });
  });

  it.each<[string, string | null | undefined]>([
    ['near its third', '0.333'],
    ['a little above it', '0.334'],
    ['left out', undefined],
    ['null', null],
  ])('three for 1.000 cost 1.000, with the price of one %s', async (_what, unit) => {
    quotes.bend(({ lines, ...right }) => ({
      ...right,
      lines: (lines as object[]).map((line) => ({ ...line, unit_price: unit, line_total: '1.000' })),
      total: '1.000',
    }));
    const cart = await newCart(service.url, { items: [{ sku: 'TEA', quantity: 3 }] });
    const { items, total } = (await getCart(service.url, cart)).body.cart;
    expect({ items, total }).toEqual({
      items: [
        {
          sku: 'TEA',
          name: { en: 'Sample TEA', ar: 'عينة TEA' },
          quantity: 3,
          ...(typeof unit === 'string' && { unit_price: unit }),
          line_total: '1.000',
        },
      ],
      total: '1.000',
    });
  });

  it('a price of one that is a minor unit off for each piece is no price', async () => {
    quotes.bend((right) => ({
      ...right,
      lines: (right['lines'] as object[]).map((line) => ({ ...line, unit_price: '0.332', line_total: '0.999' })),
      total: '0.999',
    }));
    const answer = await createCart(service.url, { items: [{ sku: 'TEA', quantity: 3 }] });
    expect(answer.body).toMatchObject({ status: 502, code: 'quote_unusable', outcome: 'none' });
  });

  it.each<[unknown, unknown]>([
    ['Tea', { en: 'Tea', ar: 'Tea' }],
    [{ en: 'Tea' }, { en: 'Tea', ar: 'Tea' }],
    [{ ar: 'شاي' }, { en: 'شاي', ar: 'شاي' }],
  ])('a name in one language is shown in the other one too: %j', async (name, shown) => {
    quotes.bend((right) => ({ ...right, lines: (right['lines'] as object[]).map((line) => ({ ...line, name })) }));
    const answer = await createCart(service.url, { items: [{ sku: 'TEA', quantity: 1 }] });
    expect(answer.body.cart.items).toEqual([expect.objectContaining({ name: shown })]);
  });

  it('every edit is priced, of a name or a note as much as of an address', async () => {
    const cart = await newCart(service.url, { items: [{ sku: 'TEA', quantity: 1 }] });
    quotes.extras = ({ shipping_address }) => (shipping_address === undefined ? {} : { shipping: '2.000' });
    quotes.asked.length = 0;
    const note = await changeCart(service.url, cart, { extra: { note: 1 }, customer: { first_name: 'Sara' } });
    expect(note.body.cart).toMatchObject({ version: 2, total: '1.250' });
    expect(quotes.asked).toEqual([expect.objectContaining({ cart_id: cart.id, version: 2 })]);
    const address = await changeCart(service.url, cart, { shipping_address: SHIPPING });
    expect(address.body.cart).toMatchObject({ version: 3, shipping: '2.000', total: '3.250' });
  });
});

describe('when there is no price', () => {
  it('an edit is 503 with outcome none, and the cart is as it was', async () => {
    const cart = await newCart(service.url, { items: [{ sku: 'TEA', quantity: 1 }] });
    const { body: before } = await getCart(service.url, cart);
    quotes.failWith(503);
    const answer = await setItem(service.url, cart, 'DATES', 1);
    expect(answer.body).toMatchObject({ status: 503, code: 'catalog_unavailable', outcome: 'none' });
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    expect((await getCart(service.url, cart)).body).toEqual(before);
    expect((await createCart(service.url, { items: [{ sku: 'DATES', quantity: 7 }] })).status).toBe(503);
    const note = await changeCart(service.url, cart, { customer: { first_name: 'Still possible' } });
    // It costs what it did; checkout asks again before anybody pays.
    expect(note.body.cart).toMatchObject({ version: 2, total: '1.250' });
  });

  it('an answer that is no quote is 502, and the cart is as it was', async () => {
    const cart = await newCart(service.url, { items: [{ sku: 'TEA', quantity: 1 }] });
    quotes.bend((right) => ({ ...right, total: '0.001' }));
    const answer = await setItem(service.url, cart, 'TEA', 11);
    expect(answer.body).toMatchObject({ status: 502, code: 'quote_unusable', outcome: 'none' });
    expect((await getCart(service.url, cart)).body.cart).toMatchObject({ version: 1, total: '1.250' });
  });
});

describe('what is no longer sold', () => {
  async function withSoldOut(): Promise<Awaited<ReturnType<typeof newCart>>> {
    const items = ['TEA', 'DATES', 'PIN'].map((sku) => ({ sku, quantity: 1 }));
    const cart = await newCart(service.url, { items });
    quotes.prices.delete('DATES');
    quotes.prices.delete('PIN');
    return cart;
  }

  it('is named when something else is changed', async () => {
    const cart = await withSoldOut();
    for (const answer of [
      await setItem(service.url, cart, 'TEA', 2),
      await changeCart(service.url, cart, { shipping_address: SHIPPING }),
    ]) {
      expect(answer.body).toMatchObject({ status: 409, code: 'items_not_sold', outcome: 'none' });
      expect(faults(answer)).toEqual([' DATES: This is sold out.', ' PIN: This is sold out.']);
    }
    expect(faults(await setItem(service.url, cart, 'DATES', 2))).toEqual(['/sku This is sold out.']);
  });

  it('goes with whatever is taken out: with any of it left the cart would have no price', async () => {
    const cart = await withSoldOut();
    const answer = await removeItem(service.url, cart, 'DATES');
    expect(answer.status).toBe(200);
    expect(answer.body.cart).toMatchObject({ total: '1.250', items: [expect.objectContaining({ sku: 'TEA' })] });
  });
});

describe('M2: a slow quote', () => {
  it('holds no lock: others are answered meanwhile, and no edit is lost', async () => {
    const cart = await newCart(service.url);
    const release = quotes.hold();
    const asked = quotes.asked.length;
    const slow = setItem(service.url, cart, 'TEA', 4).then((answer) => answer);
    await eventually(() => quotes.asked.length > asked);
    const note = await changeCart(service.url, cart, { extra: { note: 'quick' } });
    expect(note.body.cart).toMatchObject({ version: 2, items: [] });
    release();
    const answer = await slow;
    expect(answer.body.cart).toMatchObject({ version: 3, extra: { note: 'quick' }, total: '5.000' });
  });
});
