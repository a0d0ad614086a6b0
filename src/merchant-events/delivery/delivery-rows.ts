import { randomUUID } from 'node:crypto';

import { sql } from 'kysely';

import { takeDue } from '../../background/take-due.ts';
import { fromNow, interval } from '../../database/interval.ts';
import type { Durations } from '../../config/durations.ts';
import type { Tx } from '../../database/database.ts';
import type { DeliveryState } from '../event-types.ts';
import type { DeliveryOutcome } from './event-sender.ts';

/** An event that one replica may try to deliver now, and no other until its lease ends. */
export interface DueEvent {
  readonly id: string;
  readonly payment_id: string | null;
  readonly cart_id: string | null;
  readonly body: string;
  /** This one included. */
  readonly tries: number;
  readonly lease: string;
}

/**
 * Takes events that are due, those that wait longest first; of one payment or cart only the first that is not delivered (M90).
 * A lease that ended says that its replica died: the event is due.
 */
export async function takeDueEvents(tx: Tx, atMost: number, leaseMs: number): Promise<DueEvent[]> {
  return takeDue<DueEvent>(tx, {
    table: 'merchant_events',
    key: 'id',
    due: 'next_try_at',
    where: sql<boolean>`merchant_events.state = 'waiting'
      and (merchant_events.lease is null or merchant_events.lease_until < now())
      and (not merchant_events.in_order or not (
        exists (select from merchant_events earlier
          where earlier.payment_id = merchant_events.payment_id and earlier.sequence < merchant_events.sequence
            and earlier.state = 'waiting' and earlier.in_order)
        or exists (select from merchant_events earlier
          where earlier.cart_id = merchant_events.cart_id and earlier.sequence < merchant_events.sequence
            and earlier.state = 'waiting' and earlier.in_order)))`,
    limit: atMost,
    lease: { column: 'lease_until', until: fromNow(leaseMs) },
    tries: 'tries',
    set: {
      lease: sql`${randomUUID()}::uuid`,
      first_tried_at: sql`coalesce(merchant_events.first_tried_at, now())`,
      last_tried_at: sql`now()`,
    },
    returning: sql`merchant_events.id, merchant_events.payment_id, merchant_events.cart_id, merchant_events.body, merchant_events.tries,
      merchant_events.lease`,
  });
}

/**
 * Writes what became of a try. A try whose lease was lost in the meantime writes nothing: another replica has the event
 * now, and delivering it twice is what "at least once" means.
 *
 * @param retryMs the pause before the next try; the last one is made when `eventGiveUp` has passed since the first.
 * @returns the event's state afterwards; nothing when the lease was lost.
 */
export async function endTry(
  tx: Tx,
  { id, lease }: DueEvent,
  outcome: DeliveryOutcome,
  { retryMs, giveUpMs }: { readonly retryMs: number; readonly giveUpMs: Durations['eventGiveUp'] },
): Promise<DeliveryState | undefined> {
  const givenUp = sql<boolean>`first_tried_at + ${interval(giveUpMs)} <= now()`;
  const failed = {
    state: sql<DeliveryState>`case when ${givenUp} then 'dead' else 'waiting' end`,
    finished_at: sql<Date | null>`case when ${givenUp} then now() end`,
    next_try_at: sql<Date>`least(now() + ${interval(retryMs)}, first_tried_at + ${interval(giveUpMs)})`,
  };
  const finished = (state: DeliveryState) => ({ state, finished_at: sql<Date>`now()` });
  const row = await tx
    .updateTable('merchant_events')
    .set({
      ...(outcome.kind === 'failed' ? failed : finished(outcome.kind === 'delivered' ? 'delivered' : 'dead')),
      lease: null,
      lease_until: null,
      last_status: outcome.status ?? null,
      last_fault: outcome.kind === 'failed' ? (outcome.fault ?? null) : null,
    })
    .where('id', '=', id)
    .where('lease', '=', lease)
    .returning('state')
    .executeTakeFirst();
  return row?.state;
}
