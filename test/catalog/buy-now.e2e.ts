import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { SampleQuoteService } from '../support/quote-service.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';

const ADDRESS = {
  line1: 'Street 1',
  city: 'Salmiya',
  country: 'KW',
  first_name: 'Sara',
  last_name: 'Al-Test',
  email: 'sara@example.com',
  phone: '+96550000001',
};

let service: TestService;
let shop: SampleQuoteService;

beforeAll(async () => {
  shop = await new SampleQuoteService().start();
  service = await startTestService({ ...shop.variables });
});
afterAll(async () => {
  await service.close();
  await shop.close();
});
afterEach(() => {
  shop.failure = undefined;
  shop.extras = () => ({});
});

/** Another customer each time, so that no quote comes from the cache. */
let customers = 0;
const teas = (quantity: number, changes: Record<string, unknown> = {}) =>
  buyNowBody({
    amount: undefined,
    items: [{ sku: 'TEA', quantity }],
    customer: { id: `cust-${(customers += 1)}` },
    ...changes,
  });

describe('promise 4, M57: Buy Now by the quote service', () => {
  it('charges the total of the quote, and the payment keeps what it was made of', async () => {
    shop.extras = () => ({ discounts: [{ code: 'EID', amount: '0.500' }], shipping: '1.000', tax: '0.150' });
    const body = teas(3, { language: 'ar', shipping_address: ADDRESS });
    const { status, body: answer } = await buyNow(service.url, { body });
    expect([status, answer.payment.amount, answer.payment.currency_code]).toEqual([201, '4.400', 'KWD']);
    expect(shop.asked.at(-1)).toEqual({
      currency_code: 'KWD',
      items: [{ sku: 'TEA', quantity: 3 }],
      customer_id: `cust-${customers}`,
      language: 'ar',
      shipping_address: ADDRESS,
    });
    const { body: details } = await request(service.url)
      .get(answer.links.self)
      .set('authorization', authorization('shop'));
    expect(details.purchase).toMatchObject({
      items: [{ sku: 'TEA', quantity: 3, unit_price: '1.250', line_total: '3.750' }],
      discounts: [{ code: 'EID', amount: '0.500' }],
      shipping: '1.000',
      tax: '0.150',
    });
  });

  it.each<[string, () => void, number, string]>([
    ['a service that is down', () => shop.failWith(503, { 'retry-after': '9' }), 503, 'catalog_unavailable'],
    ['a wrong total', () => shop.bend((right) => ({ ...right, total: '0.001' })), 502, 'quote_unusable'],
    ['another currency', () => shop.bend((right) => ({ ...right, currency_code: 'JPY' })), 502, 'quote_unusable'],
    ['an item that is not sold', () => shop.prices.delete('TEA'), 400, 'validation_failed'],
  ])('%s charges nothing, says so, and leaves the key free', async (_what, trouble, status, code) => {
    const prices = shop.prices.get('TEA') ?? {};
    const charged = service.simulator.ledger().length;
    const key = `key-${code}-${customers}`;
    const body = teas(1);
    trouble();
    const refused = await buyNow(service.url, { body, key });
    expect([refused.status, refused.body]).toMatchObject([status, { code, outcome: 'none' }]);
    if (status === 503) expect(refused.headers['retry-after']).toBe('9');
    if (status === 400) expect(refused.body.errors).toEqual([{ pointer: '/items/0', message: 'This is sold out.' }]);
    expect(service.simulator.ledger()).toHaveLength(charged);
    shop.failure = undefined;
    shop.prices.set('TEA', prices);
    expect((await buyNow(service.url, { body, key })).status).toBe(201);
    expect(service.simulator.ledger()).toHaveLength(charged + 1);
  });
});
