import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';

import { Database } from '../database/database.ts';
import { Metrics } from '../observability/metrics.ts';
import { countEvents, oldestWaitingSeconds } from './outbox/depth.ts';

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
