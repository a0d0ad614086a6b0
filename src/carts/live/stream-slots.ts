import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';

import type { Network } from '../../limits/network.ts';
import { Metrics } from '../../observability/metrics.ts';
import { Problem } from '../../problems/problem.ts';

/** Of one process. */
export const STREAM_LIMITS = {
  /** Tabs and devices of one shopper. */
  perCart: 10,
  /**
   * A company or a mobile carrier may share one address. A tenth of all slots, so that one address cannot take them
   * all.
   */
  perNetwork: 500,
  /** Sockets that one process keeps open for this. */
  inAll: 5_000,
  /** Reads of carts at the same time. Most connections of the pool stay free for requests. */
  reads: 4,
} as const;

/** A client that is refused follows the status by asking meanwhile. */
const RETRY_AFTER_SECONDS = 15;

/** How many streams are open in this process, and for whom. */
@Injectable()
export class StreamSlots {
  readonly #used = new Map<string, number>();
  #all = 0;

  constructor(metrics: Metrics) {
    const count = (): number => this.#all;
    const gauge = new Gauge({
      name: 'ottu_bff_event_streams',
      help: 'Event streams that are open in this process',
      registers: [],
      collect() {
        this.set(count());
      },
    });
    metrics.registry.registerMetric(gauge);
  }

  /**
   * @returns a function that frees the slot.
   * @throws Problem `too_many_streams` (429) for this cart or network, `streams_full` (503) for everybody.
   */
  acquire(cartId: string, network: Network): () => void {
    const keys = [`cart ${cartId}`, `network ${network}`] as const;
    const [ofCart, ofNetwork] = keys.map((key) => this.#used.get(key) ?? 0) as [number, number];
    const wait = { retryAfterSeconds: RETRY_AFTER_SECONDS };
    if (ofCart >= STREAM_LIMITS.perCart || ofNetwork >= STREAM_LIMITS.perNetwork) {
      throw new Problem('too_many_streams', wait);
    }
    if (this.#all >= STREAM_LIMITS.inAll) throw new Problem('streams_full', wait);
    this.#add(keys, 1);
    return () => this.#add(keys, -1);
  }

  #add(keys: readonly string[], step: 1 | -1): void {
    this.#all += step;
    for (const key of keys) {
      const count = (this.#used.get(key) ?? 0) + step;
      if (count > 0) this.#used.set(key, count);
      else this.#used.delete(key);
    }
  }
}
