import { fromPglite, type ConstructorOptions } from 'pg-boss';

import type { DatabaseSettings } from '../config/settings.ts';
import type { Database } from '../database/database.ts';

/** Enough for polling and sending; jobs must not take connections from those who charge. */
const POOL_SIZE = 2;
/** A connection that has fallen silent is given up; longer than pg-boss waits for a lock (30 s). Milliseconds. */
const ANSWER_WITHIN = 40_000;

/** How pg-boss reaches the service's own database: over a small pool, or through the one connection of PGlite. */
export function bossDatabase(settings: DatabaseSettings, database: Database): ConstructorOptions {
  const { embedded } = database;
  if (settings.kind === 'postgres') {
    const ofDriver = { query_timeout: ANSWER_WITHIN };
    return {
      connectionString: settings.url.reveal(),
      max: POOL_SIZE,
      application_name: 'ottu-bff-jobs',
      // Not among the options of pg-boss, which hands all that it is given to node-postgres.
      ...ofDriver,
    };
  }
  if (embedded === undefined) throw new Error('PGlite was not opened by this service');
  const direct = fromPglite(embedded);
  return {
    backend: 'pglite',
    db: { executeSql: async (text, values) => database.exclusively(() => direct.executeSql(text, values)) },
  };
}
