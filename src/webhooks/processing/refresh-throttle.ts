import { sql, type Kysely, type RawBuilder } from 'kysely';

import { interval, takeDue } from '../../background/take-due.ts';
import type { Tx } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';

/** The right to ask Ottu about one payment now, as a moment of the database's clock in full precision. */
export interface Refresh {
  readonly askedAt: string;
}

/**
 * M71: because of webhooks Ottu is asked about one payment once in so long, over all replicas.
 *
 * @returns nothing when it was asked too recently; the caller comes again when `everyMs` have passed since then.
 */
export async function acquireRefresh(tx: Tx, paymentId: string, everyMs: number): Promise<Refresh | undefined> {
  return tx
    .insertInto('webhook_confirmations')
    .values({ payment_id: paymentId, asked_at: sql<Date>`now()` })
    .onConflict((conflict) =>
      conflict
        .column('payment_id')
        .doUpdateSet({ asked_at: sql<Date>`now()`, wanted_at: null })
        .where(mayRefreshAgain(everyMs)),
    )
    .returning(sql<string>`asked_at::text`.as('askedAt'))
    .executeTakeFirst();
}

/** When the next turn can be taken, for a `next_try_at`. */
export function nextRefresh(paymentId: string, everyMs: number): RawBuilder<Date> {
  return sql<Date>`(select asked_at + ${interval(everyMs)}
    from webhook_confirmations where payment_id = ${paymentId})`;
}

/** Wants Ottu to be asked once, with whatever else wants it by then (M70). */
export async function requestRefresh(tx: Tx, paymentId: string): Promise<void> {
  await tx
    .insertInto('webhook_confirmations')
    .values({ payment_id: paymentId, wanted_at: sql<Date>`now()` })
    .onConflict((conflict) => conflict.column('payment_id').doUpdateSet({ wanted_at: sql<Date>`now()` }))
    .execute();
}

/** A payment about which Ottu is to be asked now. */
export interface RequestedRefresh extends Refresh {
  readonly paymentId: string;
  readonly sessionId: string | null;
}

/** Takes the turns of payments about which Ottu is wanted to be asked, and may be. */
export async function acquireRequestedRefreshes(
  db: Kysely<Schema>,
  everyMs: number,
  atMost: number,
): Promise<RequestedRefresh[]> {
  return takeDue<RequestedRefresh>(db, {
    table: 'webhook_confirmations',
    key: 'payment_id',
    due: 'wanted_at',
    where: mayRefreshAgain(everyMs),
    limit: atMost,
    set: { asked_at: sql`now()`, wanted_at: sql`null` },
    returning: sql`webhook_confirmations.payment_id as "paymentId", webhook_confirmations.asked_at::text as "askedAt",
      (select session_id from payments where id = webhook_confirmations.payment_id) as "sessionId"`,
  });
}

function mayRefreshAgain(everyMs: number): RawBuilder<boolean> {
  return sql<boolean>`(webhook_confirmations.asked_at is null
    or webhook_confirmations.asked_at <= now() - ${interval(everyMs)})`;
}
