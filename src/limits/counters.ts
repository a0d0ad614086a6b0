import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

import { Injectable, Logger } from '@nestjs/common';
import { CompiledQuery } from 'kysely';
import { Counter } from 'prom-client';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

import { derivedKey } from '../config/secret.ts';
import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import { beginAtZero, Metrics } from '../observability/metrics.ts';
import { LIMITS, type LimitName } from './limits-table.ts';

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
    beginAtZero(this.refused, { limit: ['address_and_route', ...Object.keys(LIMITS)] });
  }
}

/** What `rate-limiter-flexible` asks its PostgreSQL client for. */
export interface CounterQuery {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface CounterStore {
  query(query: CounterQuery): Promise<{ readonly rows: readonly unknown[]; readonly rowCount: number }>;
}

/** The one database of this service as such a client: the same statements reach PGlite and PostgreSQL. */
export function counterStore(database: Database): CounterStore {
  return {
    query: async ({ text, values }) => {
      const { rows } = await database.query((db) => db.executeQuery(CompiledQuery.raw(text, [...values])));
      return { rows, rowCount: rows.length };
    },
  };
}

/** Other uses of the same secret get other keys. */
const PURPOSE = 'ottu-bff limits v1';

/** What names a permit as long as it counts. */
export interface PermitRecord {
  readonly limit: LimitName;
  /** A keyed hash of whose it is. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly windowEnds: number;
}

/** One permit of one limit. */
export interface Permit {
  readonly kind: 'taken';
  readonly record: PermitRecord;
  /** How many permits of this limit are in use with this one, and how many there are. */
  readonly used: number;
  readonly permits: number;
  /** Returns it while its window lasts; never throws. */
  refund(): Promise<void>;
}

export interface Refused {
  readonly kind: 'refused';
  readonly retryAfterSeconds: number;
}

/** Counts of the limits in the table, in the database, so that they hold over all replicas and outlive each of them. */
@Injectable()
export class Counters {
  readonly #logger = new Logger('Limits');
  readonly #key: KeyObject;
  readonly #limiters: Readonly<Record<LimitName, RateLimiterPostgres>>;

  constructor(
    database: Database,
    { durations, ottu, storefront }: Settings,
    private readonly metrics: LimitMetrics,
  ) {
    // Of the newest alone: when it is rotated the counts begin anew.
    this.#key = createSecretKey(derivedKey(ottu.webhookKeys[0], PURPOSE));
    const storeClient = counterStore(database);
    const limiter = (name: LimitName): RateLimiterPostgres =>
      new RateLimiterPostgres({
        storeClient,
        storeType: 'client',
        tableName: 'limit_counts',
        tableCreated: true,
        // Purged by this service, whose timers end with it.
        clearExpiredByTimeout: false,
        keyPrefix: name,
        points: name === 'all_carts' ? storefront.cartsPerHour : LIMITS[name].permits,
        duration: Math.max(1, Math.ceil(durations[LIMITS[name].window] / 1000)),
      });
    this.#limiters = {
      cart_attempts: limiter('cart_attempts'),
      customer_attempts: limiter('customer_attempts'),
      network_attempts: limiter('network_attempts'),
      ipv6_56_attempts: limiter('ipv6_56_attempts'),
      ipv6_48_attempts: limiter('ipv6_48_attempts'),
      network_carts: limiter('network_carts'),
      ipv6_56_carts: limiter('ipv6_56_carts'),
      ipv6_48_carts: limiter('ipv6_48_carts'),
      ipv4_24_carts: limiter('ipv4_24_carts'),
      all_carts: limiter('all_carts'),
      cart_checkouts: limiter('cart_checkouts'),
      network_checkouts: limiter('network_checkouts'),
      ipv6_56_checkouts: limiter('ipv6_56_checkouts'),
      ipv6_48_checkouts: limiter('ipv6_48_checkouts'),
      all_checkouts: limiter('all_checkouts'),
      customer_cards: limiter('customer_cards'),
    };
  }

  /**
   * Consumes a permit of `name` for `whose`.
   *
   * @throws StoreUnavailable when it could not be counted.
   */
  async consume(name: LimitName, whose: string): Promise<Permit | Refused> {
    // Neither customers nor addresses stand in the table, nor what they could be found by; and all are equally long.
    const key = createHmac('sha256', this.#key).update(whose).digest('hex');
    try {
      const { msBeforeNext, consumedPoints: used } = await this.#limiters[name].consume(key);
      return this.#permit({ limit: name, key, windowEnds: Date.now() + msBeforeNext }, used);
    } catch (result) {
      if (!(result instanceof RateLimiterRes)) throw result;
      this.metrics.refused.inc({ limit: name });
      // What was refused does not count: otherwise a flood would outweigh every permit that is refunded later.
      await this.refund({ limit: name, key, windowEnds: Date.now() + result.msBeforeNext });
      return { kind: 'refused', retryAfterSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)) };
    }
  }

  /** Returns a permit; the caller does so once. Never throws. */
  async refund({ limit, key, windowEnds }: PermitRecord): Promise<void> {
    // The next window began without this permit; one too many would be in it.
    if (Date.now() >= windowEnds) return;
    await this.#limiters[limit].reward(key).catch((error: unknown) => {
      this.#logger.warn({ err: error }, 'A token of a limit could not be given back; it counts until its window ends');
    });
  }

  #permit(record: PermitRecord, used: number): Permit {
    let given = false;
    return {
      kind: 'taken',
      record,
      used,
      permits: this.#limiters[record.limit].points,
      refund: async () => {
        if (given) return;
        given = true;
        await this.refund(record);
      },
    };
  }
}
