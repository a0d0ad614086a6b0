import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request, { type Response } from 'supertest';

import { CheckoutLimits } from '../../src/limits/request-limits.ts';
import { LIMITS } from '../../src/limits/limits-table.ts';
import { networkOf } from '../../src/http/network.ts';
import { DailyQuota } from '../../src/ottu/transport/daily-quota.ts';
import { getCart, type TestCart } from '../carts/support.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { SECOND } from '../support/time.ts';
import { checkout, freeze, pay, startCheckoutService, tagOf, teaCart, unfreeze } from './support.ts';

const HOME = '203.0.113.1';
const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });

let service: TestService;
let limits: CheckoutLimits;

beforeAll(async () => {
  service = await startCheckoutService({ TRUST_PROXY: '1' });
  limits = service.app.get(CheckoutLimits);
});
afterAll(async () => service.close());
beforeEach(async () => {
  await withRows(service, (db) => sql`delete from limit_counts`.execute(db));
});

/** A cart that Ottu knows, and about which background sync has nothing more to say. */
async function cartInStep(): Promise<TestCart> {
  const cart = await teaCart(service.url, {}, from('198.51.100.1'));
  expect((await checkout(service.url, cart, from('198.51.100.1'))).status).toBe(200);
  await service.passTime(SECOND);
  const row = await withRows(service, (db) =>
    db.selectFrom('carts').select('sync_at').where('id', '=', cart.id).executeTakeFirst(),
  );
  expect(row).toEqual({ sync_at: null });
  return cart;
}

/** Calls to Ottu that `ask` leads to, out of the share that checkout has; reconciliation goes on meanwhile. */
async function callsOf(ask: () => PromiseLike<Response>): Promise<{ answer: Response; calls: number }> {
  const budget = service.app.get(DailyQuota);
  const before = budget.calls('storefront');
  const answer = await ask();
  return { answer, calls: budget.calls('storefront') - before };
}

function expectRefused({ answer, calls }: { answer: Response; calls: number }): void {
  expect(answer.body).toMatchObject({ status: 429, code: 'rate_limited', outcome: 'none' });
  const retryAfter = Number(answer.headers['retry-after']);
  expect(retryAfter).toBeGreaterThanOrEqual(1);
  expect(retryAfter).toBeLessThanOrEqual(60 * 60);
  expect(calls).toBe(0);
}

async function useUpNetwork(address: string): Promise<void> {
  for (let taken = 0; taken < LIMITS.network_checkouts.permits; taken += 1) {
    await limits.consume(`cart ${taken}`, networkOf(address));
  }
}

