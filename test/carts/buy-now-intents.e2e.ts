import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request, { type Test } from 'supertest';

import { IdentityProvider } from '../support/identity-provider.ts';
import { CREATE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { cartCall, faults, getCart, startCartService, type Headers, type Members } from './support.ts';

let provider: IdentityProvider;
let service: TestService;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  service = await startCartService({
    ...provider.variables,
    OTTU_PG_CODES: 'credit-card',
    OTTU_PUBLIC_KEY: 'pk_1',
    OTTU_MERCHANT_ID: 'sandbox.ottu.net',
    OTTU_TIMEOUT_MS: '3000',
  });
});
afterAll(async () => {
  await service.close();
  await provider.close();
});
beforeEach(() => service.simulator.reset());

function intent(body: Members = {}, headers: Headers = {}): Test {
  return request(service.url)
    .post('/v1/buy-now/intents')
    .set(headers)
    .send({ sku: 'DATES-KHALAS', currency_code: 'KWD', ...body });
}

describe('promise 4, M58: POST /v1/buy-now/intents', () => {
  it('answers a cart with its secret, and a session of the same amount that is ready to be paid', async () => {
    const answer = await intent({ quantity: 2 });
    expect(answer.status).toBe(201);
    const { cart, cart_token: token, checkout } = answer.body;
    expect(cart).toMatchObject({ version: 1, state: 'open', total: '7.500' });
    expect(answer.headers).toMatchObject({ location: `/v1/carts/${cart.id}`, etag: '"v1"' });
    expect(checkout).toMatchObject({
      session_id: expect.any(String),
      checkout_url: expect.stringContaining('http'),
      sdk: { public_key: 'pk_1', merchant_id: 'sandbox.ottu.net' },
    });
    expect((await getCart(service.url, { id: cart.id, token })).status).toBe(200);
    const [sent, ...more] = service.simulator.requests(CREATE);
    expect(more).toEqual([]);
    expect(JSON.parse(String(sent?.raw_body))).toMatchObject({ amount: '7.500', currency_code: 'KWD' });
    expect(service.simulator.ledger()).toEqual([]);
  });

  it.each([
    ['SAR', '45.75'],
    ['JPY', '1830'],
  ])('prices the cart in %s as the catalog says', async (currency_code, total) => {
    expect((await intent({ currency_code })).body.cart).toMatchObject({ currency_code, total });
  });

  it("with a JWT the cart is the customer's, and so is the session", async () => {
    const answer = await intent({}, { authorization: await provider.bearer('cust-77') });
    expect(answer.body.cart.signed_in).toBe(true);
    const [sent] = service.simulator.requests(CREATE);
    expect(JSON.parse(String(sent?.raw_body))).toMatchObject({ customer_id: 'cust-77' });
  });

  it('no price, gateway or instrument can be given, and Ottu hears of nothing', async () => {
    const attempts: [Members, string[]][] = [
      [{ amount: '0.001' }, ['/amount is not a known member']],
      [{ unit_price: '0.001' }, ['/unit_price is not a known member']],
      [{ pg_codes: ['cheap'] }, ['/pg_codes is not a known member']],
      [{ quantity: 0 }, ['/quantity must be from 1 to 999; an item is removed with DELETE']],
      [{ sku: 'NOTHING' }, ['/sku There is no such product.']],
      [{ currency_code: 'USD' }, ['/sku This product is not sold in USD.']],
      [{ redirect_url: 'https://evil.example' }, ['/redirect_url is not one of the addresses that this shop allows']],
    ];
    for (const [body, expected] of attempts) {
      const answer = await intent(body);
      expect(answer.status).toBe(400);
      expect(faults(answer)).toEqual(expected);
    }
    expect((await intent({ payment_instrument: {} })).status).toBe(403);
    expect(service.simulator.requests()).toEqual([]);
  });

  it('while Ottu is down: 503, nothing is charged, and no open cart is left that nobody has the token of', async () => {
    const open = async (): Promise<number> => {
      const rows = await withRows(service, (db) =>
        db.selectFrom('carts').select('id').where('state', '=', 'open').execute(),
      );
      return rows.length;
    };
    const before = await open();
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'status', status: 500 } }]);
    const answer = await intent();
    expect(answer.body).toMatchObject({ status: 503, code: 'checkout_unavailable', outcome: 'none' });
    expect(answer.body).not.toHaveProperty('cart_token');
    expect(await open()).toBe(before);
  });

  it('goes on like any other cart', async () => {
    const { body } = await intent();
    const cart = { id: body.cart.id as string, token: body.cart_token as string };
    const status = await cartCall(service.url, cart, 'get', '/payment');
    expect(status.body.payment).toMatchObject({ status: 'open' });
  });
});
