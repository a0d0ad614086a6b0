import { sql, type Kysely } from 'kysely';

import type { Schema } from '../../database/schema.ts';

/** How many events wait, and how many are dead letters; zeros included, so that a gauge falls back. */
export async function countEvents(db: Kysely<Schema>): Promise<{ state: 'waiting' | 'dead'; count: number }[]> {
  const rows = await db
    .selectFrom('merchant_events')
    .select((row) => ['state', row.fn.countAll<string>().as('count')])
    .where('state', 'in', ['waiting', 'dead'])
    .groupBy('state')
    .execute();
  return (['waiting', 'dead'] as const).map((state) => ({
    state,
    count: Number(rows.find((row) => row.state === state)?.count ?? 0),
  }));
}

export async function oldestWaitingSeconds(db: Kysely<Schema>): Promise<number> {
  const row = await db
    .selectFrom('merchant_events')
    .select(sql<number>`coalesce(extract(epoch from now() - min(created_at)), 0)::float8`.as('seconds'))
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return row.seconds;
}
