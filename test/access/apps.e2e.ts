import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createCart, faults } from '../carts/support.ts';
import { checkout, startCheckoutService, teaCart } from '../checkout/support.ts';
import { CREATE, sentBodies } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';

const APP = 'capacitor://localhost';
const THANKS = 'myshop://thanks';

let service: TestService;

beforeAll(async () => {
  service = await startCheckoutService({ STOREFRONT_ORIGINS: APP, REDIRECT_URLS: THANKS });
});
afterAll(async () => service.close());

const corsOf = ({ headers }: Response): (string | null)[] =>
  ['access-control-allow-origin', 'access-control-allow-methods'].map((name) => headers.get(name));

describe('the web view of an app, whose origin is configured', () => {
  it('is allowed by a preflight, and reads what it calls', async () => {
    const asked = await fetch(`${service.url}/v1/carts`, {
      method: 'OPTIONS',
      headers: {
        origin: APP,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,cart-token,if-match',
      },
    });
    expect([asked.status, ...corsOf(asked)]).toEqual([204, APP, 'POST']);
    const made = await createCart(service.url, { items: [{ sku: 'KARAK-TEA', quantity: 1 }] }, { origin: APP });
    expect([made.status, made.headers['access-control-allow-origin']]).toEqual([201, APP]);
  });

  it.each(['ionic://localhost', 'capacitor://localhost:8080', 'CAPACITOR://localhost', 'capacitor://evil', 'null'])(
    'is no other app and no other spelling: %s gets nothing',
    async (origin) => {
      const headers = { origin, 'access-control-request-method': 'POST' };
      expect(corsOf(await fetch(`${service.url}/v1/carts`, { method: 'OPTIONS', headers }))).toEqual([null, null]);
      const called = await createCart(service.url, {}, { origin });
      expect(called.headers['access-control-allow-origin']).toBeUndefined();
    },
  );
});

describe('M58: an app is returned to by exactly the address that is configured', () => {
  it.each([THANKS, `${THANKS}?cart=1`])('%s is taken, kept, and sent to Ottu', async (address) => {
    const cart = await teaCart(service.url, { redirect_url: address });
    const { status, body } = await checkout(service.url, cart);
    expect([status, body.code]).toEqual([200, undefined]);
    expect(sentBodies(service, CREATE).at(-1)).toMatchObject({ redirect_url: address });
  });

  it.each([
    'othershop://thanks',
    'myshop://thanks/../evil',
    'myshop://thanks/',
    'myshop://thanks/%2e%2e/evil',
    'MYSHOP://thanks',
    'myshop://THANKS',
    'myshop://thanks.evil',
    'myshop://thanks@evil',
    'myshop:thanks',
    'myshop://thanks#a',
    'javascript://thanks',
  ])('%s is refused, and no cart is made', async (address) => {
    const answer = await createCart(service.url, { redirect_url: address });
    expect([answer.status, faults(answer)]).toEqual([400, [expect.stringMatching(/^\/redirect_url /)]]);
  });
});
