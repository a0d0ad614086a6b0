import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { checkout, paymentOf, startCheckoutService, teaCart } from '../checkout/support.ts';
import { CREATE, PATCH, sentBodies } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { changeCart, createCart, faults, getCart, newCart, type Members, type TestCart } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startCheckoutService({ DEFAULT_COUNTRY: 'KW' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const DELIVERY = {
  line1: 'Block 4, Street 12',
  city: 'Salmiya',
  country: 'KW',
  first_name: 'Sara',
  last_name: 'Al-Test',
  email: 'sara@example.com',
  phone: '+96550000001',
};

/** What the shop answers of a cart with this in it. */
async function kept(body: Members): Promise<Members> {
  const answer = await createCart(service.url, body);
  expect(faults(answer)).toEqual([]);
  return answer.body.cart as Members;
}

const sentCreate = (): Members => sentBodies(service, CREATE)[0] as Members;

describe('an address as a wallet gives it', () => {
  it('is kept for the price and the order, and Ottu is not told of it while it is incomplete', async () => {
    const cart = await teaCart(service.url, {
      billing_address: { country: 'KW', city: 'Salmiya' },
      shipping_address: { country: 'KW', city: 'Salmiya', first_name: 'Sara', line1: '', email: ' ' },
    });
    expect((await getCart(service.url, cart)).body.cart).toMatchObject({
      billing_address: { country: 'KW', city: 'Salmiya' },
      shipping_address: { country: 'KW', city: 'Salmiya', first_name: 'Sara' },
    });
    const answer = await checkout(service.url, cart);
    expect(answer.status).toBe(200);
    expect(sentCreate()).toMatchObject({ amount: expect.any(String) });
    expect(sentCreate()).not.toHaveProperty('billing_address');
    expect(sentCreate()).not.toHaveProperty('shipping_address');
    expect(await purchaseOf(sentCreate()['order_no'])).toMatchObject({
      billing_address: { country: 'KW', city: 'Salmiya' },
      shipping_address: { country: 'KW', city: 'Salmiya', first_name: 'Sara' },
    });
  });

  it('goes to Ottu once it has all that Ottu requires, by the next change', async () => {
    const cart = await teaCart(service.url, { shipping_address: { country: 'KW', city: 'Salmiya' } });
    await checkout(service.url, cart);
    await changeCart(service.url, cart, { shipping_address: DELIVERY });
    await checkout(service.url, cart);
    expect(sentBodies(service, PATCH)).toContainEqual(expect.objectContaining({ shipping_address: DELIVERY }));
  });

  it.each(Object.keys(DELIVERY))('without %s is left out of what Ottu gets, which takes the rest', async (missing) => {
    const cart = await teaCart(service.url, {
      billing_address: { line1: 'Block 4', city: 'Salmiya', country: 'KW' },
      shipping_address: { ...DELIVERY, [missing]: '' },
    });
    expect((await checkout(service.url, cart)).status).toBe(200);
    expect(sentCreate()).not.toHaveProperty('shipping_address');
    expect(sentCreate()).toMatchObject({ billing_address: { line1: 'Block 4', city: 'Salmiya', country: 'KW' } });
  });

  it.each([
    ['small letters', 'kw'],
    ['three letters', 'KWT'],
    ['its English name', 'Kuwait'],
    ['its Arabic name', 'الكويت'],
  ])('names its country by %s', async (_how, country) => {
    expect(await kept({ billing_address: { country } })).toMatchObject({ billing_address: { country: 'KW' } });
  });

  it('with a country that is none, or a text that is longer than Ottu takes, is a fault of the field', async () => {
    const answer = await createCart(service.url, { billing_address: { country: 'Atlantis', city: 'x'.repeat(41) } });
    expect(answer.status).toBe(400);
    expect(faults(answer).map((fault) => fault.split(' ')[0])).toEqual([
      '/billing_address/city',
      '/billing_address/country',
    ]);
  });

  it('of nothing but empty texts is none', async () => {
    expect(await kept({ customer: { first_name: '', phone: ' ' }, billing_address: { city: '' } })).toMatchObject({
      customer: null,
      billing_address: null,
    });
  });

  it('of a customer with one name is taken, and the name that is missing is not made up', async () => {
    const cart = await teaCart(service.url, { customer: { first_name: 'Sara', last_name: '' } });
    expect((await checkout(service.url, cart)).status).toBe(200);
    expect(sentCreate()).toMatchObject({ customer_first_name: 'Sara' });
    expect(sentCreate()).not.toHaveProperty('customer_last_name');
  });
});

describe('a phone number as people write it', () => {
  it.each([
    ['with spaces and a dash', '+965 5000-0001'],
    ['with 00', '00965 5000 0001'],
    ['with marks of the writing direction', '\u200E\u202A+965 5000 0001\u202C'],
    ['isolated', '\u2066+96550000001\u2069'],
    ['in Arabic digits', '+٩٦٥ ٥٠٠٠ ٠٠٠١'],
    ['in Persian digits and with 00', '۰۰۹۶۵۵۰۰۰۰۰۰۱'],
    ['as it is dialled in the shop’s country', '5000 0001'],
    ['the same in Arabic digits', '٥٠٠٠٠٠٠١'],
  ])('%s is kept and sent as E.164', async (_how, phone) => {
    const cart = await teaCart(service.url, { customer: { phone }, shipping_address: { ...DELIVERY, phone } });
    const { body } = await getCart(service.url, cart);
    expect(body.cart).toMatchObject({
      customer: { phone: '+96550000001' },
      shipping_address: { phone: '+96550000001' },
    });
    await checkout(service.url, cart);
    expect(sentCreate()).toMatchObject({
      customer_phone: '+96550000001',
      shipping_address: { phone: '+96550000001' },
    });
  });

  it('without a country code is one of the country of its address, before that of the shop', async () => {
    const phone = '051 234 5678';
    const there = { phone: '+966512345678' };
    expect(await kept({ customer: { phone }, billing_address: { country: 'SA' } })).toMatchObject({ customer: there });
    expect(await kept({ customer: { phone }, shipping_address: { country: 'sa', phone } })).toMatchObject({
      customer: there,
      shipping_address: there,
    });
    const cart = await newCart(service.url, { billing_address: { country: 'SA' } });
    const answer = await changeCart(service.url, cart, { customer: { phone } });
    expect(answer.body.cart).toMatchObject({ customer: there });
  });

  it.each(['+96512', '5000', 'call me', '+96550000001 ext 5', '\u200E', '1'.repeat(40)])(
    'that can be none (%j) is a fault of its field, and the cart stays as it was',
    async (phone) => {
      const cart = await newCart(service.url);
      const answer = await changeCart(service.url, cart, { customer: { phone }, shipping_address: { phone } });
      expect(answer.status).toBe(400);
      expect(faults(answer).map((fault) => fault.split(' ')[0])).toEqual([
        '/customer/phone',
        '/shipping_address/phone',
      ]);
      expect(await versionOf(cart)).toBe(1);
    },
  );
});

describe('a language as browsers and phones write it', () => {
  it.each([
    ['ar-KW', 'ar'],
    ['EN', 'en'],
    ['en_US', 'en'],
    ['ar-Arab-KW', 'ar'],
  ])('%s is %s, here and at Ottu', async (language, expected) => {
    const cart = await teaCart(service.url, { language });
    expect((await getCart(service.url, cart)).body.cart).toMatchObject({ language: expected });
    await checkout(service.url, cart);
    expect(sentCreate()).toMatchObject({ language: expected });
  });

  it('is changed by a PATCH as well, and taken by a Buy Now button', async () => {
    const cart = await newCart(service.url, { language: 'en' });
    expect((await changeCart(service.url, cart, { language: 'AR' })).body.cart).toMatchObject({ language: 'ar' });
    const intent = await request(service.url)
      .post('/v1/buy-now/intents')
      .send({ sku: 'KARAK-TEA', currency_code: 'KWD', language: 'ar-KW', customer: { phone: '50000001' } });
    expect(intent.body.cart).toMatchObject({ language: 'ar', customer: { phone: '+96550000001' } });
  });

  it.each(['fr', 'arabic', 'en-', ''])('%j is none of the two, and a fault of the field', async (language) => {
    const answer = await createCart(service.url, { language });
    expect(answer.status).toBe(400);
    expect(faults(answer).join()).toContain('/language');
  });
});

async function versionOf(cart: TestCart): Promise<unknown> {
  return (await getCart(service.url, cart)).body.cart.version;
}

async function purchaseOf(orderNo: unknown): Promise<unknown> {
  const { id } = await paymentOf(service, String(orderNo));
  const { body } = await request(service.url)
    .get(`/v1/payments/${String(id)}`)
    .set('authorization', authorization('operator'));
  return body.purchase;
}
