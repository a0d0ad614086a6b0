import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import type { AnyFaultRule } from '../../sandbox/simulator.ts';
import { CloseTransactions } from '../../src/carts/lifecycle/close-transactions.ts';
import { abandonCart, removeItem, setItem, type TestCart } from '../carts/support.ts';
import { events } from '../reconciliation/support.ts';
import { eventually } from '../support/eventually.ts';
import { OPERATION, RETRIEVE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { SECOND } from '../support/time.ts';
import { checkout, freeze, startCheckoutService, tagOf, teaCart, unfreeze } from './support.ts';

let service: TestService;
let url: string;

beforeAll(async () => {
  service = await startCheckoutService();
  url = service.url;
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const sweep = () => service.app.get(CloseTransactions, { strict: false }).sweep();

/** A cart whose session Ottu has made behind the shopper's back. */
async function cartInStep(): Promise<{ cart: TestCart; paymentId: string }> {
  const cart = await teaCart(url);
  await service.moveTime(SECOND);
  await service.runDue('CartSync');
  const row = await withRows(service, (db) =>
    db
      .selectFrom('carts')
      .innerJoin('cart_transactions', 'cart_transactions.payment_id', 'carts.payment_id')
      .select(['carts.payment_id', 'shown_version', 'sync_at'])
      .where('carts.id', '=', cart.id)
      .executeTakeFirstOrThrow(),
  );
  expect(row).toMatchObject({ shown_version: 1, sync_at: null });
  return { cart, paymentId: String(row.payment_id) };
}

async function closing(paymentId: string): Promise<{ closed_at: Date | null; close_tries: number }> {
  return withRows(service, (db) =>
    db
      .selectFrom('cart_transactions')
      .select(['closed_at', 'close_tries'])
      .where('payment_id', '=', paymentId)
      .executeTakeFirstOrThrow(),
  );
}

/** From now on, whatever was tried before. */
async function wantClosed(paymentId: string): Promise<void> {
  await withRows(service, (db) =>
    sql`update cart_transactions set close_wanted_at = now() where payment_id = ${paymentId}`.execute(db),
  );
}

async function isClosed(paymentId: string): Promise<boolean> {
  return (await closing(paymentId)).closed_at !== null;
}

/** Calls to Ottu since the last time it was asked, by group. */
let counted: ReadonlyMap<string, number> = new Map();
async function calls(): Promise<Record<string, number>> {
  const { text } = await request(url).get('/metrics');
  const now = new Map<string, number>();
  for (const [, group = '', count] of text.matchAll(/^ottu_bff_ottu_calls_today\{group="(\w+)"\} (\d+)$/gm)) {
    now.set(group, Number(count));
  }
  const made = [...now].map(([group, count]): [string, number] => [group, count - (counted.get(group) ?? 0)]);
  counted = now;
  return Object.fromEntries(made.filter(([, count]) => count > 0));
}

describe('M53, M95: the share of the day that an expire takes', () => {
  it('is that of sync for a session that a cart has let go of', async () => {
    const { cart, paymentId } = await cartInStep();
    await calls();
    await abandonCart(url, cart);
    await sweep();
    expect(await isClosed(paymentId)).toBe(true);
    expect(await calls()).toEqual({ sync: 3 });
    expect(service.simulator.requests(OPERATION)).toHaveLength(1);
  });

  it.each([
    ['is paid', sql`state = 'paid'`],
    ['is held because money has moved', sql`state = 'frozen', frozen_by = 'review'`],
  ])('is not waited for where a cart %s', async (_what, change) => {
    const { cart, paymentId } = await cartInStep();
    await calls();
    await withRows(service, (db) => sql`update carts set ${change} where id = ${cart.id}`.execute(db));
    await wantClosed(paymentId);
    await sweep();
    expect(await isClosed(paymentId)).toBe(true);
    expect(await calls()).toEqual({ background: 3 });
  });

  it('is that of checkouts for a session that a checkout replaces', async () => {
    const { cart } = await cartInStep();
    const first = await checkout(url, cart);
    await fetch(first.body.checkout.checkout_url);
    await setItem(url, cart, 'KARAK-TEA', 2);
    await calls();
    const second = await checkout(url, cart);
    expect(second.body.checkout.session_id).not.toBe(first.body.checkout.session_id);
    expect(service.simulator.requests(OPERATION)).toHaveLength(1);
    const made = await calls();
    // Retrieve, expire, retrieve, create.
    expect(made).toEqual({ storefront: 4 });
  });

  it('is that of sync for a session whose cart was emptied', async () => {
    const { cart } = await cartInStep();
    await calls();
    await removeItem(url, cart, 'KARAK-TEA');
    await service.moveTime(SECOND);
    await service.runDue('CartSync');
    expect(service.simulator.requests(RETRIEVE)).toHaveLength(2);
    expect(service.simulator.requests(OPERATION)).toHaveLength(1);
    expect(await calls()).toEqual({ sync: 3 });
  });

  it('is that of checkouts for the look at the end of a freeze', async () => {
    const { cart } = await cartInStep();
    await checkout(url, cart);
    await freeze(url, cart, { 'if-match': await tagOf(url, cart) });
    await calls();
    expect((await unfreeze(url, cart)).body.cart.state).toBe('open');
    expect(await calls()).toEqual({ storefront: 1 });
  });
});

describe('M54: one closing at a time', () => {
  it('a transaction is not closed a second time while three slow calls for it may be under way', async () => {
    const { cart, paymentId } = await cartInStep();
    service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'hold', when: 'before' } }]);
    await abandonCart(url, cart);
    const heard = service.simulator.requests(RETRIEVE).length;
    const first = sweep();
    await eventually(() => service.simulator.requests(RETRIEVE).length > heard);
    await service.moveTime(31 * SECOND);
    expect(await sweep()).toBe(0);
    service.simulator.clearFaults();
    await first;
    expect(await closing(paymentId)).toMatchObject({ closed_at: expect.any(Date), close_tries: 1 });
    expect(service.simulator.requests(OPERATION)).toHaveLength(1);
  });

  it('one that came to nothing is tried again after the pause, however long the calls might have taken', async () => {
    const { cart, paymentId } = await cartInStep();
    service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'empty' } }]);
    await abandonCart(url, cart);
    expect(await sweep()).toBe(1);
    expect(await sweep()).toBe(0);
    service.simulator.clearFaults();
    await service.moveTime(31 * SECOND);
    expect(await sweep()).toBe(1);
    expect(await closing(paymentId)).toMatchObject({ closed_at: expect.any(Date), close_tries: 2 });
  });
});

