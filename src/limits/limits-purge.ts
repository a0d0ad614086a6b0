import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { sql } from 'kysely';
import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import { Repeating } from '../jobs/repeating.ts';

/** Windows end by the clocks of the replicas, which may differ from the database's by less than this. */
const MARGIN_MS = 60_000;

/** Removes counts that count no more, so that the tables hold no more than the longest window. */
@Injectable()
export class LimitsPurge implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Limits');
  readonly #repeating: Repeating;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {
    this.#repeating = new Repeating(
      settings.waits.limitsPurge,
      () => this.purge(),
      (error) => this.#logger.warn({ err: error }, 'Old counts of limits could not be removed; it is tried again'),
    );
  }

  onApplicationBootstrap(): void {
    this.#repeating.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#repeating.stop();
  }

  async purge(): Promise<void> {
    const window = `${Math.ceil(this.settings.waits.declineRatio) + MARGIN_MS} milliseconds`;
    await this.database.read(async (db) => {
      await sql`
        delete from limit_counts
          where expire < (extract(epoch from clock_timestamp()) * 1000)::bigint - ${MARGIN_MS}::bigint`.execute(db);
      await sql`delete from attempt_outcomes where step < clock_timestamp() - ${window}::interval`.execute(db);
    });
  }
}
