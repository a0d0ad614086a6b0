import { sql, type RawBuilder } from 'kysely';

import { takeDue } from '../background/take-due.ts';
import { fromNow } from '../database/interval.ts';
import type { Database, Tx } from '../database/database.ts';
import { json, type WebhookInboxRow } from '../database/schema.ts';
import { QuotedTokens } from '../ottu/quoted-tokens.ts';
import { tokenMarksOf } from '../payments/payment-rows.ts';
import type { VerifiedEvent } from './verified-event.ts';

export interface StoredEvent {
  readonly id: string;
  readonly duplicate: boolean;
  /** Whether there is anything left to do about it. */
  readonly open: boolean;
}

/**
 * Writes an event once. One that was stored before and is not finished becomes due at once (M70).
 *
 * Each of its statements is a transaction of its own, and the first that writes is the last.
 *
 * @param keys the live webhook keys: a token that paid this order is found by them, wherever the event quotes it (M70).
 * @returns when the row is committed, by this call or an earlier one.
 */
export async function storeEvent(
  database: Database,
  event: VerifiedEvent,
  keys: readonly string[],
): Promise<StoredEvent> {
  return database.query(async (db) => {
    const tokens = new QuotedTokens(await tokenMarksOf(db, event), keys);
    const inserted = await db
      .insertInto('webhook_inbox')
      .values({
        body_sha256: event.sha256,
        body: tokens.json(event.body),
        kind: event.kind,
        scheme: event.scheme,
        order_no: event.orderNo,
        session_id: event.sessionId,
        next_try_at: sql<Date>`now()`,
      })
      .onConflict((conflict) => conflict.column('body_sha256').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted !== undefined) return { id: inserted.id, duplicate: false, open: true };
    const again = await db
      .updateTable('webhook_inbox')
      .set({ state: 'received', next_try_at: sql<Date>`now()`, tries: 0, finished_at: null })
      .where('body_sha256', '=', event.sha256)
      .where('state', '!=', 'processed')
      .where((row) => row.or([row('kind', '=', 'payment'), row('payment_id', 'is', null)]))
      .returning('id')
      .executeTakeFirst();
    if (again !== undefined) return { id: again.id, duplicate: true, open: true };
    const known = await db
      .selectFrom('webhook_inbox')
      .select('id')
      .where('body_sha256', '=', event.sha256)
      .executeTakeFirstOrThrow();
    return { id: known.id, duplicate: true, open: false };
  });
}

/** One event by its id, or the longest overdue of those for which `where` holds. */
export type WhichEvents = { readonly id: string } | { readonly atMost: number; readonly where: RawBuilder<boolean> };

/**
 * Takes events that are due, so that no other worker takes them while the lease lasts. The lease is committed before the
 * work begins: a payment is locked before the events about it, never after them.
 */
export async function takeEvents(tx: Tx, which: WhichEvents, leaseMs: number): Promise<WebhookInboxRow[]> {
  const free = sql<boolean>`(webhook_inbox.claimed_until is null or webhook_inbox.claimed_until < now())`;
  return takeDue<WebhookInboxRow>(tx, {
    table: 'webhook_inbox',
    key: 'id',
    due: 'next_try_at',
    where: sql<boolean>`${free} and ${'id' in which ? sql`webhook_inbox.id = ${which.id}` : which.where}`,
    limit: 'id' in which ? 1 : which.atMost,
    lease: { column: 'claimed_until', until: fromNow(leaseMs) },
    tries: 'tries',
    returning: sql`webhook_inbox.*`,
  });
}

/** Ends an event whose content is settled, or was confirmed by Ottu. */
export async function finishEvent(tx: Tx, id: string, paymentId: string): Promise<void> {
  await tx
    .updateTable('webhook_inbox')
    .set({ ...FINISHED, state: 'processed', payment_id: paymentId, trouble: null })
    .where('id', '=', id)
    .execute();
}

/** M71: one reply of Ottu's ends every event of the payment that was waiting when Ottu was asked. */
export async function finishWaiting(tx: Tx, paymentId: string, askedAt: string): Promise<void> {
  await tx
    .updateTable('webhook_inbox')
    .set({ ...FINISHED, state: 'processed', trouble: null })
    .where('payment_id', '=', paymentId)
    .where('state', '=', 'received')
    .where('doubts', 'is not', null)
    .where('received_at', '<=', sql<Date>`${askedAt}::timestamptz`)
    .execute();
}

/** Gives an event up after too many tries; an operator may replay it. */
export async function failEvent(tx: Tx, id: string, lastError: string): Promise<void> {
  await tx
    .updateTable('webhook_inbox')
    .set({ ...FINISHED, state: 'failed', trouble: lastError })
    .where('id', '=', id)
    .execute();
}

const FINISHED = { next_try_at: null, claimed_until: null, finished_at: sql<Date>`now()` } as const;

/** Keeps the reasons why Ottu has to be asked beside the event. */
export async function markInconsistent(
  tx: Tx,
  id: string,
  paymentId: string,
  doubts: readonly string[],
): Promise<void> {
  await tx
    .updateTable('webhook_inbox')
    .set({ payment_id: paymentId, state: 'received', doubts: json(doubts) })
    .where('id', '=', id)
    .execute();
}

/** Releases an event until its next try. */
export async function releaseEvent(
  tx: Tx,
  id: string,
  nextTry: RawBuilder<Date>,
  lastError: string | null,
): Promise<void> {
  await tx
    .updateTable('webhook_inbox')
    .set({ next_try_at: nextTry, claimed_until: null, state: 'received', trouble: lastError })
    .where('id', '=', id)
    .execute();
}

/** Releases an event that may not ask Ottu yet; that was no try. */
export async function postpone(tx: Tx, id: string, until: RawBuilder<Date>): Promise<void> {
  await tx
    .updateTable('webhook_inbox')
    .set((row) => ({ next_try_at: until, claimed_until: null, state: 'received', tries: row('tries', '-', 1) }))
    .where('id', '=', id)
    .execute();
}

/**
 * M73: keeps an event for a payment that may yet appear; a trigger of the database makes it due when that payment is
 * written. If that happened since the event was taken, the trigger has ended the lease, and the event stays due.
 *
 * @param nextTry null when only the payment itself can wake it.
 */
export async function markUnmatched(tx: Tx, id: string, nextTry: RawBuilder<Date> | null): Promise<void> {
  await tx
    .updateTable('webhook_inbox')
    .set({ state: 'unmatched', next_try_at: nextTry, claimed_until: null })
    .where('id', '=', id)
    .where('claimed_until', 'is not', null)
    .execute();
}
