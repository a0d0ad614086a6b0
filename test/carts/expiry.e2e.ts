import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { CartExpiry } from '../../src/carts/lifecycle/cart-expiry.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { abandonCart, getCart, newCart, setItem, startCartService, type TestCart } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startCartService();
});
afterAll(async () => service.close());

const sweep = async () => {
  await service.runOnce('FreezeSweep');
  return { purged: await service.app.get(CartExpiry, { strict: false }).purge() };
};

async function expiresIn(cart: TestCart, interval: string): Promise<void> {
  await withRows(service, (db) =>
    sql`update carts set expires_at = now() + ${interval}::interval, sync_at = null where id = ${cart.id}`.execute(db),
  );
}

/** A transaction of Ottu's that follows the cart, with an attempt of this state if one is given. */
async function withTransaction(cart: TestCart, attempt?: 'unknown'): Promise<string> {
  const paymentId = crypto.randomUUID();
  await withRows(service, async (db) => {
    await sql`
      insert into payments (id, order_no, origin, transaction_type, payment_type, pg_codes, amount_minor,
          currency_code, state, snapshot, mode, claimed_at, cart_id)
        values (${paymentId}, ${`EXPIRY-${paymentId.slice(0, 8)}`}, 'cart', 'e_commerce', 'one_off', '["knet"]', 1250,
          'KWD', 'created', '{}', 'sandbox', now(), ${cart.id})`.execute(db);
    await sql`insert into cart_transactions (payment_id, cart_id) values (${paymentId}, ${cart.id})`.execute(db);
    await sql`update carts set payment_id = ${paymentId} where id = ${cart.id}`.execute(db);
    if (attempt === undefined) return;
    await sql`
      insert into payment_attempts (id, payment_id, number, method, state, lease_until, cart_id)
        values (gen_random_uuid(), ${paymentId}, 1, 'native', ${attempt}, now() + interval '1 hour', ${cart.id})`.execute(
      db,
    );
  });
  return paymentId;
}

async function stateOf(cart: TestCart): Promise<string | undefined> {
  const { body } = await getCart(service.url, cart);
  return body.cart?.state as string | undefined;
}

describe('M33, M54: a cart that nobody uses', () => {
  it('expires, and lets go of its transaction', async () => {
    const cart = await newCart(service.url);
    const fresh = await newCart(service.url);
    const paymentId = await withTransaction(cart);
    await expiresIn(cart, '-1 second');
    await sweep();
    expect([await stateOf(cart), await stateOf(fresh)]).toEqual(['expired', 'open']);
    expect((await setItem(service.url, cart, 'KARAK-TEA', 1)).body.code).toBe('cart_closed');
    const row = await withRows(service, (db) =>
      db
        .selectFrom('cart_transactions')
        .select('close_wanted_at')
        .where('payment_id', '=', paymentId)
        .executeTakeFirstOrThrow(),
    );
    expect(row.close_wanted_at).not.toBeNull();
  });

  it('expires also while people look at its payment; nobody can pay it a second time meanwhile', async () => {
    const cart = await newCart(service.url);
    const paymentId = await withTransaction(cart, 'unknown');
    await withRows(service, async (db) => {
      await sql`update payments set state = 'needs_review' where id = ${paymentId}`.execute(db);
      await sql`update carts set state = 'frozen', frozen_by = 'review' where id = ${cart.id}`.execute(db);
    });
    await sweep();
    expect(await stateOf(cart)).toBe('frozen');
    await expiresIn(cart, '-1 second');
    await sweep();
    expect(await stateOf(cart)).toBe('expired');
  });

  it('stays while an attempt is open, and while it is frozen', async () => {
    const attempted = await newCart(service.url);
    await withTransaction(attempted, 'unknown');
    const frozen = await newCart(service.url);
    await withRows(service, (db) =>
      sql`update carts set state = 'frozen', frozen_by = 'sdk:1', frozen_until = now() + interval '1 hour'
        where id = ${frozen.id}`.execute(db),
    );
    for (const cart of [attempted, frozen]) await expiresIn(cart, '-40 days');
    await sweep();
    expect([await stateOf(attempted), await stateOf(frozen)]).toEqual(['open', 'frozen']);
  });

  it('is forgotten 30 days later with its quotes, and its payment is not', async () => {
    const carts = [];
    for (const state of ['paid', 'abandoned', 'expired'] as const) {
      const cart = await newCart(service.url, { items: [{ sku: 'KARAK-TEA', quantity: 1 }] });
      await withRows(service, (db) =>
        db.updateTable('carts').set({ state, sync_at: null }).where('id', '=', cart.id).execute(),
      );
      carts.push(cart);
    }
    const [paid] = carts as [TestCart];
    const paymentId = await withTransaction(paid);
    for (const cart of carts) await expiresIn(cart, '-29 days');
    expect((await sweep()).purged).toBe(0);
    for (const cart of carts) await expiresIn(cart, '-31 days');
    expect((await sweep()).purged).toBe(3);
    for (const cart of carts) expect((await getCart(service.url, cart)).status).toBe(404);
    const left = await withRows(service, async (db) => ({
      quotes: await db.selectFrom('cart_quotes').selectAll().where('cart_id', '=', paid.id).execute(),
      payments: await db.selectFrom('payments').select('id').where('id', '=', paymentId).execute(),
    }));
    expect(left).toEqual({ quotes: [], payments: [{ id: paymentId }] });
  });

  it('an abandoned cart is forgotten by the same rule', async () => {
    const cart = await newCart(service.url);
    await abandonCart(service.url, cart);
    await expiresIn(cart, '-31 days');
    expect((await sweep()).purged).toBe(1);
    expect((await abandonCart(service.url, cart)).status).toBe(404);
  });
});
