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
  readonly unknown_operations: number;
  readonly queued_operations: number;
  readonly awaiting_approval: number;
  readonly discrepancies: number;
}

/** What operators are woken for: payments of which it is not known whether they were charged, and since when. */
@Injectable()
export class UnknownPayments {
  readonly #unknown: Gauge;
  readonly #oldest: Gauge;
  readonly #confirming: Gauge;
  readonly #needsReview: Gauge;
  readonly #unknownOperations: Gauge;
  readonly #queuedOperations: Gauge;
  readonly #awaitingApproval: Gauge;
  readonly #discrepancies: Gauge;
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
    this.#unknownOperations = gauge('unknown_operations', 'Refunds, captures and the like whose outcome is not known');
    this.#queuedOperations = gauge('queued_operations', 'Operations that a gateway has put off and not done yet');
    this.#awaitingApproval = gauge('operations_awaiting_approval', 'Operations that wait for a second key (M83)');
    this.#discrepancies = gauge(
      'payment_discrepancies',
      'Payments that were not as Ottu showed them when last compared',
    );
  }

  /** Once for all of them, which are read together. */
  #collect(): Promise<void> {
    this.#collecting ??= this.#read().finally(() => (this.#collecting = undefined));
    return this.#collecting;
  }

  /** While the database is away there is no number: an old one would look like a quiet day. */
  async #read(): Promise<void> {
    const counted = await this.#count().catch(() => undefined);
    const gauges = [this.#unknown, this.#oldest, this.#confirming, this.#needsReview];
    const more = [this.#unknownOperations, this.#queuedOperations, this.#awaitingApproval, this.#discrepancies];
    for (const gauge of [...gauges, ...more]) gauge.remove();
    if (counted === undefined) return;
    this.#unknown.set(counted.unknown);
    this.#oldest.set(counted.oldest_seconds ?? 0);
    this.#confirming.set(counted.confirming);
    this.#needsReview.set(counted.needs_review);
    this.#unknownOperations.set(counted.unknown_operations);
    this.#queuedOperations.set(counted.queued_operations);
    this.#awaitingApproval.set(counted.awaiting_approval);
    this.#discrepancies.set(counted.discrepancies);
  }

  async #count(): Promise<Counted | undefined> {
    return this.database.query(async (db) => {
      const { rows } = await sql<Counted>`
        select count(*)::int as unknown,
            extract(epoch from clock_timestamp() - min(a.started_at))::float8 as oldest_seconds,
            (select count(*)::int from payments where state = 'confirming') as confirming,
            (select count(*)::int from payments where state = 'needs_review') as needs_review,
            (select count(*)::int from payment_operations
              where state = 'unknown' and finished_at is null) as unknown_operations,
            (select count(*)::int from payment_operations
              where state = 'queued' and finished_at is null) as queued_operations,
            (select count(*)::int from payment_operations
              where state = 'awaiting_approval' and finished_at is null) as awaiting_approval,
            (select count(*)::int from payments where discrepancy is not null) as discrepancies
          from payment_attempts a join payments p on p.id = a.payment_id
          where a.state in ('unknown', 'action_required') and p.state <> 'needs_review'`.execute(db);
      return rows[0];
    });
  }
}
