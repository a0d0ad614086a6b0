import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import { Metrics } from '../observability/metrics.ts';
import { CAPTCHA_FROM } from './limits-table.ts';
import { interval } from '../database/interval.ts';

export type AttemptOutcome = 'declined' | 'succeeded';

/** Outcomes of the merchant's attempts within the sliding window. */
export interface OutcomeCounts {
  readonly declined: number;
  readonly all: number;
}

/** The window slides in steps of this part of it. */
const STEPS = 15;

/** M96: the share of attempts that were declined, over all carts, networks and replicas. */
@Injectable()
export class AttemptOutcomes {
  readonly #logger = new Logger('Limits');
  readonly #windowMs: number;
  #warned = false;

  constructor(
    private readonly database: Database,
    settings: Settings,
    { registry }: Metrics,
  ) {
    this.#windowMs = Math.max(STEPS, Math.ceil(settings.durations.declineRatio));
    // While the database is away the last value stands: the metrics must stay readable.
    const ratio = new Gauge({
      name: 'ottu_bff_attempts_declined_ratio',
      help: 'Share of declined attempts of carts within the window; 0 while there are none',
      registers: [registry],
      collect: async () => {
        const counts = await this.counts().catch(() => undefined);
        if (counts !== undefined) ratio.set(counts.all === 0 ? 0 : counts.declined / counts.all);
      },
    });
  }

  /** Counts what became of an attempt. Never throws: the attempt is over and its answer must not suffer. */
  async recordOutcome(outcome: AttemptOutcome): Promise<void> {
    try {
      const step = `${Math.ceil(this.#windowMs / STEPS)} milliseconds`;
      await this.database.query((db) =>
        sql`
          insert into attempt_outcomes (step, outcome, count)
            values (date_bin(${step}::interval, clock_timestamp(), timestamptz 'epoch'), ${outcome}, 1)
            on conflict (step, outcome) do update set count = attempt_outcomes.count + 1`.execute(db),
      );
      this.#warnOnce(await this.counts());
    } catch (error) {
      this.#logger.warn({ err: error }, 'The outcome of an attempt could not be counted');
    }
  }

  /** @throws StoreUnavailable */
  async counts(): Promise<OutcomeCounts> {
    const { rows } = await this.database.query((db) =>
      sql<OutcomeCounts>`
        select coalesce(sum(count) filter (where outcome = 'declined'), 0)::int as declined,
            coalesce(sum(count), 0)::int as "all"
          from attempt_outcomes
          where step > statement_timestamp() - ${interval(this.#windowMs)}`.execute(db),
    );
    return rows[0] ?? { declined: 0, all: 0 };
  }

  /** @throws StoreUnavailable */
  async unusuallyDeclined(): Promise<boolean> {
    return isUnusual(await this.counts());
  }

  #warnOnce(counts: OutcomeCounts): void {
    const unusual = isUnusual(counts);
    if (unusual && !this.#warned) {
      this.#logger.warn(
        { count: counts.declined },
        'M96: unusually many attempts to pay are declined; cards may be tested',
      );
    }
    this.#warned = unusual;
  }
}

function isUnusual({ declined, all }: OutcomeCounts): boolean {
  return all >= CAPTCHA_FROM.outcomes && declined / all >= CAPTCHA_FROM.declinedShare;
}
