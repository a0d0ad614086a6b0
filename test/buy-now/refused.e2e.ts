import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { APPLE_PAY, buyNow, buyNowBody } from '../support/buy-now.ts';
import { SESSIONS } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { authorization } from '../support/service-keys.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

function expectOttuWasNotCalled(): void {
  expect(service.simulator.requests()).toHaveLength(0);
  expect(service.simulator.ledger()).toHaveLength(0);
}

describe('promise 2: payment_instrument comes from servers only', () => {
  it.each([
    ['Origin', { origin: 'https://shop.example' }],
    ['Origin null', { origin: 'null' }],
    ['Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }],
    ['Sec-Fetch-Dest', { 'sec-fetch-dest': 'empty' }],
    ['Sec-Fetch-User', { 'sec-fetch-user': '?1' }],
    ['Cookie', { cookie: 'session=1' }],
  ])('a request with %s is refused, right key or not', async (_mark, headers) => {
    const answer = await buyNow(service.url, { headers });
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 403, code: 'server_to_server_only' });
    expect(answer.body.outcome).toBe('none');
    expectOttuWasNotCalled();
  });

  it("Node's own fetch, which sends Sec-Fetch-Mode, is a server", async () => {
    const answer = await fetch(`${service.url}/v1/buy-now`, {
      method: 'POST',
      headers: {
        authorization: authorization('shop'),
        'idempotency-key': randomUUID(),
        'content-type': 'application/json',
      },
      body: JSON.stringify(buyNowBody()),
    });
    expect(answer.status).toBe(201);
  });

  it('a member payment_instrument on a route that is not for servers is refused and counted', async () => {
    const answer = await request(service.url)
      .get(`/v1/payments/${randomUUID()}?payment_instrument[payload]=x`)
      .set('authorization', authorization('reader'));
    expect(answer.body).toMatchObject({ status: 403, code: 'server_to_server_only' });
    const metrics = await request(service.url).get('/metrics');
    expect(metrics.text).toMatch(/^ottu_bff_payment_instrument_refused_total(\{.*\})? [1-9]/m);
    expectOttuWasNotCalled();
  });
});

describe('service keys', () => {
  it.each([
    ['no key', {}, 401, 'service_key_missing'],
    ['a wrong secret', { authorization: 'Api-Key shop.wrong' }, 401, 'service_key_invalid'],
    ['an unknown id', { authorization: 'Api-Key nobody.test-secret-0123456789abcdef' }, 401, 'service_key_invalid'],
    ['an expired key', { authorization: authorization('old') }, 401, 'service_key_expired'],
    ['a key without the scope', { authorization: authorization('reader') }, 403, 'scope_missing'],
  ])('%s has its own problem', async (_what, headers, status, code) => {
    const answer = await request(service.url)
      .post('/v1/buy-now')
      .set({ 'idempotency-key': randomUUID(), 'content-type': 'application/json', ...headers })
      .send(JSON.stringify(buyNowBody()));
    expect({ status: answer.status, code: answer.body.code, outcome: answer.body.outcome }).toEqual({
      status,
      code,
      outcome: 'none',
    });
    expectOttuWasNotCalled();
  });
});

