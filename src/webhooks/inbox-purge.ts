import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Background } from '../background/background.ts';
import type { Poller } from '../background/poller.ts';
import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import { fromNow } from '../database/interval.ts';

const BATCH = 500;
/** A busy shop shares its Ottu with other systems, whose events come here too: some days of them. */
const MOST_WITHOUT_PAYMENT = 50_000;

/**
 * Events whose payment never appeared (M73), and such as were given up, go after a time, and before it where there are
 * very many. Those that have a payment go with it.
 */
@Injectable()
export class InboxPurge {
  readonly #poller: Poller;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    background: Background,
  ) {
    this.#poller = background.poller({
      name: 'InboxPurge',
      everyMs: settings.durations.purge,
      run: () => this.sweep(),
      failed: 'Old events without a payment could not be removed; it is tried again',
    });
  }

  /** @returns how many events have gone. */
  async sweep(most = MOST_WITHOUT_PAYMENT): Promise<number> {
    return this.#poller.drain(BATCH, () => this.#remove(most));
  }

  /** What is due, or being worked on, is left alone. */
  async #remove(most: number): Promise<number> {
    const { unmatchedWebhook } = this.settings.durations;
    const { numAffectedRows } = await this.database.query((db) =>
      sql`
        delete from webhook_inbox where id in (
          select id from webhook_inbox
            where payment_id is null and state in ('unmatched', 'failed')
              and next_try_at is null and claimed_until is null
              and (received_at < ${fromNow(-unmatchedWebhook)}
                or id <= (select id from webhook_inbox where payment_id is null order by id desc offset ${most} limit 1))
            order by id limit ${BATCH}
            for update skip locked)`.execute(db),
    );
    return Number(numAffectedRows ?? 0n);
  }
}
