import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

import { Injectable, Logger } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { Counter } from 'prom-client';

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
  readonly record: PermitRecord;
  /** How many permits of this limit are in use with this one, and how many there are. */
  readonly used: number;
  readonly permits: number;
}

/** A permit that is asked for. */
export interface Wanted {
  readonly limit: LimitName;
  /** Whose it is. */
  readonly whose: string;
  /** Where there is none left, nobody is refused for it. */
  readonly soft?: boolean;
}

/** All that were asked for, but soft ones of which none was left. */
export interface Taken {
  readonly kind: 'taken';
  readonly permits: readonly Permit[];
  /** Returns them while their windows last. Does nothing the second time, and never throws. */
  refund(): Promise<void>;
}

export interface Refused {
  readonly kind: 'refused';
  readonly retryAfterSeconds: number;
}

/** A limit as this service is set. */
interface Bound {
  readonly permits: number;
  readonly windowMs: number;
}

/** A permit that is asked for, as its row is found and written. */
interface Row extends Wanted, Bound {
  readonly hash: string;
  readonly key: string;
  readonly windowEnds: number;
}

/**
 * Counts of the limits in the table, in the database, so that they hold over all replicas and outlive each of them. Windows
 * begin and end by the clock of the replica.
 */
@Injectable()
export class Counters {
  readonly #logger = new Logger('Limits');
  readonly #key: KeyObject;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly metrics: LimitMetrics,
  ) {
    // Of the newest alone: when it is rotated the counts begin anew.
    this.#key = createSecretKey(derivedKey(settings.ottu.webhookKeys[0], PURPOSE));
  }

  /**
   * Consumes permits in this order, in one statement, up to the first of which none is left; then none is consumed. What
   * was refused does not count: otherwise a flood would outweigh every permit that is refunded later.
   *
   * @throws StoreUnavailable when they could not be counted.
   */
  async consume(wanted: readonly Wanted[]): Promise<Taken | Refused> {
    const now = Date.now();
    const rows = wanted.map((one) => this.#row(one, now));
    const counted = await this.database.query((db) => consuming(rows, now).execute(db));
    const held = new Map(counted.rows.map((one) => [one.at, one]));
    const permits = rows.flatMap((row, at) => {
      const one = held.get(at);
      if (one === undefined) return [];
      const record = { limit: row.limit, key: row.hash, windowEnds: Number(one.expire) };
      return [{ record, used: one.points, permits: row.permits }];
    });
    const records = permits.map(({ record }) => record);
    // Of those behind it nothing is known: they were not asked for.
    const refused = rows.findIndex(({ soft }, at) => soft !== true && !held.has(at));
    for (const [at, { limit }] of rows.entries()) {
      if (!held.has(at) && (refused === -1 || at <= refused)) this.metrics.refused.inc({ limit });
    }
    const row = rows[refused];
    if (row === undefined) return { kind: 'taken', permits, refund: once(() => this.refund(records)) };
    await this.refund(records);
    return { kind: 'refused', retryAfterSeconds: await this.#secondsLeft(row) };
  }

  /** Returns permits; the caller does so once. Never throws. */
  async refund(records: readonly PermitRecord[]): Promise<void> {
    // The next window began without this permit; one too many would be in it.
    const lasting = records.filter(({ windowEnds }) => Date.now() < windowEnds);
    if (lasting.length === 0) return;
    const keys = lasting.map(({ limit, key }) => keyOf(limit, key));
    // Locked in the order in which they were consumed.
    const refunding = sql`
      with held as materialized (
        select c.key from unnest(${keys}::text[]) with ordinality as given (key, at) join limit_counts c on c.key = given.key
          order by given.at for update of c)
      update limit_counts set points = greatest(limit_counts.points - 1, 0) from held where limit_counts.key = held.key`;
    await this.database
      .query((db) => refunding.execute(db))
      .catch((error: unknown) => {
        this.#logger.warn(
          { err: error },
          'Tokens of limits could not be given back; they count until their windows end',
        );
      });
  }

  #row(wanted: Wanted, now: number): Row {
    // Neither customers nor addresses stand in the table, nor what they could be found by; and all are equally long.
    const hash = createHmac('sha256', this.#key).update(wanted.whose).digest('hex');
    const bound = this.#bound(wanted.limit);
    return { ...wanted, ...bound, hash, key: keyOf(wanted.limit, hash), windowEnds: now + bound.windowMs };
  }

  #bound(limit: LimitName): Bound {
    const { storefront, durations } = this.settings;
    return {
      permits: limit === 'all_carts' ? storefront.cartsPerHour : LIMITS[limit].permits,
      windowMs: Math.max(1, Math.ceil(durations[LIMITS[limit].window] / 1000)) * 1000,
    };
  }

  async #secondsLeft({ key, windowEnds }: Row): Promise<number> {
    const asked = sql<{ expire: string }>`select expire::text from limit_counts where key = ${key}`;
    const { rows } = await this.database.query((db) => asked.execute(db));
    const ends = rows[0] === undefined ? windowEnds : Number(rows[0].expire);
    return Math.max(1, Math.ceil((ends - Date.now()) / 1000));
  }
}

/** One statement that takes each permit if there is one, and if all before it were taken that are not soft. */
function consuming(rows: readonly Row[], now: number): RawBuilder<CountRow> {
  let after: RawBuilder<unknown> = sql`true`;
  const steps = rows.map(({ key, permits, windowEnds, soft }, at) => {
    const name = sql.raw(`permit_${at}`);
    const step = sql`${name} as (
      insert into limit_counts as held (key, points, expire)
        select ${key}, 1, ${windowEnds}::bigint where ${after}
        on conflict (key) do update set
          points = case when held.expire <= ${now}::bigint then 1 else held.points + 1 end,
          expire = case when held.expire <= ${now}::bigint then excluded.expire else held.expire end
        where held.expire <= ${now}::bigint or held.points < ${permits}::integer
        returning points, expire)`;
    if (soft !== true) after = sql`exists (select from ${name})`;
    return step;
  });
  const results = rows.map((_row, at) => {
    const name = sql.raw(`permit_${at}`);
    return sql`select ${sql.raw(String(at))} as at, points, expire::text as expire from ${name}`;
  });
  return sql<CountRow>`with ${sql.join(steps)} ${sql.join(results, sql` union all `)}`;
}

interface CountRow {
  readonly at: number;
  readonly points: number;
  /** Milliseconds since 1970. */
  readonly expire: string;
}

function keyOf(limit: LimitName, hash: string): string {
  return `${limit}:${hash}`;
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done = false;
  return async () => {
    if (done) return;
    done = true;
    await work();
  };
}
