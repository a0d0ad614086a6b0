import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';

import { Settings } from '../../config/settings.ts';
import { prefixesOf, type Network } from '../../http/network.ts';
import { Metrics } from '../../observability/metrics.ts';
import { Problem } from '../../problems/problem.ts';

/** Of one process. */
export const STREAM_LIMITS = {
  /** Tabs and devices of one shopper. */
  perCart: 10,
  /** Reads of carts at the same time. Most connections of the pool stay free for requests. */
  reads: 4,
} as const;

/**
 * Parts of `STREAMS_MAX`. A company or a mobile carrier may share one address; an attacker has as many networks of one
 * IPv6 prefix as he likes. The last part is kept for networks that have no more than `little`.
 */
const PARTS = { network: 0.1, ipv6_56: 0.1, ipv6_48: 0.2, keptFrom: 0.75, little: 5 } as const;

/** A client that is refused follows the status by asking meanwhile. */
const RETRY_AFTER_SECONDS = 15;

/** How many streams are open in this process, and for whom. */
@Injectable()
export class StreamSlots {
  readonly #used = new Map<string, number>();
  readonly #max: number;
  #all = 0;

  constructor(metrics: Metrics, { storefront }: Settings) {
    this.#max = storefront.streamsMax;
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
   * @throws Problem `too_many_streams` (429) for this cart, network or prefix, `streams_full` (503) for everybody.
   */
  acquire(cartId: string, network: Network): () => void {
    const places: (readonly [key: string, most: number])[] = [
      [`cart ${cartId}`, STREAM_LIMITS.perCart],
      [`network ${network}`, this.#partOf(PARTS.network)],
    ];
    let widest = `network ${network}`;
    for (const { prefix, of } of prefixesOf(network)) {
      // Of an IPv4 /24 no part is too large: there may be thousands of shoppers in it.
      if (prefix === 'ipv4_24') continue;
      widest = `prefix ${of}`;
      places.push([widest, this.#partOf(PARTS[prefix])]);
    }
    const wait = { retryAfterSeconds: RETRY_AFTER_SECONDS };
    if (places.some(([key, most]) => this.#usedBy(key) >= most)) throw new Problem('too_many_streams', wait);
    const isKept = this.#all >= this.#max * PARTS.keptFrom && this.#usedBy(widest) >= PARTS.little;
    if (this.#all >= this.#max || isKept) throw new Problem('streams_full', wait);
    const keys = places.map(([key]) => key);
    this.#add(keys, 1);
    return () => this.#add(keys, -1);
  }

  #usedBy(key: string): number {
    return this.#used.get(key) ?? 0;
  }

  /** One shopper's tabs fit into the smallest part. */
  #partOf(part: number): number {
    return Math.max(STREAM_LIMITS.perCart, Math.floor(this.#max * part));
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
