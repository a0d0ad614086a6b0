import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Kysely } from 'kysely';

import * as repository from '../../src/carts/cart-repository.ts';
import * as transactions from '../../src/carts/cart-transactions.ts';
import { CART_STATES, CART_TRANSITIONS, type CartTransitionName } from '../../src/carts/cart-state.ts';
import { newSdkOwner, paymentOwner, printFreezeOwner, REVIEW_OWNER } from '../../src/carts/freeze-owner.ts';
import type { CartRow, CartState, CartTransactionRow } from '../../src/database/cart-tables.ts';
import { Database, type Tx } from '../../src/database/database.ts';
import type { Schema } from '../../src/database/schema.ts';
import { parseCurrency } from '../../src/money/currency.ts';
import { recordPurchaseShown } from '../../src/payments/payment-repository.ts';
import { SUCCESS_STATES } from '../../src/payments/states/payment-state.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { newCart, startCartService } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startCartService();
});
afterAll(async () => service.close());

const SDK = newSdkOwner();

const inTransaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  service.app.get(Database, { strict: false }).inTransaction(work);

const rowOf = (id: string): Promise<CartRow> =>
  withRows(service, (db) => db.selectFrom('carts').selectAll().where('id', '=', id).executeTakeFirstOrThrow());

async function cartIn(state: CartState): Promise<string> {
  const { id } = await newCart(service.url);
  const frozen_by = state === 'frozen' ? printFreezeOwner(SDK) : null;
  await withRows(service, (db) => db.updateTable('carts').set({ state, frozen_by }).where('id', '=', id).execute());
  return id;
}

/** A payment of its own, as far as the rows of carts need one. */
async function newPayment(cartId: string): Promise<string> {
  const id = crypto.randomUUID();
  await withRows(service, (db) =>
    db
      .insertInto('payments')
      .values({
        id,
        order_no: `REPOSITORY-${id.slice(0, 8)}`,
        origin: 'cart',
        transaction_type: 'e_commerce',
        payment_type: 'one_off',
        pg_codes: '["knet"]',
        amount_minor: '1250',
        currency_code: parseCurrency('KWD'),
        state: 'created',
        snapshot: '{}',
        mode: 'sandbox',
        cart_id: cartId,
      })
      .execute(),
  );
  return id;
}

const MOVES: Readonly<Record<CartTransitionName, (tx: Tx, cartId: string, paymentId: string) => Promise<unknown>>> = {
  freeze: (tx, id) => repository.freezeCart(tx, id, paymentOwner('key'), { lookAfter: 1000 }),
  unfreeze: (tx, id) => repository.unfreezeCart(tx, id, SDK),
  reopen: repository.reopenCart,
  hold_for_review: repository.holdCartForReview,
  pay: repository.markCartPaid,
  complete: (tx, id) => repository.completeCart(tx, id, 'hash'),
  abandon: repository.abandonCart,
  expire: repository.expireCart,
};

const CASES = Object.entries(CART_TRANSITIONS).flatMap(([name, { from, to }]) =>
  CART_STATES.map((state) => ({
    name: name as CartTransitionName,
    state,
    ends: from.some((start) => start === state) ? to : state,
  })),
);

describe('M53 to M56: the state of a cart changes as the table says, and in no other way', () => {
  it.each(CASES)('$name of a cart that is $state leaves it $ends', async ({ name, state, ends }) => {
    const id = await cartIn(state);
    const paymentId = await newPayment(id);
    const before = await rowOf(id);
    await inTransaction((tx) => MOVES[name](tx, id, paymentId)).catch((error: unknown) => {
      // To freeze or to complete what is not open is a fault of the caller.
      if ((name !== 'freeze' && name !== 'complete') || state === 'open') throw error;
    });
    const after = await rowOf(id);
    expect(after.state).toBe(ends);
    expect(after.frozen_by !== null).toBe(ends === 'frozen');
    if (!CART_TRANSITIONS[name].from.some((start) => start === state)) expect(after).toEqual(before);
  });

  it('a freeze is ended by its owner only', async () => {
    const id = await cartIn('open');
    const owner = paymentOwner('key-1');
    await inTransaction((tx) => repository.freezeCart(tx, id, owner, { lookAfter: 1000 }));
    for (const other of [paymentOwner('key-2'), SDK, REVIEW_OWNER]) {
      expect(await inTransaction((tx) => repository.unfreezeCart(tx, id, other))).toBeUndefined();
    }
    expect((await rowOf(id)).frozen_by).toBe(printFreezeOwner(owner));
    expect(await inTransaction((tx) => repository.unfreezeCart(tx, id, owner))).toMatchObject({ state: 'open' });
  });
});

describe('M51: when a transaction is brought in step again', () => {
  it('is decided by the last run, unless the cart was edited meanwhile', async () => {
    const id = await cartIn('open');
    const taken = (await rowOf(id)).sync_at ?? new Date(0);
    await withRows(service, (db) => repository.scheduleSync(db, { id, taken: new Date(0) }, undefined));
    expect((await rowOf(id)).sync_at).toEqual(taken);
    await withRows(service, (db) => repository.scheduleSync(db, { id, taken }, undefined));
    expect(await rowOf(id)).toMatchObject({ sync_at: null, sync_tries: 0 });
  });
});

