import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';

import { authorization } from '../support/service-keys.ts';
import { addToBasket, basketOf, openShop } from './shopping.ts';
import { startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** A request that a script in the shop's page makes, and what it can read of the answer. */
async function fromThePage(
  page: Page,
  url: string,
  init: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string },
): Promise<number | 'blocked'> {
  return page.evaluate(
    ([target, options]) =>
      fetch(target, options).then(
        ({ status }) => status,
        () => 'blocked' as const,
      ),
    [url, init] as const,
  );
}

describe('a browser', () => {
  it('cannot call POST /v1/buy-now, not even with a key that has leaked into it', async () => {
    const page = await world.shopper();
    await openShop(page);
    const before = world.simulator.requests().length;
    const headers = {
      'content-type': 'application/json',
      authorization: authorization('shop'),
      'idempotency-key': 'from-a-browser',
    };
    const body = JSON.stringify({
      items: [{ sku: 'KARAK-TEA', quantity: 1 }],
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      payment_instrument: { instrument_type: 'token', payload: { token: '9990001112223334' } },
    });
    expect(await fromThePage(page, `${world.serviceUrl}/v1/buy-now`, { method: 'POST', headers, body })).toBe(
      'blocked',
    );
    expect(world.simulator.requests().length).toBe(before);
    expect(world.simulator.ledger()).toEqual([]);
  });

  it('cannot read or pay a cart with a token that is not its own', async () => {
    const page = await world.shopper();
    await openShop(page);
    await addToBasket(page, 'KARAK-TEA');
    const { id } = await basketOf(page);
    const headers = { 'cart-token': 'ct_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' };
    for (const path of ['', '/payment']) {
      expect(await fromThePage(page, `${world.serviceUrl}/v1/carts/${id}${path}`, { method: 'GET', headers })).toBe(
        404,
      );
    }
  });

  it('cannot be used by the page of another origin', async () => {
    const page = await world.shopper();
    await page.goto(`${world.simulator.url}/__sandbox`);
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ currency_code: 'KWD' });
    expect(await fromThePage(page, `${world.serviceUrl}/v1/carts`, { method: 'POST', headers, body })).toBe('blocked');
  });

  it('keeps the secret of a cart out of every address', async () => {
    const page = await world.shopper();
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await openShop(page);
    await addToBasket(page, 'KARAK-TEA');
    const { token } = await basketOf(page);
    expect(token).toMatch(/^\S{40,}$/);
    await page.reload();
    await page.locator('.basket-button .count').getByText('1').waitFor();
    expect(addresses.filter((address) => address.includes(token))).toEqual([]);
  });
});
