import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { changeCart } from '../carts/support.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { CREATE, NATIVE, OPERATION, payAtOttu, sentBodies } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import { checkout, freeze, pay, paymentOf, startCheckoutService, statusAfter, tagOf, teaCart } from './support.ts';
import { withRows } from '../support/rows.ts';

let identity: IdentityProvider;
let service: TestService;
let url: string;
let sara: { authorization: string };
let omar: { authorization: string };

beforeAll(async () => {
  identity = await IdentityProvider.start();
  service = await startCheckoutService({ ...identity.variables });
  url = service.url;
  sara = { authorization: await identity.bearer('sara-1') };
  omar = { authorization: await identity.bearer('omar-2') };
});
afterAll(async () => {
  await service.close();
  await identity.close();
});

describe('M58: the cart of a signed-in customer', () => {
  it('is paid under the verified sub, and needs its token together with a JWT of the same customer', async () => {
    const cart = await teaCart(url, {}, sara);
    expect((await checkout(url, cart)).body).toMatchObject({ status: 401, code: 'customer_jwt_missing' });
    expect((await checkout(url, cart, omar)).status).toBe(404);
    expect((await pay(url, cart)).body).toMatchObject({ status: 401, code: 'customer_jwt_missing', outcome: 'none' });
    expect((await pay(url, cart, { headers: omar })).status).toBe(404);
    expect((await freeze(url, cart, { 'if-match': await tagOf(url, cart) })).status).toBe(401);
    expect((await checkout(url, cart, sara)).status).toBe(200);
    expect(sentBodies(service, CREATE).at(-1)).toMatchObject({ customer_id: 'sara-1' });
    expect((await pay(url, cart, { headers: sara })).body.payment.status).toBe('paid');
  });

  it('gets a new session when it changes hands, and the old one is expired', async () => {
    const guest = await teaCart(url);
    const first = await checkout(url, guest);
    const bound = await changeCart(url, guest, {}, sara);
    expect(bound.body.cart_token).not.toBe(guest.token);
    const cart = { id: guest.id, token: bound.body.cart_token as string };
    const second = await checkout(url, cart, sara);
    expect(second.body.checkout.session_id).not.toBe(first.body.checkout.session_id);
    await service.runDue();
    expect(sentBodies(service, OPERATION)).toEqual([
      expect.objectContaining({ operation: 'expire', session_id: first.body.checkout.session_id }),
    ]);
    expect((await checkout(url, guest, sara)).status).toBe(404);
  });
});

/** Tokens of attempts that are taken, of all carts. */
const used = (): Promise<number> =>
  withRows(service, async (db) => {
    const { rows } = await sql<{ points: number | null }>`
      select sum(points)::int as points from limit_counts where key like 'cart\\_attempts:%'`.execute(db);
    return rows[0]?.points ?? 0;
  });

describe('M96: limits against card testing', () => {
  it('after too many declines on one cart the next attempt is not sent, and a success costs nothing', async () => {
    const shop = await startCheckoutService();
    try {
      const cart = await teaCart(shop.url);
      const answers: string[] = [];
      for (let tries = 0; tries < 40 && answers.at(-1) !== 'too_many_attempts'; tries += 1) {
        const { body } = await pay(shop.url, cart, { outcome: 'declined' });
        answers.push((body.code ?? body.payment.status) as string);
      }
      expect(answers.at(-1)).toBe('too_many_attempts');
      expect(answers.length).toBeGreaterThan(2);
      const calls = shop.simulator.requests(NATIVE).length;
      expect((await pay(shop.url, cart)).body).toMatchObject({ status: 429, outcome: 'none' });
      expect(shop.simulator.requests(NATIVE)).toHaveLength(calls);
    } finally {
      await shop.close();
    }
  });

  it('an attempt that was not sent costs nothing', async () => {
    const cart = await teaCart(url);
    const before = await used();
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'status', status: 503 } }]);
    expect((await pay(url, cart)).body).toMatchObject({ code: 'checkout_unavailable', outcome: 'none' });
    service.simulator.clearFaults();
    expect(await used()).toBe(before);
  });

  it('gives the tokens of an attempt back when its success is known after the call, as after 3-D Secure', async () => {
    const cart = await teaCart(url);
    const before = await used();
    const answer = await pay(url, cart, { outcome: 'three_ds_redirect' });
    expect(answer.body.payment.status).toBe('action_required');
    expect(await used()).toBe(before + 1);
    const { session_id: sessionId } = await paymentOf(service, answer.body.payment.order_no);
    await payAtOttu(service, sessionId);
    expect((await statusAfter(service, cart)).body.payment.status).toBe('paid');
    expect(await used()).toBe(before);
  });
});
