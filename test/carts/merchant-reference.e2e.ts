import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request, { type Test } from 'supertest';

import { pay, startCheckoutService, teaCart } from '../checkout/support.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { changeCart, createCart, faults, setItem, type Members } from './support.ts';

const receiver = new Receiver();
let service: TestService;

beforeAll(async () => {
  await receiver.open();
  service = await startCheckoutService({ MERCHANT_EVENTS_URL: receiver.url, MERCHANT_EVENTS_SECRET: SECRET });
});
afterAll(async () => {
  await service.close();
  await receiver.close();
});
beforeEach(() => {
  service.simulator.reset();
  receiver.reset();
});

const BY_SERVER = { authorization: authorization('shop') };

const intent = (body: Members, headers: Readonly<Record<string, string>> = {}): Test =>
  request(service.url)
    .post('/v1/buy-now/intents')
    .set(headers)
    .send({ sku: 'KARAK-TEA', currency_code: 'KWD', ...body });

async function found(merchant_reference: string): Promise<Members[]> {
  const { body } = await request(service.url)
    .get('/v1/payments')
    .query({ merchant_reference })
    .set('authorization', authorization('operator'));
  return body.payments as Members[];
}

describe("a merchant's own reference of a cart", () => {
  it('is given by a server that makes the cart, stays through edits, and is in what its payment tells', async () => {
    const cart = await teaCart(service.url, { merchant_reference: 'WEB 2026/7' }, BY_SERVER);
    expect((await setItem(service.url, cart, 'DATES-KHALAS', 1)).status).toBe(200);
    expect((await changeCart(service.url, cart, { extra: { note: 'x' } })).status).toBe(200);
    expect((await pay(service.url, cart)).status).toBe(201);
    const [payment, ...others] = await found('WEB 2026/7');
    expect(others).toEqual([]);
    expect(payment).toMatchObject({ merchant_reference: 'WEB 2026/7', state: 'paid' });
    await service.runDue('MerchantEvents');
    const told = receiver.of(String(payment?.['id'])).map(({ event }) => event.data['payment']);
    expect(told).toContainEqual(expect.objectContaining({ merchant_reference: 'WEB 2026/7', state: 'paid' }));
  });

  it('is given with a buy-now intent as well', async () => {
    const answer = await intent({ merchant_reference: 'INTENT' }, BY_SERVER);
    expect(answer.status).toBe(201);
    expect(await found('INTENT')).toEqual([expect.objectContaining({ merchant_reference: 'INTENT' })]);
  });

  it('is refused of a shopper, who could name the order of another, and is never changed', async () => {
    for (const answer of [
      await createCart(service.url, { merchant_reference: 'STOLEN' }),
      await intent({ merchant_reference: 'STOLEN' }),
      await changeCart(service.url, await teaCart(service.url), { merchant_reference: 'STOLEN' }),
      await changeCart(service.url, await teaCart(service.url, {}, BY_SERVER), { merchant_reference: 'X' }, BY_SERVER),
    ]) {
      expect(answer.status).toBe(400);
      expect(faults(answer)).toEqual([expect.stringMatching(/^\/merchant_reference /)]);
    }
    expect(await found('STOLEN')).toEqual([]);
  });

  it.each<[string, number, string, Readonly<Record<string, string>>]>([
    ['a key that is wrong', 401, 'service_key_invalid', { authorization: 'Api-Key shop.wrong' }],
    ['a key that has expired', 401, 'service_key_expired', { authorization: authorization('old') }],
    ['a key that may not write', 403, 'scope_missing', { authorization: authorization('reader') }],
    ['a key in a browser', 403, 'server_to_server_only', { ...BY_SERVER, origin: 'https://shop.example' }],
  ])('%s is %i %s, and there is no cart', async (_what, status, code, headers) => {
    const answers = [
      await createCart(service.url, { merchant_reference: 'NONE' }, headers),
      await intent({ merchant_reference: 'NONE' }, headers),
    ];
    for (const answer of answers) expect(answer.body).toMatchObject({ status, code });
  });
});