describe('M54, M56: a closing comes to an end', () => {
  /** By how many hours the transaction has expired, by Ottu's word or, where that is missing, by its usual time. */
  const expired = {
    'by its expiry': (hours: number) => sql`expires_at = now() - ${`${hours} hours`}::interval`,
    'by its age': (hours: number) =>
      sql`expires_at = null, claimed_at = now() - interval '1 day' - ${`${hours} hours`}::interval`,
  };

  async function madeDue(paymentId: string, how: keyof typeof expired, hours: number): Promise<void> {
    await withRows(service, (db) =>
      sql`update payments set ${expired[how](hours)} where id = ${paymentId}`.execute(db),
    );
    await wantClosed(paymentId);
  }

  it.each<[string, keyof typeof expired, AnyFaultRule]>([
    ['Ottu does not know', 'by its expiry', { match: RETRIEVE, fault: { kind: 'status', status: 404 } }],
    ['Ottu does not know', 'by its age', { match: RETRIEVE, fault: { kind: 'status', status: 404 } }],
    ['cannot be asked about', 'by its age', { match: RETRIEVE, fault: { kind: 'reset_before' } }],
    ['Ottu will not expire', 'by its expiry', { match: OPERATION, fault: { kind: 'status', status: 403 } }],
  ])('of a session that %s it is given up a day after it has expired %s', async (_what, how, fault) => {
    const { cart, paymentId } = await cartInStep();
    service.simulator.setFaults([fault]);
    await abandonCart(url, cart);
    await madeDue(paymentId, how, 23);
    await sweep();
    expect(await closing(paymentId)).toMatchObject({ closed_at: null, close_tries: 1 });
    expect(await events(service, paymentId)).not.toContain('close_given_up');
    await madeDue(paymentId, how, 25);
    await sweep();
    expect(await isClosed(paymentId)).toBe(true);
    expect(await events(service, paymentId)).toContain('close_given_up');
    expect(await sweep()).toBe(0);
  });

  it('with an attempt that nobody knows the end of Ottu is not asked, and it is given up in the same way', async () => {
    const { paymentId } = await cartInStep();
    await withRows(service, (db) =>
      db
        .insertInto('payment_attempts')
        .values({
          id: randomUUID(),
          payment_id: paymentId,
          number: 1,
          method: 'apple_pay',
          state: 'action_required',
          lease_until: new Date(),
        })
        .execute(),
    );
    await madeDue(paymentId, 'by its expiry', 23);
    await sweep();
    expect(await closing(paymentId)).toMatchObject({ closed_at: null, close_tries: 0 });
    await madeDue(paymentId, 'by its expiry', 25);
    await sweep();
    expect(await isClosed(paymentId)).toBe(true);
    expect(await events(service, paymentId)).toContain('close_given_up');
    expect(await events(service, paymentId)).not.toContain('expire_asked');
  });

  it('where Ottu answers it is closed as ever, however late', async () => {
    const { paymentId } = await cartInStep();
    await madeDue(paymentId, 'by its expiry', 1_000);
    await sweep();
    expect(await isClosed(paymentId)).toBe(true);
    const timeline = await events(service, paymentId);
    expect(timeline).toContain('expire_asked');
    expect(timeline).not.toContain('close_given_up');
  });
});
