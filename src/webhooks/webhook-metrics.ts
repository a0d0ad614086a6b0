import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { Counter, Gauge, Histogram } from 'prom-client';

import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import type { Schema, WebhookState } from '../database/schema.ts';
import { beginAtZero, Metrics } from '../observability/metrics.ts';
import { SIGNATURE_FAULTS } from '../ottu/signature.ts';

/** Why an event was not accepted. */
const REFUSALS = ['unreadable', ...SIGNATURE_FAULTS] as const;

/** What operators watch of the inbox. Depth and age are read from the rows when Prometheus asks. */
@Injectable()
export class WebhookMetrics {
  /** Events answered with success, as `stored` or `duplicate`, by the key that verified them, so that an old key can be retired. */
  readonly accepted: Counter<'kind' | 'scheme' | 'key' | 'as'>;
  /** Not accepted, by reason: a fault of the signature, or `unreadable`. */
  readonly refused: Counter<'reason'>;
  /** Tries to store an event that failed. */
  readonly storeFailures: Counter;
  /** From arrival to the end of its processing. */
  readonly lag: Histogram;

  constructor({ registry }: Metrics, database: Database, { ottu }: Settings) {
    const registers = [registry];
    this.accepted = new Counter({
      name: 'ottu_bff_webhooks_accepted_total',
      help: 'Events that were stored before they were answered',
      labelNames: ['kind', 'scheme', 'key', 'as'],
      registers,
    });
    beginAtZero(this.accepted, {
      kind: ['payment', 'operation'],
      scheme: ['standard', 'autopay'],
      key: [...ottu.webhookKeys.keys()],
      as: ['stored', 'duplicate'],
    });
    this.refused = new Counter({
      name: 'ottu_bff_webhooks_refused_total',
      help: 'Events that could not be verified, by reason',
      labelNames: ['reason'],
      registers,
    });
    beginAtZero(this.refused, { reason: REFUSALS });
    this.storeFailures = new Counter({
      name: 'ottu_bff_webhook_store_failures_total',
      help: 'Tries to store an event that failed; it is tried again',
      registers,
    });
    this.lag = new Histogram({
      name: 'ottu_bff_webhook_lag_seconds',
      help: 'Time from the arrival of an event to the end of its processing',
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1800, 7200],
      registers,
    });
    const oldest = new Gauge({
      name: 'ottu_bff_webhook_inbox_oldest_seconds',
      help: 'Age of the oldest event that is not finished',
      registers,
    });
    const depth = new Gauge({
      name: 'ottu_bff_webhook_inbox_depth',
      help: 'Events in the inbox by state; finished ones are not counted',
      labelNames: ['state'],
      registers,
      collect: async () => {
        // While the database is away the last values stand: the metrics must stay readable.
        const depths = await database.query(inboxDepths).catch(() => undefined);
        if (depths === undefined) return;
        for (const { state, count } of depths.byState) depth.set({ state }, count);
        oldest.set(depths.oldestSeconds);
      },
    });
  }
}

interface InboxDepths {
  readonly byState: readonly { readonly state: WebhookState; readonly count: number }[];
  readonly oldestSeconds: number;
}

const UNFINISHED = ['received', 'unmatched', 'failed'] as const;

async function inboxDepths(db: Kysely<Schema>): Promise<InboxDepths> {
  const counted = await db
    .selectFrom('webhook_inbox')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .where('state', '!=', 'processed')
    .groupBy('state')
    .execute();
  const { seconds } = await db
    .selectFrom('webhook_inbox')
    .select(sql<number>`coalesce(extract(epoch from now() - min(received_at)), 0)::float8`.as('seconds'))
    .where('state', '=', 'received')
    .executeTakeFirstOrThrow();
  const byState = UNFINISHED.map((state) => ({ state, count: counted.find((row) => row.state === state)?.count ?? 0 }));
  return { byState, oldestSeconds: seconds };
}
