import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Gauge } from 'prom-client';

import { Database } from '../database/database.ts';
import { Metrics } from '../observability/metrics.ts';
import { HELD_FOR_REVIEW, HELD_TO_BE_PAID, type FreezeOwner } from './freeze-owner.ts';

const HOLDERS = ['sdk', 'payment', 'review'] as const satisfies readonly FreezeOwner['by'][];

interface Held {
  readonly by: FreezeOwner['by'];
  readonly count: number;
  readonly quiet_seconds: number;
}

/** What shoppers wait for: carts that nobody can change or pay anew, by who holds them. One statement for each scrape. */
@Injectable()
export class HeldCarts {
  readonly #held: Gauge<'by'>;
  readonly #quiet: Gauge<'by'>;
  #collecting: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    { registry }: Metrics,
  ) {
    const gauge = (name: string, help: string): Gauge<'by'> =>
      new Gauge({ name, help, labelNames: ['by'], registers: [registry], collect: () => this.#collect() });
    this.#held = gauge(
      'ottu_bff_held_carts',
      'Carts that are held: by the Checkout SDK (sdk), by an attempt to pay (payment), or because a success is not proved or people have to look (review)',
    );
    this.#quiet = gauge(
      'ottu_bff_oldest_held_cart_seconds',
      'Of the held cart of which nothing was heard for longest: how long; 0 while none is held',
    );
  }

  #collect(): Promise<void> {
    this.#collecting ??= this.#read().finally(() => (this.#collecting = undefined));
    return this.#collecting;
  }

  /** While the database is away there is no number, as of unknown payments. */
  async #read(): Promise<void> {
    const held = await this.#count().catch(() => undefined);
    for (const by of HOLDERS) {
      this.#held.remove({ by });
      this.#quiet.remove({ by });
      if (held === undefined) continue;
      const row = held.find((one) => one.by === by);
      this.#held.set({ by }, row?.count ?? 0);
      this.#quiet.set({ by }, row?.quiet_seconds ?? 0);
    }
  }

  /** Since the last edit, hold for the Checkout SDK, try, or news of one of its payments: nothing tells when a hold began. */
  async #count(): Promise<readonly Held[]> {
    return this.database.query(async (db) => {
      const { rows } = await sql<Held>`
        select by, count(*)::int as count,
            extract(epoch from clock_timestamp() - min(heard_at))::float8 as quiet_seconds
          from (
            select case
                when frozen_by = ${HELD_FOR_REVIEW} then 'review'
                when starts_with(frozen_by, ${HELD_TO_BE_PAID}) then 'payment'
                else 'sdk' end as by,
              greatest(
                updated_at,
                (select max(activity_at) from payments where cart_id = carts.id),
                (select max(frozen_at) from cart_transactions where cart_id = carts.id)) as heard_at
              from carts where state = 'frozen') as held
          group by by`.execute(db);
      return rows;
    });
  }
}
