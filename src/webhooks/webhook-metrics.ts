import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';

import { Database } from '../database/database.ts';
import { Metrics } from '../observability/metrics.ts';
import { inboxDepths } from './inbox/inbox-reader.ts';

/** What operators watch of the inbox. Depth and age are read from the rows when Prometheus asks. */
@Injectable()
export class WebhookMetrics {
  /** Answered with success: `stored` or `duplicate`; by the key that verified it, so that an old one can be retired. */
  readonly accepted: Counter<'kind' | 'scheme' | 'key' | 'as'>;
  /** Not accepted, by reason: a fault of the signature, or `unreadable`. */
  readonly refused: Counter<'reason'>;
  /** Tries to store an event that failed. */
  readonly storeFailures: Counter;
  /** From arrival to the end of its processing. */
  readonly lag: Histogram;

  constructor({ registry }: Metrics, database: Database) {
    const registers = [registry];
    this.accepted = new Counter({
      name: 'ottu_bff_webhooks_accepted_total',
      help: 'Events that were stored before they were answered',
      labelNames: ['kind', 'scheme', 'key', 'as'],
      registers,
    });
    this.refused = new Counter({
      name: 'ottu_bff_webhooks_refused_total',
      help: 'Events that could not be verified, by reason',
      labelNames: ['reason'],
      registers,
    });
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