describe('M50 to M54: the transactions that follow a cart', () => {
  async function attached(cartId: string): Promise<string> {
    const paymentId = await newPayment(cartId);
    await inTransaction((tx) => transactions.attachTransaction(tx, cartId, paymentId));
    return paymentId;
  }
  const transaction = (paymentId: string): Promise<CartTransactionRow> =>
    withRows(service, (db) =>
      db.selectFrom('cart_transactions').selectAll().where('payment_id', '=', paymentId).executeTakeFirstOrThrow(),
    );

  it('the newest one follows; one that is detached is to be closed, once', async () => {
    const id = await cartIn('open');
    const paymentId = await attached(id);
    expect((await rowOf(id)).payment_id).toBe(paymentId);
    await inTransaction((tx) => transactions.replaceSession(tx, { id, payment_id: paymentId }));
    expect((await rowOf(id)).payment_id).toBeNull();
    const { close_wanted_at: wanted } = await transaction(paymentId);
    expect(wanted).not.toBeNull();
    await inTransaction((tx) => transactions.replaceSession(tx, { id, payment_id: paymentId }));
    expect((await transaction(paymentId)).close_wanted_at).toEqual(wanted);
  });

  it('when money has moved for one, all others but those that are closed already are to be closed', async () => {
    const id = await cartIn('open');
    const [closed, other, paid] = [await attached(id), await attached(id), await attached(id)];
    await inTransaction(async (tx) => {
      await transactions.markTransactionClosed(tx, closed);
      await transactions.closeOtherTransactions(tx, id, paid);
    });
    expect(await transaction(closed)).toMatchObject({ close_wanted_at: null, closed_at: expect.any(Date) });
    expect(await transaction(other)).toMatchObject({ close_wanted_at: expect.any(Date), closed_at: null });
    expect(await transaction(paid)).toMatchObject({ close_wanted_at: null, closed_at: null });
  });

  describe('M50: what is bought is what Ottu shows', () => {
    const shows = (paymentId: string, version: number): Promise<void> =>
      inTransaction(async (tx) => {
        await transactions.recordShownVersion(tx, paymentId, version);
        await recordPurchaseShown(tx, paymentId, { version, purchase: { version } });
      });
    const bought = async (paymentId: string): Promise<unknown> => {
      const payment = (db: Kysely<Schema>) => db.selectFrom('payments').select('snapshot').where('id', '=', paymentId);
      return (await withRows(service, (db) => payment(db).executeTakeFirstOrThrow())).snapshot;
    };

    it('in its newest version, also where the answer to an older one comes late', async () => {
      const paymentId = await attached(await cartIn('open'));
      await shows(paymentId, 2);
      expect(await bought(paymentId)).toEqual({ version: 2 });
      await shows(paymentId, 1);
      expect(await bought(paymentId)).toEqual({ version: 2 });
      expect(await transaction(paymentId)).toMatchObject({ shown_version: 2 });
      await shows(paymentId, 3);
      expect(await bought(paymentId)).toEqual({ version: 3 });
    });

    it.each(SUCCESS_STATES)('and nothing else once it is %s, whatever is shown after that', async (state) => {
      const paymentId = await attached(await cartIn('open'));
      await shows(paymentId, 1);
      await withRows(service, (db) => db.updateTable('payments').set({ state }).where('id', '=', paymentId).execute());
      await shows(paymentId, 2);
      expect(await bought(paymentId)).toEqual({ version: 1 });
    });
  });

  it('M52: what it shows is certain again after a later write and a retrieve, and not before', async () => {
    const id = await cartIn('open');
    const paymentId = await attached(id);
    await inTransaction((tx) => transactions.recordShownVersion(tx, paymentId, 1));
    expect(await transaction(paymentId)).toMatchObject({ shown_version: 1, doubt_since: null, rewritten_at: null });
    const since = new Date();
    await inTransaction((tx) => transactions.markTransactionUncertain(tx, paymentId, since));
    await inTransaction((tx) => transactions.recordShownVersion(tx, paymentId, 2));
    expect(await transaction(paymentId)).toMatchObject({
      shown_version: 2,
      doubt_since: since,
      rewritten_at: expect.any(Date),
    });
    await inTransaction((tx) => transactions.recordLook(tx, paymentId, false));
    const { doubt_since: anew } = await transaction(paymentId);
    expect(anew?.getTime()).toBeGreaterThanOrEqual(since.getTime());
    expect(await transaction(paymentId)).toMatchObject({ rewritten_at: null });
    // Of what is uncertain a look alone decides nothing.
    await inTransaction((tx) => transactions.recordLook(tx, paymentId, true));
    expect(await transaction(paymentId)).toMatchObject({ doubt_since: anew, rewritten_at: null });
    await inTransaction((tx) => transactions.recordShownVersion(tx, paymentId, 2));
    await inTransaction((tx) => transactions.recordLook(tx, paymentId, true));
    expect(await transaction(paymentId)).toMatchObject({ shown_version: 2, doubt_since: null, rewritten_at: null });
  });
});
