import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** What Prometheus reads. One registry per application, so that two of them in one process do not mix. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly requestSeconds = new Histogram({
    name: 'ottu_bff_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer, by route pattern and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [this.registry],
  });

  readonly paymentInstrumentRefused = new Counter({
    name: 'ottu_bff_payment_instrument_refused_total',
    help: 'Requests refused because they carried payment_instrument where only servers may send it',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