describe('M95: Ottu is asked for one cart', () => {
  it('so many times in an hour, by checkout, freeze and unfreeze together; then no more, and another cart is served', async () => {
    const cart = await cartInStep();
    const { permits } = LIMITS.cart_checkouts;
    // One for the checkout that brought it in step.
    for (let taken = 1; taken < permits - 3; taken += 1) await limits.consume(cart.id, networkOf(HOME));
    const last = await callsOf(() => checkout(service.url, cart));
    expect(last.answer.status).toBe(200);
    expect(last.calls).toBeGreaterThan(0);
    expect((await freeze(service.url, cart, { 'if-match': await tagOf(service.url, cart) })).status).toBe(200);
    expect((await unfreeze(service.url, cart)).status).toBe(200);

    expectRefused(await callsOf(() => checkout(service.url, cart)));
    const ifMatch = { 'if-match': await tagOf(service.url, cart) };
    expectRefused(await callsOf(() => freeze(service.url, cart, ifMatch)));
    expect((await getCart(service.url, cart)).body.cart.state).toBe('open');
    expect((await checkout(service.url, await cartInStep())).status).toBe(200);
  });

  it('also by attempts to pay, which bring the session in step; refused, the cart is open and no attempt counted', async () => {
    const cart = await cartInStep();
    for (let taken = 1; taken < LIMITS.cart_checkouts.permits; taken += 1) {
      await limits.consume(cart.id, networkOf(HOME));
    }
    expectRefused(await callsOf(() => pay(service.url, cart)));
    expect((await getCart(service.url, cart)).body.cart.state).toBe('open');
    expect(
      await withRows(service, (db) =>
        sql`select 1 from limit_counts where key like 'cart_attempts:%' and points > 0`.execute(db),
      ),
    ).toMatchObject({ rows: [] });
  });

  it('an unfreeze without a token asks nobody, and the cart stays frozen', async () => {
    const cart = await cartInStep();
    expect((await freeze(service.url, cart, { 'if-match': await tagOf(service.url, cart) })).status).toBe(200);
    for (let taken = 2; taken < LIMITS.cart_checkouts.permits; taken += 1) {
      await limits.consume(cart.id, networkOf(HOME));
    }
    expectRefused(await callsOf(() => unfreeze(service.url, cart)));
    expect((await getCart(service.url, cart)).body.cart.state).toBe('frozen');
  });

  it('an unfreeze of a cart that is open asks nobody, and takes no token', async () => {
    const cart = await cartInStep();
    for (let taken = 1; taken < LIMITS.cart_checkouts.permits; taken += 1) {
      await limits.consume(cart.id, networkOf(HOME));
    }
    const { answer, calls } = await callsOf(() => unfreeze(service.url, cart));
    expect([answer.status, calls]).toEqual([200, 0]);
  });

  it('who has not the token of the cart takes none of its limit', async () => {
    const cart = await cartInStep();
    const stranger = { ...cart, token: 'x'.repeat(43) };
    for (let asked = 0; asked < LIMITS.cart_checkouts.permits; asked += 1) {
      expect((await checkout(service.url, stranger)).status).toBe(404);
    }
    expect((await checkout(service.url, cart)).status).toBe(200);
  });
});

describe('M95: Ottu is asked by one network', () => {
  const intent = (address: string) =>
    request(service.url)
      .post('/v1/buy-now/intents')
      .set(from(address))
      .send({ sku: 'DATES-KHALAS', currency_code: 'KWD' });

  it('so many times in an hour, for however many carts; other networks are served', async () => {
    const cart = await cartInStep();
    await useUpNetwork(HOME);
    expectRefused(await callsOf(() => checkout(service.url, cart, from(HOME))));
    const ifMatch = { 'if-match': await tagOf(service.url, cart) };
    expectRefused(await callsOf(() => freeze(service.url, cart, { ...ifMatch, ...from(HOME) })));
    expect((await checkout(service.url, cart, from('203.0.113.2'))).status).toBe(200);
  });

  it('a Buy Now button is refused like any checkout, and leaves no open cart', async () => {
    await useUpNetwork(HOME);
    const before = await withRows(service, (db) =>
      db.selectFrom('carts').select('id').where('state', '=', 'open').execute(),
    );
    const answer = await intent(HOME);
    expect(answer.body).toMatchObject({ status: 429, code: 'rate_limited', outcome: 'none' });
    expect(answer.body).not.toHaveProperty('cart_token');
    expect(
      await withRows(service, (db) => db.selectFrom('carts').select('id').where('state', '=', 'open').execute()),
    ).toEqual(before);
    expect((await intent('203.0.113.2')).status).toBe(201);
  });

  it('a refusal keeps no token of the cart', async () => {
    const cart = await cartInStep();
    await useUpNetwork(HOME);
    for (let asked = 0; asked < LIMITS.cart_checkouts.permits; asked += 1) {
      await expect(limits.consume(cart.id, networkOf(HOME))).rejects.toMatchObject({ code: 'rate_limited' });
    }
    expect((await checkout(service.url, cart, from('203.0.113.2'))).status).toBe(200);
  });

  it('one address cannot use up what checkout may use of a day, however it asks', () => {
    const A_DAY = 24;
    // A session that is replaced: retrieve, expire, retrieve, create. One window more, since windows begin at any time.
    const callsOfADay = LIMITS.network_checkouts.permits * (A_DAY + 1) * 4;
    expect(callsOfADay).toBeLessThan(27_000);
  });
});
