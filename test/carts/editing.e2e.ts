import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { Response } from 'supertest';

import type { CartState } from '../../src/database/cart-tables.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import {
  abandonCart,
  changeCart,
  getCart,
  newCart,
  removeItem,
  setItem,
  startCartService,
  type TestCart,
} from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startCartService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

/** Sample prices in fils. */
const PRICES: Readonly<Record<string, bigint>> = {
  'KARAK-TEA': 1250n,
  'DATES-KHALAS': 3750n,
  'BUKHOOR-ROSE': 5005n,
  'SAFFRON-1G': 2199n,
};

function dinars(fils: bigint): string {
  const digits = fils.toString().padStart(4, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`;
}

async function forceState(cart: TestCart, state: CartState): Promise<void> {
  const frozen = state === 'frozen';
  await withRows(service, (db) =>
    db
      .updateTable('carts')
      .set({
        state,
        frozen_by: frozen ? 'sdk' : null,
        frozen_until: frozen ? sql<Date>`now() + interval '10 minutes'` : null,
      })
      .where('id', '=', cart.id)
      .execute(),
  );
}

const edits = (cart: TestCart, headers?: Record<string, string>): (() => Promise<Response>)[] => [
  async () => changeCart(service.url, cart, { language: 'en' }, headers),
  async () => setItem(service.url, cart, 'KARAK-TEA', 7, headers),
  async () => removeItem(service.url, cart, 'DATES-KHALAS', headers),
  async () => abandonCart(service.url, cart, headers),
];

describe('promise 4: whatever shoppers do to a cart', () => {
  it('its version never goes back, and its total is the sum of what is in it', async () => {
    const sku = fc.constantFrom(...Object.keys(PRICES));
    const edit = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), sku, quantity: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ kind: fc.constant('remove' as const), sku }),
      fc.record({ kind: fc.constant('note' as const), text: fc.string({ unit: 'binary', maxLength: 5 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), async (sequence) => {
        const cart = await newCart(service.url);
        const wanted = new Map<string, number>();
        let version = 1;
        for (const one of sequence) {
          const before = JSON.stringify([...wanted]);
          if (one.kind === 'set') wanted.set(one.sku, one.quantity);
          if (one.kind === 'remove') wanted.delete(one.sku);
          const answer = await send(cart, one);
          expect(answer.status).toBe(200);
          const changed = JSON.stringify([...wanted]) !== before;
          if (one.kind !== 'note') expect(answer.body.cart.version).toBe(changed ? version + 1 : version);
          expect(answer.body.cart.version).toBeGreaterThanOrEqual(version);
          version = answer.body.cart.version as number;
          expect(answer.headers['etag']).toBe(`"v${version}"`);
          expect(answer.body.cart.items.map(({ sku: at, quantity }: never) => [at, quantity])).toEqual([...wanted]);
          const total = [...wanted].reduce((sum, [at, count]) => sum + (PRICES[at] ?? 0n) * BigInt(count), 0n);
          expect(answer.body.cart.total).toBe(dinars(total));
        }
        expect(await quotesDiffer(cart)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  async function send(
    cart: TestCart,
    edit:
      { kind: 'set'; sku: string; quantity: number } | { kind: 'remove'; sku: string } | { kind: 'note'; text: string },
  ): Promise<Response> {
    switch (edit.kind) {
      case 'set':
        return setItem(service.url, cart, edit.sku, edit.quantity);
      case 'remove':
        return removeItem(service.url, cart, edit.sku);
      case 'note':
        return changeCart(service.url, cart, { extra: { note: edit.text } });
    }
  }

  /** Versions whose stored quote does not add up to their stored total; none of a cart's versions may be missing. */
  async function quotesDiffer(cart: TestCart): Promise<unknown[]> {
    const quotes = await withRows(service, (db) =>
      db.selectFrom('cart_quotes').selectAll().where('cart_id', '=', cart.id).execute(),
    );
    return quotes.filter(({ quote, total_minor }) => {
      const lines = quote['items'] as { readonly line_total: string }[];
      const sum = lines.reduce((all, line) => all + BigInt(line.line_total.replace('.', '')), 0n);
      return sum.toString() !== total_minor || quote['total'] !== dinars(sum);
    });
  }
});

describe('several at once', () => {
  it('three clients lose no edit of any of them', async () => {
    const cart = await newCart(service.url);
    const client = async (sku: string): Promise<number[]> => {
      const versions: number[] = [];
      for (let quantity = 1; quantity <= 15; quantity += 1) {
        let answer = await setItem(service.url, cart, sku, quantity);
        // On a busy machine one client may lose every race for a while; then it is told so, and comes again.
        while (answer.body.code === 'cart_busy') answer = await setItem(service.url, cart, sku, quantity);
        expect(answer.status).toBe(200);
        versions.push(answer.body.cart.version as number);
      }
      return versions;
    };
    const skus = ['KARAK-TEA', 'DATES-KHALAS', 'BUKHOOR-ROSE'];
    const versions = (await Promise.all(skus.map(client))).flat();
    expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 45 }, (_one, index) => index + 2));
    const { cart: end } = (await getCart(service.url, cart)).body;
    expect(end.items.map(({ sku, quantity }: never) => `${quantity} ${sku}`).toSorted()).toEqual(
      skus.map((sku) => `15 ${sku}`).toSorted(),
    );
    expect(end).toMatchObject({ version: 46, total: dinars(15n * (1250n + 3750n + 5005n)) });
  });

  it('of those who name the same version with If-Match exactly one wins', async () => {
    const cart = await newCart(service.url);
    const condition = { 'if-match': '"v1"' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_one, index) => setItem(service.url, cart, 'KARAK-TEA', index + 1, condition)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(answer.body).toMatchObject({ status: 412, code: 'cart_changed', outcome: 'none' });
      expect(answer.headers['etag']).toBe('"v2"');
    }
    expect((await getCart(service.url, cart)).body.cart.version).toBe(2);
  });
});

describe('If-Match', () => {
  it.each([
    ['"v1"', 200],
    ['"v0", "v1"', 200],
    ['"v1-frozen"', 200],
    ['*', 200],
    ['"v2"', 412],
    ['"v11"', 412],
    ['W/"v1"', 200],
    ['"other"', 412],
    ['v1', 400],
    ['"v1', 400],
    ['"v1" "v2"', 400],
    ['', 400],
  ])('%s is answered %i', async (condition, status) => {
    const cart = await newCart(service.url, { items: [{ sku: 'DATES-KHALAS', quantity: 1 }] });
    for (const edit of edits(cart, { 'if-match': condition }).slice(0, status === 200 ? 1 : 4)) {
      const answer = await edit();
      expect(answer.status).toBe(status);
      if (status === 412) expect(answer.headers['etag']).toBe('"v1"');
    }
    expect((await getCart(service.url, cart)).body.cart).toMatchObject({ version: status === 200 ? 2 : 1 });
  });
});

describe('M54, M55: a cart that is not open', () => {
  it('while it is being paid every edit is refused, and says when to come back', async () => {
    const cart = await newCart(service.url, { items: [{ sku: 'DATES-KHALAS', quantity: 1 }] });
    await forceState(cart, 'frozen');
    for (const edit of edits(cart)) {
      const answer = await edit();
      expect(answer.body).toMatchObject({ status: 409, code: 'cart_frozen', outcome: 'unknown' });
      expect(Number(answer.headers['retry-after'])).toBe(30);
    }
    const read = await getCart(service.url, cart);
    expect(read.headers['etag']).toBe('"v1-frozen"');
    expect(read.body.cart).toMatchObject({ state: 'frozen', version: 1 });
  });

  it.each(['paid', 'expired', 'abandoned'] as const)('and %s can be read, and never changes again', async (state) => {
    const cart = await newCart(service.url, { items: [{ sku: 'DATES-KHALAS', quantity: 1 }] });
    await forceState(cart, state);
    for (const edit of edits(cart).slice(0, 3)) {
      const outcome = state === 'paid' ? 'final' : 'none';
      expect((await edit()).body).toMatchObject({ status: 409, code: 'cart_closed', outcome });
    }
    expect((await abandonCart(service.url, cart)).status).toBe(state === 'paid' ? 409 : 204);
    expect((await getCart(service.url, cart)).body.cart).toMatchObject({ state, version: 1 });
  });

  it('with an open attempt is not given up', async () => {
    const cart = await newCart(service.url);
    await withRows(service, async (db) => {
      const paymentId = '11111111-1111-4111-8111-111111111111';
      await sql`
        insert into payments (id, order_no, origin, transaction_type, payment_type, pg_codes, amount_minor,
            currency_code, state, snapshot, mode, claimed_at)
          values (${paymentId}, 'CART-TEST-1', 'cart', 'e_commerce', 'one_off', '["knet"]', 1000, 'KWD', 'unknown',
            '{}', 'sandbox', now())`.execute(db);
      await sql`
        insert into payment_attempts (id, payment_id, number, method, state, lease_until, cart_id)
          values (gen_random_uuid(), ${paymentId}, 1, 'native', 'unknown', now() + interval '1 hour', ${cart.id})`.execute(
        db,
      );
    });
    expect((await abandonCart(service.url, cart)).body).toMatchObject({ status: 409, code: 'attempt_open' });
    await withRows(service, (db) =>
      db
        .updateTable('payment_attempts')
        .set({ state: 'declined', finished_at: new Date() })
        .where('cart_id', '=', cart.id)
        .execute(),
    );
    expect((await abandonCart(service.url, cart)).status).toBe(204);
  });
});

it('every edit moves the expiry on and leaves the rest to whoever follows carts', async () => {
  const cart = await newCart(service.url);
  await withRows(service, (db) =>
    db
      .updateTable('carts')
      .set({ expires_at: sql<Date>`now() + interval '1 minute'`, sync_at: null })
      .where('id', '=', cart.id)
      .execute(),
  );
  const answer = await setItem(service.url, cart, 'KARAK-TEA', 1);
  expect(new Date(answer.body.cart.expires_at as string).getTime()).toBeGreaterThan(Date.now() + 6 * 24 * 3_600_000);
  const { sync_at: due } = await withRows(service, (db) =>
    db.selectFrom('carts').select('sync_at').where('id', '=', cart.id).executeTakeFirstOrThrow(),
  );
  expect(due).not.toBeNull();
});
