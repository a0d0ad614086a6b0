import { Inject, Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Histogram, Registry, Gauge } from 'prom-client';

import { Settings } from '../config/settings.ts';
import { VERSION } from '../config/version.ts';

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

  /** There from the start, so that the first one is seen as a rise. */
  readonly internalErrors = new Counter({
    name: 'ottu_bff_internal_errors_total',
    help: 'Requests that were answered with 500: a fault of this service',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    const build = new Gauge({
      name: 'ottu_bff_build_info',
      help: 'Always 1; the label says which version runs',
      labelNames: ['version'],
      registers: [this.registry],
    });
    build.set({ version: VERSION }, 1);
  }
}

/** What `/metrics` answers. Two scrapes at once, and two in a few seconds, are one read of the database. */
@Injectable()
export class MetricsText {
  readonly #registry: Registry;
  readonly #keptMs: number;
  #kept: Promise<string> | undefined;

  constructor(@Inject(Metrics) { registry }: Metrics, @Inject(Settings) { durations }: Settings) {
    this.#registry = registry;
    this.#keptMs = durations.metricsKept;
  }

  read(): Promise<string> {
    this.#kept ??= this.#registry.metrics().finally(() => {
      if (this.#keptMs === 0) this.#forget();
      else setTimeout(() => this.#forget(), this.#keptMs).unref();
    });
    return this.#kept;
  }

  #forget(): void {
    this.#kept = undefined;
  }
}

/** One try of a call to Ottu, in the words of the client's observer. */
interface ObservedCall {
  readonly group: string;
  readonly operation: string;
  readonly outcome: { readonly status: number } | { readonly fault: string };
  readonly durationMs: number;
}

/** What the client of Ottu tells of its work, as metrics. */
@Injectable()
export class OttuCalls {
  readonly #seconds: Histogram;
  readonly #breakers: Gauge;

  constructor(metrics: Metrics) {
    const registers = [metrics.registry];
    this.#seconds = new Histogram({
      name: 'ottu_bff_ottu_call_duration_seconds',
      help: 'Calls to Ottu, each try by itself, by operation and by the status or the fault that it ended in',
      labelNames: ['operation', 'outcome'],
      buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    });
    this.#breakers = new Gauge({
      name: 'ottu_bff_ottu_breaker_open',
      help: 'Circuit breakers by group of calls: 0 closed, 0.5 trying, 1 open',
      labelNames: ['group'],
      registers,
    });
  }

  onCall({ operation, outcome, durationMs }: ObservedCall): void {
    const label = 'status' in outcome ? String(outcome.status) : outcome.fault;
    this.#seconds.observe({ operation, outcome: label }, durationMs / 1000);
  }

  onBreaker(group: string, state: 'closed' | 'half_open' | 'open'): void {
    this.#breakers.set({ group }, BREAKER_VALUES[state]);
  }
}

/**
 * Counters whose labels are known before anything has happened begin at 0: what rises from nothing to 1 between two scrapes is
 * no rise to Prometheus, and the first refusal would wake nobody.
 *
 * @param labels every value of each label.
 */
export function beginAtZero<L extends string>(
  counter: Counter<L>,
  labels: Readonly<Record<L, readonly (string | number)[]>>,
): void {
  let all: Partial<Record<L, string | number>>[] = [{}];
  for (const [name, values] of Object.entries<readonly (string | number)[]>(labels)) {
    all = all.flatMap((combined) => values.map((value) => ({ ...combined, [name]: value })));
  }
  for (const combined of all) counter.inc(combined, 0);
}

const BREAKER_VALUES = { closed: 0, half_open: 0.5, open: 1 } as const;
