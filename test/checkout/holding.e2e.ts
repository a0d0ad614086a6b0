import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { getCart, type TestCart } from '../carts/support.ts';
import { eventually } from '../support/eventually.ts';
import { APPLE, CREATE, RETRIEVE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { MINUTE } from '../support/time.ts';
import { checkout, freeze, pay, startCheckoutService, tagOf, teaCart } from './support.ts';

let service: TestService;
let url: string;

beforeAll(async () => {
  service = await startCheckoutService();
  url = service.url;
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

async function holdOf(cart: TestCart): Promise<{ readonly by: string | null; readonly seconds: number }> {
  const { rows } = await withRows(service, (db) =>
    sql<{ by: string | null; seconds: string }>`
      select frozen_by as by, extract(epoch from frozen_until - now()) as seconds from carts where id = ${cart.id}`.execute(
      db,
    ),
  );
  const [row] = rows;
  return { by: row?.by ?? null, seconds: Number(row?.seconds) };
}

const frozenUntil = (cart: TestCart, interval: string): Promise<unknown> =>
  withRows(service, (db) =>
    sql`update carts set frozen_until = now() + ${interval}::interval where id = ${cart.id}`.execute(db),
  );

describe('M56: how long a cart is held', () => {
  it('a freeze behind which somebody may be paying is looked at again after half a minute, 1, 2, 4 and at most 5 minutes', async () => {
    const cart = await teaCart(url);
    const begun = await checkout(url, cart);
    await freeze(url, cart, { 'if-match': await tagOf(url, cart) });
    // Left open: Ottu shows it as pending, so nobody may take the cart from the payer.
    await fetch(begun.body.checkout.checkout_url);
    const pauses: number[] = [];
    for (let looks = 0; looks < 8; looks += 1) {
      await frozenUntil(cart, '-1 second');
      await service.runOnce('FreezeSweep');
      pauses.push(Math.round((await holdOf(cart)).seconds / 30) / 2);
    }
    expect(pauses).toEqual([0.5, 1, 2, 4, 5, 5, 5, 5]);
    expect((await getCart(url, cart)).body.cart.state).toBe('frozen');
  });

  it('a freeze that an early version wrote, with no id of its own, ends like any other', async () => {
    const cart = await teaCart(url);
    await checkout(url, cart);
    await freeze(url, cart, { 'if-match': await tagOf(url, cart) });
    await withRows(service, (db) => sql`update carts set frozen_by = 'sdk' where id = ${cart.id}`.execute(db));
    await frozenUntil(cart, '-1 second');
    await service.runOnce('FreezeSweep');
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
  });

  it('a look at a freeze that Ottu does not answer holds up no edit of another shopper', async () => {
    const frozen = await teaCart(url);
    await checkout(url, frozen);
    await freeze(url, frozen, { 'if-match': await tagOf(url, frozen) });
    await frozenUntil(frozen, '-1 second');
    await teaCart(url);
    await service.moveTime(MINUTE);
    const { length: creates } = service.simulator.requests(CREATE);
    const { length: looks } = service.simulator.requests(RETRIEVE);
    service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'hold', when: 'before' } }]);
    const looking = service.runOnce('FreezeSweep');
    await eventually(() => service.simulator.requests(RETRIEVE).length > looks);
    await service.runOnce('CartSync');
    expect(service.simulator.requests(CREATE)).toHaveLength(creates + 1);
    service.simulator.clearFaults();
    await looking;
    expect((await getCart(url, frozen)).body.cart.state).toBe('open');
  });

  it('a payment that died before it was claimed holds it for as long as a claim may take, not for 15 minutes', async () => {
    const cart = await teaCart(url);
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'hang' } }]);
    const paying = pay(url, cart);
    await eventually(async () => (await holdOf(cart)).by?.startsWith('pay:') === true);
    // Three deadlines of 3 s, and the 10 s in which a call has to start.
    expect((await holdOf(cart)).seconds).toBeLessThanOrEqual(19);
    expect((await paying).body).toMatchObject({ status: 503, outcome: 'none' });
    expect(service.simulator.requests(APPLE)).toEqual([]);
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
  });
});