describe('bad input: a pointer and a sentence for each fault, and nothing reaches Ottu', () => {
  const item = { sku: 'DATES-KHALAS', quantity: 1 };
  const address = { line1: 'Block 4', city: 'Kuwait City', country: 'KW' };
  const agreement = {
    id: 'A1',
    type: 'recurring',
    frequency: 'monthly',
    amount_variability: 'fixed',
    expiry_date: '2030-01-01',
    cycle_interval_days: 30,
    total_cycles: 12,
  };

  it.each<[string, Record<string, unknown>, string]>([
    ['neither items nor amount', { amount: undefined }, '/amount'],
    ['both items and amount', { items: [item] }, '/amount'],
    ['an amount as a number', { amount: 1 }, '/amount'],
    ['more digits than the currency has', { amount: '1.0005' }, '/amount'],
    ['a fraction of a yen', { amount: '1.5', currency_code: 'JPY' }, '/amount'],
    ['an exponent', { amount: '1e3' }, '/amount'],
    ['a space before the amount', { amount: ' 1' }, '/amount'],
    ['a sign', { amount: '+1' }, '/amount'],
    ['NaN', { amount: 'NaN' }, '/amount'],
    ['zero', { amount: '0' }, '/amount'],
    ['a negative amount', { amount: '-1' }, '/amount'],
    ['no currency', { currency_code: undefined }, '/currency_code'],
    ['a currency in small letters', { currency_code: 'kwd' }, '/currency_code'],
    ['a currency that does not exist', { currency_code: 'XXQ' }, '/currency_code'],
    ['no gateway', { pg_codes: [] }, '/pg_codes'],
    ['two gateways', { pg_codes: ['credit-card', 'knet'] }, '/pg_codes'],
    ['a gateway that is no code', { pg_codes: ['credit card'] }, '/pg_codes'],
    ['an unknown type', { type: 'other' }, '/type'],
    ['an unknown payment type', { payment_type: 'gift' }, '/payment_type'],
    ['an order number with other characters', { order_no: 'ORD 1' }, '/order_no'],
    ['an order number of 38 characters', { order_no: 'x'.repeat(38) }, '/order_no'],
    ['a sku that is not sold', { amount: undefined, items: [item, { sku: 'NOPE', quantity: 1 }] }, '/items/1/sku'],
    ['a quantity of zero', { amount: undefined, items: [{ ...item, quantity: 0 }] }, '/items/0/quantity'],
    ['a quantity of 1000', { amount: undefined, items: [{ ...item, quantity: 1000 }] }, '/items/0/quantity'],
    ['a price from the caller of items', { amount: undefined, items: [{ ...item, price: '0.001' }] }, '/items/0/price'],
    ['a customer with a bad email', { customer: { email: 'no' } }, '/customer/email'],
    ['a customer with a bad phone', { customer: { phone: 'call me' } }, '/customer/phone'],
    ['a birthday that is no day', { customer: { birthdate: '1990-02-30' } }, '/customer/birthdate'],
    ['a long name', { customer: { first_name: 'n'.repeat(65) } }, '/customer/first_name'],
    ['an address without a city', { billing_address: { ...address, city: undefined } }, '/billing_address/city'],
    ['a country in small letters', { billing_address: { ...address, country: 'kw' } }, '/billing_address/country'],
    ['a delivery to nobody', { shipping_address: address }, '/shipping_address/first_name'],
    ['an agreement on a single payment', { agreement }, '/agreement'],
    ['auto_debit without an agreement', { payment_type: 'auto_debit', customer: { id: 'c' } }, '/agreement'],
    ['auto_debit without a customer', { payment_type: 'auto_debit', agreement }, '/customer/id'],
    [
      'a recurring agreement without its cycles',
      { payment_type: 'auto_debit', customer: { id: 'c' }, agreement: { ...agreement, total_cycles: undefined } },
      '/agreement/total_cycles',
    ],
    ['a language that Ottu has not', { language: 'fr' }, '/language'],
    ['extra that is no object', { extra: [] }, '/extra'],
    ['a member that is not known', { colour: 'red' }, '/colour'],
    ['no instrument', { payment_instrument: undefined }, '/payment_instrument'],
    [
      'an instrument without a payload',
      { payment_instrument: { instrument_type: 'token' } },
      '/payment_instrument/payload',
    ],
    [
      'a payload that is no object',
      { payment_instrument: { ...APPLE_PAY, payload: 'x' } },
      '/payment_instrument/payload',
    ],
    ['an empty payload', { payment_instrument: { ...APPLE_PAY, payload: {} } }, '/payment_instrument/payload'],
    [
      'an unknown instrument',
      { payment_instrument: { ...APPLE_PAY, instrument_type: 'cash' } },
      '/payment_instrument/instrument_type',
    ],
    [
      'a token that is empty',
      { payment_instrument: { instrument_type: 'token', payload: { token: '' } } },
      '/payment_instrument/payload/token',
    ],
    [
      'a wallet without a code',
      { payment_instrument: { instrument_type: 'wallet', payload: {} }, customer: { id: 'c' } },
      '/payment_instrument/payload',
    ],
    [
      'a wallet of nobody',
      { payment_instrument: { instrument_type: 'wallet', payload: { wallet_code: 'w' } } },
      '/customer/id',
    ],
  ])('%s is refused', async (_what, changes, pointer) => {
    const answer = await buyNow(service.url, { body: buyNowBody(changes) });
    expect(answer.status).toBe(400);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'validation_failed', outcome: 'none' });
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect(answer.body.errors.every(({ message }: { message: string }) => message.length > 5)).toBe(true);
    expectOttuWasNotCalled();
  });

  it('names every fault at once', async () => {
    const answer = await buyNow(service.url, {
      body: buyNowBody({ amount: 1, type: 'x', pg_codes: [], language: 'fr', colour: 1 }),
    });
    const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/amount', '/type', '/pg_codes', '/language', '/colour']));
  });

  it.each([
    ['not JSON', '{"amount":', 'malformed_json', 400],
    ['empty', '', 'malformed_json', 400],
    ['two instruments', '{"payment_instrument":{},"payment_instrument":{}}', 'ambiguous_json', 400],
    [
      'an instrument written twice with an escape',
      String.raw`{"payment_instrument":{},"payment\u005finstrument":{}}`,
      'ambiguous_json',
      400,
    ],
    ['two payloads', '{"payment_instrument":{"payload":{},"payload":{}}}', 'ambiguous_json', 400],
    ['nested too deeply', `{"extra":${'['.repeat(200)}${']'.repeat(200)}}`, 'malformed_json', 400],
    ['larger than the route takes', `{"extra":{"x":"${'x'.repeat(300_000)}"}}`, 'payload_too_large', 413],
  ])('a body that is %s is refused', async (_what, body, code, status) => {
    const answer = await buyNow(service.url, { body });
    expect({ status: answer.status, code: answer.body.code, outcome: answer.body.outcome }).toEqual({
      status,
      code,
      outcome: 'none',
    });
    expectOttuWasNotCalled();
  });

  it('a gateway is refused for an instrument only where Ottu itself denies it', async () => {
    const denied = await buyNow(service.url, { body: buyNowBody({ pg_codes: ['mpgs-google'] }) });
    expect(denied.body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/pg_codes/0', message: 'does not support apple_pay' }],
    });
    const live = await buyNow(service.url, { body: buyNowBody({ pg_codes: ['live-card'] }) });
    expect(live.body.errors[0]).toMatchObject({ pointer: '/pg_codes/0' });
    expect(service.simulator.requests(SESSIONS)).toHaveLength(0);
  });
});
