import { Injectable } from '@nestjs/common';

import { Background } from '../background/background.ts';
import type { Poller } from '../background/poller.ts';
import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import { purgePayments } from './payment-repository.ts';

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
    const { retentionDays: days } = this.settings;
    return this.database.query((db) => purgePayments(db, { days, limit: BATCH }));
  }
}
