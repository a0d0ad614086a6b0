import { Injectable } from '@nestjs/common';

import { Background } from '../background/background.ts';
import type { Poller } from '../background/poller.ts';
import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import { Outbox } from '../merchant-events/outbox.ts';
import { purgePayments } from './payment-repository.ts';

const BATCH = 200;

/**
 * M10: a payment goes with its keys, facts and timeline when nothing has happened to it for `RETENTION_DAYS`, 400 at
 * least, and never while its outcome is open. Its order number stays used for ever (M41). What was told of carts that cost
 * nothing goes when that was so long ago.
 */
@Injectable()
export class RetentionSweep {
  readonly #poller: Poller;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly outbox: Outbox,
    background: Background,
  ) {
    this.#poller = background.poller({
      name: 'Retention',
      everyMs: settings.durations.purge,
      run: () => this.sweep(),
      failed: 'Old payments could not be removed; it is tried again',
    });
  }

  /** @returns how many payments and events have gone. */
  async sweep(): Promise<number> {
    return this.#poller.drain(BATCH, () => this.#remove());
  }

  async #remove(): Promise<number> {
    const { retentionDays: days } = this.settings;
    const payments = await this.database.query((db) => purgePayments(db, { days, limit: BATCH }));
    const events = await this.database.query((db) => this.outbox.purge(db, { days, limit: BATCH }));
    return Math.max(payments, events);
  }
}
