import { sql } from 'kysely';

import type { Database } from '../../database/database.ts';
import type { VerifiedEvent } from '../receiving/verified-event.ts';

export interface StoredEvent {
  readonly id: string;
  readonly duplicate: boolean;
  /** Whether there is anything left to do about it. */
  readonly open: boolean;
}

/**
 * Writes an event once. One that was stored before and is not finished becomes due at once (M70).
 *
 * @returns when the row is committed, by this call or an earlier one.
 */
export async function storeEvent(database: Database, event: VerifiedEvent): Promise<StoredEvent> {
  return database.inTransaction(async (tx) => {
    const inserted = await tx
      .insertInto('webhook_inbox')
      .values({
        body_sha256: event.sha256,
        body: event.body,
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
    const again = await tx
      .updateTable('webhook_inbox')
      .set({ state: 'received', next_try_at: sql<Date>`now()`, tries: 0, finished_at: null })
      .where('body_sha256', '=', event.sha256)
      .where('state', '!=', 'processed')
      .where((row) => row.or([row('kind', '=', 'payment'), row('payment_id', 'is', null)]))
      .returning('id')
      .executeTakeFirst();
    if (again !== undefined) return { id: again.id, duplicate: true, open: true };
    const known = await tx
      .selectFrom('webhook_inbox')
      .select('id')
      .where('body_sha256', '=', event.sha256)
      .executeTakeFirstOrThrow();
    return { id: known.id, duplicate: true, open: false };
  });
}
