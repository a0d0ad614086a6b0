import { sql, type Kysely, type RawBuilder } from 'kysely';

import { interval, takeDue } from '../../background/take-due.ts';
import type { Tx } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';

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
  return sql<Date>`(select asked_at + ${interval(everyMs)}
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

/** A payment about which Ottu is to be asked now. */
export interface WantedTurn extends Turn {
  readonly paymentId: string;
  readonly sessionId: string | null;
}

/** Takes the turns of payments about which Ottu is wanted to be asked, and may be. */
export async function takeWantedTurns(db: Kysely<Schema>, everyMs: number, atMost: number): Promise<WantedTurn[]> {
  return takeDue<WantedTurn>(db, {
    table: 'webhook_confirmations',
    key: 'payment_id',
    due: 'wanted_at',
    where: mayAskAgain(everyMs),
    limit: atMost,
    set: { asked_at: sql`now()`, wanted_at: sql`null` },
    returning: sql`webhook_confirmations.payment_id as "paymentId", webhook_confirmations.asked_at::text as "askedAt",
      (select session_id from payments where id = webhook_confirmations.payment_id) as "sessionId"`,
  });
}

function mayAskAgain(everyMs: number): RawBuilder<boolean> {
  return sql<boolean>`(webhook_confirmations.asked_at is null
    or webhook_confirmations.asked_at <= now() - ${interval(everyMs)})`;
}
