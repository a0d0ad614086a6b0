import { sql, type RawBuilder } from 'kysely';

import type { Tx } from '../../database/database.ts';

/** The right to ask Ottu about one payment now, as a moment of the database's clock in full precision. */
export interface Turn {
  readonly askedAt: string;
}

/**
 * M71: because of webhooks Ottu is asked about one payment once in so long, over all replicas.
 *
 * @returns nothing when it was asked too recently; the caller comes again when `everyMs` have passed since then.
 */
export async function takeTurn(tx: Tx, paymentId: string, everyMs: number): Promise<Turn | undefined> {
  return tx
    .insertInto('webhook_confirmations')
    .values({ payment_id: paymentId, asked_at: sql<Date>`now()` })
    .onConflict((conflict) =>
      conflict
        .column('payment_id')
        .doUpdateSet({ asked_at: sql<Date>`now()`, wanted_at: null })
        .where(mayAskAgain(everyMs)),
    )
    .returning(sql<string>`asked_at::text`.as('askedAt'))
    .executeTakeFirst();
}

/** When the next turn can be taken, for a `next_try_at`. */
export function nextTurn(paymentId: string, everyMs: number): RawBuilder<Date> {
  return sql<Date>`(select asked_at + ${`${everyMs} milliseconds`}::interval
    from webhook_confirmations where payment_id = ${paymentId})`;
}

/** Wants Ottu to be asked once, with whatever else wants it by then (M70). */
export async function wantTurn(tx: Tx, paymentId: string): Promise<void> {
  await tx
    .insertInto('webhook_confirmations')
    .values({ payment_id: paymentId, wanted_at: sql<Date>`now()` })
    .onConflict((conflict) => conflict.column('payment_id').doUpdateSet({ wanted_at: sql<Date>`now()` }))
    .execute();
}

/** Payments about which Ottu is wanted to be asked, and may be. */
export async function wantedTurns(tx: Tx, everyMs: number, atMost: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('webhook_confirmations')
    .select('payment_id')
    .where('wanted_at', 'is not', null)
    .where(mayAskAgain(everyMs))
    .orderBy('wanted_at')
    .limit(atMost)
    .execute();
  return rows.map((row) => row.payment_id);
}

function mayAskAgain(everyMs: number): RawBuilder<boolean> {
  return sql<boolean>`(webhook_confirmations.asked_at is null
    or webhook_confirmations.asked_at <= now() - ${`${everyMs} milliseconds`}::interval)`;
}
