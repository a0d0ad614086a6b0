import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Gauge } from 'prom-client';

import { Database } from '../../database/database.ts';
import { Metrics } from '../../observability/metrics.ts';

interface Counted {
  readonly unknown: number;
  readonly oldest_seconds: number | null;
  readonly confirming: number;
  readonly needs_review: number;
}

/** What operators are woken for: payments of which it is not known whether they were charged, and since when. */
@Injectable()
export class UnknownPayments {
  readonly #unknown: Gauge;
  readonly #oldest: Gauge;
  readonly #confirming: Gauge;
  readonly #needsReview: Gauge;
  #collecting: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    { registry }: Metrics,
  ) {
    const gauge = (name: string, help: string): Gauge =>
      new Gauge({ name: `ottu_bff_${name}`, help, registers: [registry], collect: () => this.#collect() });
    this.#unknown = gauge('unknown_payments', 'Payments with an attempt whose outcome is not known');
    this.#oldest = gauge(
      'oldest_unknown_payment_seconds',
      'Age of the oldest attempt whose outcome is not known; 0 while there is none',
    );
    this.#confirming = gauge('confirming_payments', 'Payments with a success that is not proved yet (M26)');
    this.#needsReview = gauge('payments_needing_review', 'Payments that are for people to look at');
  }

  /** Once for all four, which are read together. */
  #collect(): Promise<void> {
    this.#collecting ??= this.#read().finally(() => (this.#collecting = undefined));
    return this.#collecting;
  }

  /** While the database is away there is no number: an old one would look like a quiet day. */
  async #read(): Promise<void> {
    const counted = await this.#count().catch(() => undefined);
    for (const gauge of [this.#unknown, this.#oldest, this.#confirming, this.#needsReview]) gauge.remove();
    if (counted === undefined) return;
    this.#unknown.set(counted.unknown);
    this.#oldest.set(counted.oldest_seconds ?? 0);
    this.#confirming.set(counted.confirming);
    this.#needsReview.set(counted.needs_review);
  }

  async #count(): Promise<Counted | undefined> {
    return this.database.query(async (db) => {
      const { rows } = await sql<Counted>`
        select count(*)::int as unknown,
            extract(epoch from clock_timestamp() - min(a.started_at))::float8 as oldest_seconds,
            (select count(*)::int from payments where state = 'confirming') as confirming,
            (select count(*)::int from payments where state = 'needs_review') as needs_review
          from payment_attempts a join payments p on p.id = a.payment_id
          where a.state in ('unknown', 'action_required') and p.state <> 'needs_review'`.execute(db);
      return rows[0];
    });
  }
}
