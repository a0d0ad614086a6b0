import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';

import { Metrics } from '../observability/metrics.ts';
import { Database } from './database.ts';

/** How far the pool of this process is used up. With PGlite, which has one connection, there are no values. */
@Injectable()
export class ConnectionMetrics {
  constructor(database: Database, { registry }: Metrics) {
    const registers = [registry];
    const connections = new Gauge({
      name: 'ottu_bff_database_connections',
      help: 'Connections to PostgreSQL of this process: used, idle, and the most that there may be',
      labelNames: ['state'],
      registers,
      collect: () => {
        const use = database.connections?.();
        if (use === undefined) return;
        for (const state of ['used', 'idle', 'most'] as const) connections.set({ state }, use[state]);
      },
    });
    const waiting = new Gauge({
      name: 'ottu_bff_database_waiting',
      help: 'Statements and transactions of this process that wait for a connection',
      registers,
      collect: () => {
        waiting.set(database.connections?.().waiting ?? 0);
      },
    });
  }
}
