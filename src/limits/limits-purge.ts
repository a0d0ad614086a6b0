import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Background } from '../background/background.ts';
import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import { interval } from '../database/interval.ts';

/** Windows end by the clocks of the replicas, which may differ from the database's by less than this. */
const MARGIN_MS = 60_000;

/** Removes counts that count no more, so that the tables hold no more than the longest window. */
@Injectable()
export class LimitsPurge {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    background: Background,
  ) {
    background.poller({
      name: 'Limits',
      everyMs: settings.durations.limitsPurge,
      run: () => this.sweep(),
      failed: 'Old counts of limits could not be removed; it is tried again',
    });
  }

  async sweep(): Promise<void> {
    const windowMs = Math.ceil(this.settings.durations.declineRatio) + MARGIN_MS;
    await this.database.query(async (db) => {
      await sql`
        delete from limit_counts
          where expire < (extract(epoch from statement_timestamp()) * 1000)::bigint - ${MARGIN_MS}::bigint`.execute(db);
      await sql`delete from attempt_tokens where window_ends < statement_timestamp() - ${interval(MARGIN_MS)}`.execute(
        db,
      );
      await sql`delete from attempt_outcomes where step < statement_timestamp() - ${interval(windowMs)}`.execute(db);
    });
  }
}
