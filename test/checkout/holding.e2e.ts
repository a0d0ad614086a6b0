import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { abandonCart, getCart, setItem, type TestCart } from '../carts/support.ts';
import { eventually } from '../support/eventually.ts';
import { APPLE, CREATE, EVENTS_LOST, OPERATION, payAtOttu, RETRIEVE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { MINUTE, SECOND } from '../support/time.ts';
import { checkout, freeze, pay, paymentOf, startCheckoutService, status, tagOf, teaCart, unfreeze } from './support.ts';

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
  it('a look that Ottu does not answer is made again after half a minute, and then with pauses up to 5 minutes', async () => {
    const cart = await teaCart(url);
    await checkout(url, cart);
    await freeze(url, cart, { 'if-match': await tagOf(url, cart) });
    service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'status', status: 400 } }]);
    const pauses: number[] = [];
    for (let looks = 0; looks < 6; looks += 1) {
      await frozenUntil(cart, '-1 second');
      await service.runOnce('FreezeSweep');
      pauses.push(Math.round((await holdOf(cart)).seconds / 30) / 2);
    }
    expect(pauses).toEqual([0.5, 1, 2, 4, 5, 5]);
    expect((await getCart(url, cart)).body.cart.state).toBe('frozen');
    service.simulator.clearFaults();
    await frozenUntil(cart, '-1 second');
    await service.runOnce('FreezeSweep');
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
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

