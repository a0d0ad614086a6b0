import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import type { Poller } from '../background/poller.ts';
import { Background } from '../background/background.ts';
import { isOpen, ATTEMPT_STATES } from './states/attempt-state.ts';
import { outcomeOf, PAYMENT_STATES } from './states/payment-state.ts';

const BATCH = 200;

/**
 * M10: a payment goes with its keys, facts and timeline when nothing has happened to it for `RETENTION_DAYS`, 400 at
 * least, and never while its outcome is open. Its order number stays used for ever (M41).
 */
@Injectable()
export class RetentionSweep {
  readonly #poller: Poller;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    background: Background,
  ) {
    this.#poller = background.poller({
      name: 'Retention',
      everyMs: settings.durations.purge,
      run: () => this.sweep(),
      failed: 'Old payments could not be removed; it is tried again',
    });
  }

  /** @returns how many payments have gone. */
  async sweep(): Promise<number> {
    return this.#poller.drain(BATCH, () => this.#remove());
  }

  async #remove(): Promise<number> {
    const settled = PAYMENT_STATES.filter((state) => outcomeOf(state, false) !== 'unknown');
    const open = ATTEMPT_STATES.filter(isOpen);
    const { numAffectedRows } = await this.database.query((db) =>
      sql`
        delete from payments where id in (
          select id from payments p
            where updated_at < now() - ${`${this.settings.retentionDays} days`}::interval
              and state in (${sql.join(settled)}) and next_check_at is null
              and not exists (select from payment_attempts where payment_id = p.id and state in (${sql.join(open)}))
              -- What the merchant has not been told yet is not over.
              and not exists (select from merchant_events where payment_id = p.id and state = 'waiting')
            order by updated_at limit ${BATCH}
            for update skip locked)`.execute(db),
    );
    return Number(numAffectedRows ?? 0n);
  }
}
