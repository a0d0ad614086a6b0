import { sql, type RawBuilder } from 'kysely';

import { fromNow, takeDue } from '../../background/take-due.ts';
import type { Tx } from '../../database/database.ts';
import { json, type WebhookInboxRow } from '../../database/schema.ts';

export { fromNow as afterMs } from '../../background/take-due.ts';

/**
 * Takes events that are due, so that nobody else works on them while the claim lasts. The claim is committed before the
 * work begins: a payment is locked before the events about it, never after them.
 *
 * @param which one event by its id, or the oldest so many.
 */
export async function claimEvents(
  tx: Tx,
  which: { readonly id: string } | { readonly atMost: number },
  claimMs: number,
): Promise<WebhookInboxRow[]> {
  const unclaimed = sql<boolean>`(webhook_inbox.claimed_until is null or webhook_inbox.claimed_until < now())`;
  return takeDue<WebhookInboxRow>(tx, {
    table: 'webhook_inbox',
    key: 'id',
    due: 'next_try_at',
    where: 'id' in which ? sql<boolean>`webhook_inbox.id = ${which.id} and ${unclaimed}` : unclaimed,
    limit: 'id' in which ? 1 : which.atMost,
    lease: { column: 'claimed_until', until: fromNow(claimMs) },
    tries: 'tries',
    returning: sql`webhook_inbox.*`,
  });
}

/** The end of an event: what it says is settled, or was confirmed by Ottu. */
export async function finishEvent(tx: Tx, id: string, paymentId: string): Promise<void> {
  await tx
    .updateTable('webhook_inbox')
    .set({ ...FINISHED, state: 'processed', payment_id: paymentId, trouble: null })
    .where('id', '=', id)
    .execute();
}

/** M71: one answer of Ottu's is the end of every event that waited for one when it was asked. */
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

/** Too many tries; an operator may replay it. */
export async function failEvent(tx: Tx, id: string, lastError: string): Promise<void> {
  await tx
    .updateTable('webhook_inbox')
    .set({ ...FINISHED, state: 'failed', trouble: lastError })
    .where('id', '=', id)
    .execute();
}

const FINISHED = { next_try_at: null, claimed_until: null, finished_at: sql<Date>`now()` } as const;

/** Ottu has to be asked; the reasons stay beside the event. */
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

/** Lets go of an event until its next try. */
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

/** Waiting for a turn is no try. */
export async function postpone(tx: Tx, id: string, until: RawBuilder<Date>): Promise<void> {
  await tx
    .updateTable('webhook_inbox')
    .set((row) => ({ next_try_at: until, claimed_until: null, state: 'received', tries: row('tries', '-', 1) }))
    .where('id', '=', id)
    .execute();
}

/**
 * M73: kept for a payment that may yet appear; writing one wakes it (a trigger of the database). If that happened while
 * this event was looked at, the trigger has ended the claim, and the event stays due.
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

/** An event that proves nothing by itself (M72): kept with the payment that it is about. */
export async function markInformational(tx: Tx, id: string, paymentId: string): Promise<void> {
  await tx
    .updateTable('webhook_inbox')
    .set({ state: 'unmatched', payment_id: paymentId, next_try_at: null, claimed_until: null, trouble: null })
    .where('id', '=', id)
    .execute();
}
