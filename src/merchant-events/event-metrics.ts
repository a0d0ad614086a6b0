import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { Counter, Gauge } from 'prom-client';

import { Database } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { beginAtZero, Metrics } from '../observability/metrics.ts';
import type { DeliveryOutcome } from './delivery/event-sender.ts';

/** What operators watch of the outbox. Depth and age are read from the rows when Prometheus asks. */
@Injectable()
export class EventMetrics {
  /** By what became of them: `delivered`, `gone` or `failed`. */
  readonly tries: Counter<'outcome'>;

  constructor({ registry }: Metrics, database: Database) {
    const registers = [registry];
    this.tries = new Counter({
      name: 'ottu_bff_merchant_event_tries_total',
      help: 'Tries to deliver an event to the merchant, by outcome: delivered, gone (410) or failed',
      labelNames: ['outcome'],
      registers,
    });
    beginAtZero(this.tries, { outcome: ['delivered', 'gone', 'failed'] satisfies DeliveryOutcome['kind'][] });
    // While the database is away the last values stand: the metrics must stay readable.
    const depth = new Gauge({
      name: 'ottu_bff_merchant_events_depth',
      help: 'Events in the outbox: waiting to be delivered, or dead letters; delivered ones are not counted',
      labelNames: ['state'],
      registers,
      collect: async () => {
        const counts = await database.query(countEvents).catch(() => undefined);
        for (const { state, count } of counts ?? []) depth.set({ state }, count);
      },
    });
    const oldest = new Gauge({
      name: 'ottu_bff_merchant_events_oldest_seconds',
      help: 'Age of the oldest event that waits to be delivered; 0 while none does',
      registers,
      collect: async () => {
        const seconds = await database.query(oldestWaitingSeconds).catch(() => undefined);
        if (seconds !== undefined) oldest.set(seconds);
      },
    });
  }
}

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
