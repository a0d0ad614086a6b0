import { sql } from 'kysely';

import type { Database } from '../database/database.ts';
import { json } from '../database/schema.ts';
import { QUOTA_DAYS_KEPT, type UnsharedCalls } from '../ottu/transport/daily-quota.ts';

/**
 * Adds what one process has counted to what all have, and reads the sums of today. One statement; rows are locked in one
 * order, so that replicas that add at the same moment wait for each other and never in a circle.
 *
 * @returns by group, what was added included.
 * @throws StoreUnavailable; then it was added, if at all, without an answer: whoever adds it again counts it twice, never
 * too little.
 */
export async function addCalls(
  database: Database,
  { today, counted }: UnsharedCalls,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await database.query((db) =>
    sql<{ call_group: string; calls: number }>`
      with added as (
        insert into ottu_calls (day, call_group, calls)
          select day, "group", calls
            from jsonb_to_recordset(${json(counted)}::jsonb) as counted (day date, "group" text, calls integer)
            order by day, "group"
          on conflict (day, call_group) do update set calls = ottu_calls.calls + excluded.calls
          returning day, call_group, calls)
      select call_group, calls from added where day = ${today}::date
      union all
      -- A statement does not see what it writes itself.
      select call_group, calls from ottu_calls as others
        where day = ${today}::date
          and not exists (select from added where added.day = others.day and added.call_group = others.call_group)`.execute(
      db,
    ),
  );
  return new Map(rows.map(({ call_group: group, calls }) => [group, calls]));
}

/** @throws StoreUnavailable */
export async function forgetPastDays(database: Database, today: string): Promise<void> {
  await database.query((db) =>
    sql`delete from ottu_calls where day < ${today}::date - ${QUOTA_DAYS_KEPT}::integer`.execute(db),
  );
}
