import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE, sentBodies } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ DEFAULT_COUNTRY: 'KW' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const DELIVERY = {
  line1: 'King Fahd Road 12',
  city: 'Riyadh',
  country: 'SA',
  first_name: 'Sara',
  last_name: 'Al-Test',
  email: 'sara@example.com',
};

const charge = (changes: Readonly<Record<string, unknown>>) => buyNow(service.url, { body: buyNowBody(changes) });

describe('a phone number as people write it, at Buy Now', () => {
  it.each([
    ['with spaces and 00', '00965 5000 0001'],
    ['with marks of the writing direction', '\u202A+96550000001\u202C'],
    ['in Arabic digits, as it is dialled in the shop’s country', '٥٠٠٠ ٠٠٠١'],
  ])('%s reaches Ottu as E.164, and is read back so', async (_how, phone) => {
    const answer = await charge({ customer: { id: 'c1', phone, phone_2: phone } });
    expect(answer.status).toBe(201);
    expect(sentBodies(service, CREATE)[0]).toMatchObject({
      customer_phone: '+96550000001',
      customer_phone_2: '+96550000001',
    });
    const { body } = await request(service.url)
      .get(answer.body.links.self as string)
      .set('authorization', authorization('operator'));
    expect(body.purchase.customer).toEqual({ id: 'c1', phone: '+96550000001', phone_2: '+96550000001' });
  });

  it('without a country code is one of the country of its address', async () => {
    const phone = '051 234 5678';
    const answer = await charge({ customer: { phone }, shipping_address: { ...DELIVERY, phone } });
    expect(answer.status).toBe(201);
    expect(sentBodies(service, CREATE)[0]).toMatchObject({
      customer_phone: '+966512345678',
      shipping_address: { ...DELIVERY, phone: '+966512345678' },
    });
  });

  it('that can be none is a fault of its field, and Ottu is not called', async () => {
    const answer = await charge({ customer: { phone: '12345' }, shipping_address: { ...DELIVERY, phone: '50000001' } });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'validation_failed', outcome: 'none' });
    expect((answer.body.errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '/customer/phone',
      '/shipping_address/phone',
    ]);
    expect(sentBodies(service, CREATE)).toEqual([]);
  });
});

it.each([
  ['ar-KW', 'ar'],
  ['EN', 'en'],
  ['en_US', 'en'],
])('the language %s reaches Ottu as %s, from Buy Now', async (language, expected) => {
  expect((await charge({ language })).status).toBe(201);
  expect(sentBodies(service, CREATE)[0]).toMatchObject({ language: expected });
});
