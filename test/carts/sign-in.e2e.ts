import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { IdentityProvider } from '../support/identity-provider.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { changeCart, createCart, getCart, newCart, setItem, startCartService, type TestCart } from './support.ts';

let provider: IdentityProvider;
let service: TestService;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  service = await startCartService(provider.variables);
});
afterAll(async () => {
  await service.close();
  await provider.close();
});
beforeEach(() => service.simulator.reset());

async function as(sub: string): Promise<Record<string, string>> {
  return { authorization: await provider.bearer(sub) };
}

async function subOf(cart: TestCart): Promise<string | null> {
  const row = await withRows(service, (db) =>
    db.selectFrom('carts').select('customer_sub').where('id', '=', cart.id).executeTakeFirstOrThrow(),
  );
  return row.customer_sub;
}

describe('M58: signing in', () => {
  it('binds the cart and rotates its token: the old one opens nothing any more', async () => {
    const cart = await newCart(service.url, { items: [{ sku: 'KARAK-TEA', quantity: 1 }] });
    const answer = await changeCart(service.url, cart, {}, await as('cust-77'));
    expect(answer.status).toBe(200);
    const { cart_token: token } = answer.body as { cart_token: string };
    expect(token).toMatch(/^ct_/);
    expect(token).not.toBe(cart.token);
    expect(answer.body.cart).toMatchObject({ signed_in: true, version: 2, total: '1.250' });
    expect(JSON.stringify(answer.body)).not.toContain('cust-77');
    expect(await subOf(cart)).toBe('cust-77');
    expect((await getCart(service.url, cart)).status).toBe(404);
    expect((await setItem(service.url, cart, 'KARAK-TEA', 2)).status).toBe(404);
    expect((await getCart(service.url, { ...cart, token })).status).toBe(200);
  });

  it('is repeated where its answer was lost: the old token and the JWT of that customer get the new one again', async () => {
    const cart = await newCart(service.url, { items: [{ sku: 'KARAK-TEA', quantity: 1 }] });
    const first = await changeCart(service.url, cart, {}, await as('cust-77'));
    const token = String(first.body.cart_token);
    // Again and again, and late twins of it after the token has arrived and is in use.
    for (let times = 0; times < 3; times += 1) {
      const again = await changeCart(service.url, cart, {}, await as('cust-77'));
      expect(again.body).toMatchObject({ cart_token: token, cart: { version: 2, total: '1.250' } });
      expect((await getCart(service.url, { ...cart, token })).status).toBe(200);
    }
    const edit = await changeCart(service.url, cart, { language: 'ar' }, await as('cust-77'));
    expect(edit.body).toMatchObject({ cart_token: token, cart: { version: 3, language: 'ar' } });
    expect((await changeCart(service.url, { ...cart, token }, {}, await as('cust-77'))).body).not.toHaveProperty(
      'cart_token',
    );
  });

  it('of twins at once: both get the same token, and one version is made', async () => {
    const cart = await newCart(service.url);
    const mine = await as('cust-77');
    const answers = await Promise.all(Array.from({ length: 6 }, () => changeCart(service.url, cart, {}, mine)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
    const tokens = new Set(answers.map(({ body }) => String(body.cart_token)));
    expect(tokens.size).toBe(1);
    const [token = ''] = tokens;
    expect((await getCart(service.url, { ...cart, token })).body.cart).toMatchObject({ version: 2, signed_in: true });
  });

  it('of a cart that is being paid, or paid, gives the token all the same, and changes nothing', async () => {
    const cart = await newCart(service.url, { items: [{ sku: 'KARAK-TEA', quantity: 1 }] });
    const token = String((await changeCart(service.url, cart, {}, await as('cust-77'))).body.cart_token);
    for (const state of ['frozen', 'paid'] as const) {
      const held = { state, frozen_by: state === 'frozen' ? 'review' : null };
      await withRows(service, (db) => db.updateTable('carts').set(held).where('id', '=', cart.id).execute());
      const again = await changeCart(service.url, cart, {}, await as('cust-77'));
      expect(again.body).toMatchObject({ cart_token: token, cart: { state, version: 2 } });
      const edit = await changeCart(service.url, cart, { language: 'ar' }, await as('cust-77'));
      expect(edit.body).toMatchObject({ status: 409, outcome: state === 'paid' ? 'final' : 'unknown' });
    }
  });

  it('leaves neither token in the row', async () => {
    const cart = await newCart(service.url);
    const token = String((await changeCart(service.url, cart, {}, await as('cust-77'))).body.cart_token);
    const row = await withRows(service, (db) =>
      db.selectFrom('carts').selectAll().where('id', '=', cart.id).executeTakeFirstOrThrow(),
    );
    expect(row.next_token_sealed).toEqual(expect.any(String));
    const text = JSON.stringify(row);
    for (const each of [token, cart.token]) expect(text).not.toContain(each.slice(3, 20));
  });

  it('gives a token that cannot be made from what was known before: another cart and customer get others', async () => {
    const tokens = new Set<unknown>();
    for (const sub of ['cust-77', 'cust-77', 'cust-78']) {
      const cart = await newCart(service.url);
      tokens.add((await changeCart(service.url, cart, {}, await as(sub))).body.cart_token);
    }
    expect(tokens.size).toBe(3);
  });

  it('is repeated by nobody else, and for nothing else, with the old token', async () => {
    const cart = await newCart(service.url, { items: [{ sku: 'KARAK-TEA', quantity: 1 }] });
    const { body } = await changeCart(service.url, cart, {}, await as('cust-77'));
    for (const headers of [{}, await as('cust-78')]) {
      expect((await changeCart(service.url, cart, {}, headers)).status).toBe(404);
    }
    const mine = await as('cust-77');
    expect((await getCart(service.url, cart, mine)).status).toBe(404);
    expect((await setItem(service.url, cart, 'KARAK-TEA', 2, mine)).status).toBe(404);
    expect((await changeCart(service.url, { ...cart, token: `ct_${'x'.repeat(43)}` }, {}, mine)).status).toBe(404);
    const sold = { ...cart, token: String(body.cart_token) };
    expect((await getCart(service.url, sold)).body.cart).toMatchObject({ version: 2, total: '1.250' });
    // With the next customer it is the token before his that counts, and for him alone.
    await changeCart(service.url, sold, {}, await as('cust-78'));
    expect((await changeCart(service.url, cart, {}, await as('cust-78'))).status).toBe(404);
    expect((await changeCart(service.url, sold, {}, mine)).status).toBe(404);
    expect((await changeCart(service.url, sold, {}, await as('cust-78'))).body.cart_token).toMatch(/^ct_/);
  });

  it('of the same customer again changes nothing', async () => {
    const cart = await newCart(service.url, {}, await as('cust-77'));
    const answer = await changeCart(service.url, cart, {}, await as('cust-77'));
    expect(answer.body).toEqual({ cart: expect.objectContaining({ version: 1, signed_in: true }) });
    const detail = await changeCart(service.url, cart, { language: 'en' }, await as('cust-77'));
    expect(detail.body).toEqual({ cart: expect.objectContaining({ version: 2 }) });
  });

  it('of another customer takes the cart token as well, and rotates it', async () => {
    const cart = await newCart(service.url, {}, await as('cust-77'));
    expect((await changeCart(service.url, { ...cart, token: '' }, {}, await as('cust-78'))).status).toBe(404);
    expect(await subOf(cart)).toBe('cust-77');
    const answer = await changeCart(service.url, cart, {}, await as('cust-78'));
    expect(answer.body.cart_token).toMatch(/^ct_/);
    expect(await subOf(cart)).toBe('cust-78');
    expect((await getCart(service.url, cart)).status).toBe(404);
  });

  it('edits without a JWT leave a bound cart bound', async () => {
    const cart = await newCart(service.url, {}, await as('cust-77'));
    await setItem(service.url, cart, 'KARAK-TEA', 1);
    await changeCart(service.url, cart, { language: 'ar' });
    expect(await subOf(cart)).toBe('cust-77');
  });

  it('may happen when the cart is created; then there is one token only', async () => {
    const answer = await createCart(service.url, {}, await as('cust-77'));
    expect(answer.body.cart).toMatchObject({ signed_in: true, version: 1 });
  });

  it('with a token that is not good changes nothing at all', async () => {
    const cart = await newCart(service.url);
    const bad = [
      { authorization: 'Bearer nonsense' },
      { authorization: await provider.bearer('cust-77', { exp: 1 }) },
      { authorization: await provider.bearer('x'.repeat(65)) },
      { authorization: await provider.bearer('cust-77', { aud: 'another' }) },
      { authorization: 'Api-Key shop.secret' },
    ];
    for (const headers of bad) {
      const answer = await changeCart(service.url, cart, { language: 'ar' }, headers);
      expect(answer.body).toMatchObject({ status: 401, code: 'customer_jwt_invalid' });
      expect((await createCart(service.url, {}, headers)).status).toBe(401);
    }
    expect((await getCart(service.url, cart)).body.cart).toMatchObject({
      version: 1,
      signed_in: false,
      language: null,
    });
  });

  it('lets go of the transaction that was made for somebody else, and tells the streams', async () => {
    const cart = await newCart(service.url, { items: [{ sku: 'KARAK-TEA', quantity: 1 }] });
    const paymentId = crypto.randomUUID();
    await withRows(service, async (db) => {
      await sql`
        insert into payments (id, order_no, session_id, origin, transaction_type, payment_type, pg_codes, amount_minor,
            currency_code, state, snapshot, mode, claimed_at, cart_id)
          values (${paymentId}, 'CART-TEST-2', 'cart-test-session', 'cart', 'e_commerce', 'one_off', '["knet"]', 1250,
            'KWD', 'created', '{}', 'sandbox', now(), ${cart.id})`.execute(db);
      await sql`insert into cart_transactions (payment_id, cart_id) values (${paymentId}, ${cart.id})`.execute(db);
      await sql`update carts set payment_id = ${paymentId}, sync_at = null where id = ${cart.id}`.execute(db);
    });
    await changeCart(service.url, cart, {}, await as('cust-77'));
    const { rows } = await withRows(service, (db) =>
      sql<{ wanted: boolean; follows: boolean }>`
        select close_wanted_at is not null as wanted,
            exists (select from carts where carts.payment_id = cart_transactions.payment_id) as follows
          from cart_transactions where payment_id = ${paymentId}`.execute(db),
    );
    expect(rows).toEqual([{ wanted: true, follows: false }]);
  });

  it('is off where no identity provider is configured', async () => {
    const guestsOnly = await startCartService();
    const answer = await createCart(guestsOnly.url, {}, await as('cust-77'));
    expect(answer.body).toMatchObject({ status: 400, code: 'customer_jwt_not_configured' });
    await guestsOnly.close();
  });
});
