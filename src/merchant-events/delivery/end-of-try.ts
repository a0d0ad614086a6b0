import { sql } from 'kysely';

import { interval } from '../../background/take-due.ts';
import type { Durations } from '../../config/durations.ts';
import type { Tx } from '../../database/database.ts';
import type { DeliveryState } from '../event-types.ts';
import type { DueEvent } from './due-events.ts';
import type { DeliveryOutcome } from './event-sender.ts';

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