describe('M56, M56a: a page that is left open', () => {
  /** Frozen, and the payer on the page of a bank. */
  async function leftOpen(): Promise<{ readonly cart: TestCart; readonly session: string }> {
    const cart = await teaCart(url);
    const begun = await checkout(url, cart);
    await freeze(url, cart, { 'if-match': await tagOf(url, cart) });
    await fetch(begun.body.checkout.checkout_url);
    return { cart, session: begun.body.checkout.session_id };
  }

  it('unfreeze asks for two minutes of patience, then closes the page and opens the cart on a new transaction', async () => {
    const { cart, session } = await leftOpen();
    const early = await unfreeze(url, cart);
    expect(early.body).toMatchObject({ status: 409, code: 'payer_is_paying', outcome: 'unknown' });
    expect(Number(early.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(early.headers['retry-after'])).toBeLessThanOrEqual(120);
    expect(service.simulator.requests(OPERATION)).toEqual([]);
    await service.moveTime(Number(early.headers['retry-after']) * SECOND);
    const opened = await unfreeze(url, cart);
    expect(opened.body.cart).toMatchObject({ state: 'open', version: 1 });
    expect(service.simulator.requests(OPERATION)).toHaveLength(1);
    expect((await setItem(url, cart, 'KARAK-TEA', 2)).status).toBe(200);
    const again = await checkout(url, cart);
    expect(again.status).toBe(200);
    expect(again.body.checkout.session_id).not.toBe(session);
    expect((await pay(url, cart)).body.payment.status).toBe('paid');
  });

  it('nobody is told that the cart is open meanwhile, and everybody until when at most it is held', async () => {
    const { cart } = await leftOpen();
    const { body } = await status(url, cart);
    expect(body.payment).toMatchObject({ status: 'checking', held_until: expect.any(String) });
    const shown = await getCart(url, cart);
    expect(shown.body.cart).toMatchObject({ state: 'frozen', held_until: body.payment.held_until });
    for (const refused of [
      await setItem(url, cart, 'KARAK-TEA', 2),
      await abandonCart(url, cart),
      await checkout(url, cart),
    ]) {
      expect(refused.body).toMatchObject({
        status: 409,
        code: 'cart_frozen',
        detail: expect.stringContaining('unfreeze'),
      });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect((await unfreeze(url, cart)).body.code).toBe('payer_is_paying');
    await service.moveTime(2 * MINUTE);
    await unfreeze(url, cart);
    const after = (await status(url, cart)).body.payment;
    expect(after.status).toBe('open');
    expect(after).not.toHaveProperty('held_until');
    expect((await getCart(url, cart)).body.cart).not.toHaveProperty('held_until');
  });

  it('the freeze ends by itself, although the page stays open, by the time that was told', async () => {
    const { cart } = await leftOpen();
    const told = Date.parse((await status(url, cart)).body.payment.held_until);
    const left = told - Date.now();
    expect(left).toBeLessThanOrEqual(17 * MINUTE);
    await service.passTime(left);
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    expect(service.simulator.requests(OPERATION)).not.toEqual([]);
    expect((await status(url, cart)).body.payment.status).toBe('open');
  });

  it('the cart goes on with a new transaction also where Ottu does not close the page', async () => {
    const { cart, session } = await leftOpen();
    await unfreeze(url, cart);
    await service.moveTime(2 * MINUTE);
    service.simulator.setFaults([
      { match: OPERATION, fault: { kind: 'status', status: 400, body: { detail: 'No.' } } },
    ]);
    expect((await unfreeze(url, cart)).body.cart.state).toBe('open');
    const again = await checkout(url, cart);
    expect(again.status).toBe(200);
    expect(again.body.checkout.session_id).not.toBe(session);
  });

  it('what is paid before the page is closed is paid, and no cart opens', async () => {
    const { cart, session } = await leftOpen();
    await unfreeze(url, cart);
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, session);
    await service.moveTime(2 * MINUTE);
    expect((await unfreeze(url, cart)).body).toMatchObject({ status: 409, code: 'cart_closed' });
    expect((await status(url, cart)).body.payment.status).toBe('paid');
  });

  it('a payment that comes through after the page was closed is of the cart all the same (M53)', async () => {
    const { cart, session } = await leftOpen();
    await unfreeze(url, cart);
    await service.moveTime(2 * MINUTE);
    expect((await unfreeze(url, cart)).status).toBe(200);
    await payAtOttu(service, session, { late: true });
    await service.runDue();
    expect((await status(url, cart)).body.payment.status).toBe('paid');
  });
});

describe('M35, M56: a question of the bank that nobody answers', () => {
  it('is given up by the shopper, and the cart goes on with another transaction', async () => {
    const cart = await teaCart(url);
    const { body } = await pay(url, cart, { outcome: 'three_ds_redirect' });
    expect(body.payment.status).toBe('action_required');
    const first = await paymentOf(service, body.payment.order_no);
    let given = await unfreeze(url, cart);
    if (given.body.code === 'payer_is_paying') {
      await service.moveTime(Number(given.headers['retry-after']) * SECOND);
      given = await unfreeze(url, cart);
    }
    expect(given.body.cart).toMatchObject({ state: 'open' });
    expect(service.simulator.requests(OPERATION)).toHaveLength(1);
    const paid = await pay(url, cart);
    expect(paid.body.payment.status).toBe('paid');
    expect(paid.body.payment.order_no).not.toBe(first['order_no']);
  });
});

describe('M56: a freeze that is asked for again while it is being ended', () => {
  it('stays a freeze, whoever ends it', async () => {
    for (const end of [async (cart: TestCart) => unfreeze(url, cart), sweep]) {
      service.simulator.reset();
      const cart = await teaCart(url);
      await checkout(url, cart);
      const tag = await tagOf(url, cart);
      await freeze(url, cart, { 'if-match': tag });
      const { length: looks } = service.simulator.requests(RETRIEVE);
      service.simulator.setFaults([{ match: { ...RETRIEVE, nth: 1 }, fault: { kind: 'hold', when: 'after' } }]);
      const ending = (async () => end(cart))();
      await eventually(() => service.simulator.requests(RETRIEVE).length > looks);
      expect((await freeze(url, cart, { 'if-match': tag })).status).toBe(200);
      service.simulator.clearFaults();
      await ending;
      expect((await getCart(url, cart)).body.cart.state).toBe('frozen');
      expect((await setItem(url, cart, 'KARAK-TEA', 2)).body).toMatchObject({ code: 'cart_frozen' });
      expect((await unfreeze(url, cart)).body.cart.state).toBe('open');
    }
  });

  async function sweep(cart: TestCart): Promise<void> {
    await frozenUntil(cart, '-1 second');
    await service.runOnce('FreezeSweep');
  }
});
