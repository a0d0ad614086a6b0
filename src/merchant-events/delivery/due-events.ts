import { randomUUID } from 'node:crypto';

import { sql, type RawBuilder } from 'kysely';

import type { Tx } from '../../database/database.ts';

/** An event that one replica may try to deliver now, and nobody else until its lease ends. */
export interface DueEvent {
  readonly id: string;
  readonly payment_id: string;
  readonly body: string;
  /** This one included. */
  readonly tries: number;
  readonly lease: string;
}

export function milliseconds(count: number): RawBuilder<string> {
  return sql`${`${count} milliseconds`}::interval`;
}

/**
 * Takes events that are due, those that wait longest first; of one payment only the first that is not delivered (M90).
 * What another replica is just taking is passed over. A lease that ended says that its replica died: the event is due.
 */
export async function takeDueEvents(tx: Tx, atMost: number, leaseMs: number): Promise<DueEvent[]> {
  const lease = randomUUID();
  const taken = await tx
    .with('due', (db) =>
      db
        .selectFrom('merchant_events as event')
        .select('event.id')
        .where('event.state', '=', 'waiting')
        .where('event.next_try_at', '<=', sql<Date>`now()`)
        .where((row) => row.or([row('event.lease', 'is', null), row('event.lease_until', '<', sql<Date>`now()`)]))
        .where((row) =>
          row.or([
            row('event.in_order', '=', false),
            row.not(
              row.exists(
                row
                  .selectFrom('merchant_events as earlier')
                  .select('earlier.id')
                  .whereRef('earlier.payment_id', '=', 'event.payment_id')
                  .whereRef('earlier.sequence', '<', 'event.sequence')
                  .where('earlier.state', '=', 'waiting')
                  .where('earlier.in_order', '=', true),
              ),
            ),
          ]),
        )
        .orderBy('event.next_try_at')
        .limit(atMost)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('merchant_events as event')
    .from('due')
    .set((row) => ({
      lease,
      lease_until: sql<Date>`now() + ${milliseconds(leaseMs)}`,
      tries: row('event.tries', '+', 1),
      first_tried_at: row.fn.coalesce('event.first_tried_at', sql<Date>`now()`),
      last_tried_at: sql<Date>`now()`,
    }))
    .whereRef('event.id', '=', 'due.id')
    .returning(['event.id', 'event.payment_id', 'event.body', 'event.tries'])
    .execute();
  return taken.map((row) => ({ ...row, lease }));
}
