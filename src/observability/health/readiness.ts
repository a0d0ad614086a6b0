import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';

import { Database } from '../../database/database.ts';
import { pendingMigrations } from '../../database/migrate.ts';
import { isStoreUnavailable } from '../../database/store-unavailable.ts';

/** Whether this process takes requests. Ottu is never asked: its trouble must not take every replica out at once. */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  #draining = false;
  #migrated = false;

  constructor(private readonly database: Database) {}

  beforeApplicationShutdown(): void {
    this.#draining = true;
  }

  /** What is in the way; nothing when requests are taken. */
  async trouble(): Promise<'store_unavailable' | 'shutting_down' | undefined> {
    if (this.#draining) return 'shutting_down';
    try {
      // A schema that was current stays current under this process: afterwards a cheap statement is enough.
      this.#migrated ||= (await pendingMigrations(this.database)).length === 0;
      await this.database.query((db) => db.selectFrom('payments').select('id').limit(1).execute());
      return this.#migrated ? undefined : 'store_unavailable';
    } catch (error) {
      if (isStoreUnavailable(error)) return 'store_unavailable';
      throw error;
    }
  }
}
