import { sql, type UpdateObject } from 'kysely';

import type { CartRow } from '../database/cart-tables.ts';
import { compiled } from '../database/compiled.ts';
import type { Tx } from '../database/database.ts';
import { interval } from '../database/interval.ts';
import type { Schema } from '../database/schema.ts';
import { send } from '../database/send.ts';
import { followPayment } from './cart-repository.ts';

/*
 * The transactions that follow carts. Only these functions write `cart_transactions`, apart from the sweep that takes due rows
 * (M30). The caller holds the cart's lock unless a function says otherwise, and signals the change (`CartSignals`).
 */

/** This payment's transaction follows the cart from now on (M1). */
export async function attachTransaction(tx: Tx, cartId: string, paymentId: string): Promise<void> {
  await send(tx, tx.insertInto('cart_transactions').values({ payment_id: paymentId, cart_id: cartId }));
  await followPayment(tx, cartId, paymentId);
}

/**
 * The cart goes on without the transaction that followed it, which is expired as soon as that is safe (M53, M54, M58).
 * The next checkout makes a new one.
 */
export async function replaceSession(tx: Tx, cart: Pick<CartRow, 'id' | 'payment_id'>): Promise<void> {
  if (cart.payment_id === null) return;
  await updateTransaction(tx, cart.payment_id, {
    close_wanted_at: sql<Date>`coalesce(close_wanted_at, now())`,
    replaced_at: sql<Date>`coalesce(replaced_at, now())`,
  });
  await followPayment(tx, cart.id, null);
}

/** M53: money has moved for this payment, so the cart's other transactions are expired. */
export async function closeOtherTransactions(tx: Tx, cartId: string, paymentId: string): Promise<void> {
  await send(
    tx,
    tx
      .updateTable('cart_transactions')
      .set({ close_wanted_at: sql<Date>`now()` })
      .where('cart_id', '=', cartId)
      .where('payment_id', '!=', paymentId)
      .where('close_wanted_at', 'is', null)
      .where('closed_at', 'is', null),
  );
}

/** M54: nothing is left to expire. */
export async function markTransactionClosed(tx: Tx, paymentId: string): Promise<void> {
  await updateTransaction(tx, paymentId, { closed_at: sql<Date>`now()` });
}

/**
 * M54: a closing that came to nothing is due so much earlier than the end of its lease; nothing is written where it was
 * taken again since.
 *
 * @param earlier milliseconds.
 */
export async function releaseClosing(
  tx: Tx,
  paymentId: string,
  { tries, earlier }: { readonly tries: number; readonly earlier: number },
): Promise<void> {
  await tx
    .updateTable('cart_transactions')
    .set({ close_wanted_at: sql<Date>`close_wanted_at - ${interval(earlier)}` })
    .where('payment_id', '=', paymentId)
    .where('close_tries', '=', tries)
    .where('closed_at', 'is', null)
    .execute();
}

/**
 * M50: Ottu's transaction shows this version, unless it was a newer one before: an answer that comes late never sets a version
 * back. M52: half of the way back from what is uncertain.
 */
export async function recordShownVersion(tx: Tx, paymentId: string, version: number): Promise<void> {
  await send(tx, recordingShownVersion({ paymentId, version }));
}

const recordingShownVersion = compiled<{ readonly paymentId: string; readonly version: number }, unknown>((db, value) =>
  db
    .updateTable('cart_transactions')
    .set({
      shown_version: value('version'),
      rewritten_at: sql<Date | null>`case when doubt_since is null then null else now() end`,
    })
    .where('payment_id', '=', value('paymentId'))
    .where((where) => where.or([where('shown_version', 'is', null), where('shown_version', '<=', value('version'))])),
);

/**
 * M53: Ottu has shown the session. M52: where a write came after what is uncertain, this decides: by the newest amount the
 * transaction is certain again, and by another one the uncertain time begins anew.
 */
export async function recordLook(tx: Tx, paymentId: string, showsNewestAmount: boolean): Promise<void> {
  await send(tx, recordingLook({ paymentId, same: showsNewestAmount }));
}

const recordingLook = compiled<{ readonly paymentId: string; readonly same: boolean }, unknown>((db, value) =>
  db
    .updateTable('cart_transactions')
    .set({
      not_found_at: null,
      doubt_since: sql<Date | null>`case
        when rewritten_at is null then doubt_since
        when ${value('same')}::boolean then null
        else clock_timestamp() end`,
      rewritten_at: null,
    })
    .where('payment_id', '=', value('paymentId'))
    .where((where) => where.or([where('not_found_at', 'is not', null), where('rewritten_at', 'is not', null)])),
);

/** M51: a page of the Checkout SDK may be open from now on, whatever else becomes of this freeze. */
export async function recordFreeze(tx: Tx, paymentId: string): Promise<void> {
  await updateTransaction(tx, paymentId, { frozen_at: sql<Date>`now()` });
}

/**
 * M53: Ottu says that it does not know the session.
 *
 * @returns whether it has said so for long enough to be believed.
 */
export async function recordNotFound(tx: Tx, paymentId: string, believedAfterMs: number): Promise<boolean> {
  const { believed } = await tx
    .updateTable('cart_transactions')
    .set({ not_found_at: sql<Date>`coalesce(not_found_at, now())` })
    .where('payment_id', '=', paymentId)
    .returning(sql<boolean>`not_found_at <= now() - ${interval(believedAfterMs)}`.as('believed'))
    .executeTakeFirstOrThrow();
  return believed;
}

/** M52: a write got no readable answer, so it is uncertain what Ottu's transaction shows. */
export async function markTransactionUncertain(tx: Tx, paymentId: string, since: Date): Promise<void> {
  await updateTransaction(tx, paymentId, { doubt_since: since, rewritten_at: null });
}

async function updateTransaction(
  tx: Tx,
  paymentId: string,
  columns: UpdateObject<Schema, 'cart_transactions'>,
): Promise<void> {
  await send(tx, tx.updateTable('cart_transactions').set(columns).where('payment_id', '=', paymentId));
}
