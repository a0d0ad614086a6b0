import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { Metrics } from '../observability/metrics.ts';

@Injectable()
export class LimitMetrics {
  /** By the limit that was reached; `address_and_route` is the one that holds in each process. */
  readonly refused: Counter<'limit'>;

  constructor({ registry }: Metrics) {
    this.refused = new Counter({
      name: 'ottu_bff_limit_refusals_total',
      help: 'Requests of storefronts refused because a limit was reached',
      labelNames: ['limit'],
      registers: [registry],
    });
  }
}
