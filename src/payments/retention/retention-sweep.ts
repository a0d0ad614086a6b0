import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { Repeating } from '../../jobs/repeating.ts';
import { isOpen, ATTEMPT_STATES } from '../states/attempt-state.ts';
import { outcomeOf, PAYMENT_STATES } from '../states/payment-state.ts';

const BATCH = 200;

/**
 * M10: a payment goes with its keys, facts and timeline when nothing has happened to it for `RETENTION_DAYS`, 400 at
 * least, and never while its outcome is open. Its order number stays used for ever (M41).
 */
@Injectable()
export class RetentionSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Retention');
  readonly #repeating: Repeating;
  #stopping = false;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {
    this.#repeating = new Repeating(
      settings.waits.purge,
      async () => void (await this.sweep()),
      (error) => this.#logger.warn({ err: error }, 'Old payments could not be removed; it is tried again'),
    );
  }

  onApplicationBootstrap(): void {
    this.#repeating.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    await this.#repeating.stop();
  }

  /** @returns how many payments have gone. */
  async sweep(): Promise<number> {
    for (let removed = 0; ; ) {
      const batch = await this.#remove();
      removed += batch;
      if (batch < BATCH || this.#stopping) return removed;
    }
  }

  async #remove(): Promise<number> {
    const settled = PAYMENT_STATES.filter((state) => outcomeOf(state, false) !== 'unknown');
    const { numDeletedRows } = await this.database.inTransaction((tx) =>
      tx
        .deleteFrom('payments')
        .where('id', 'in', (db) =>
          db
            .selectFrom('payments as old')
            .select('old.id')
            .where('old.updated_at', '<', sql<Date>`now() - ${`${this.settings.retentionDays} days`}::interval`)
            .where('old.state', 'in', settled)
            .where('old.next_check_at', 'is', null)
            .where(({ not, exists, selectFrom }) =>
              not(
                exists(
                  selectFrom('payment_attempts')
                    .select('payment_attempts.id')
                    .whereRef('payment_attempts.payment_id', '=', 'old.id')
                    .where('payment_attempts.state', 'in', ATTEMPT_STATES.filter(isOpen)),
                ),
              ),
            )
            // What the merchant has not been told yet is not over.
            .where(({ not, exists, selectFrom }) =>
              not(
                exists(
                  selectFrom('merchant_events')
                    .select('merchant_events.id')
                    .whereRef('merchant_events.payment_id', '=', 'old.id')
                    .where('merchant_events.state', '=', 'waiting'),
                ),
              ),
            )
            .orderBy('old.updated_at')
            .limit(BATCH)
            .forUpdate()
            .skipLocked(),
        )
        .executeTakeFirst(),
    );
    return Number(numDeletedRows);
  }
}
