import { fromPglite, type ConstructorOptions } from 'pg-boss';

import type { DatabaseSettings } from '../config/settings.ts';
import type { Database } from '../database/database.ts';

/** Enough for polling and sending; jobs must not take connections from those who charge. */
const POOL_SIZE = 2;

/** How pg-boss reaches the service's own database: over a small pool, or through the one connection of PGlite. */
export function bossDatabase(settings: DatabaseSettings, database: Database): ConstructorOptions {
  const { embedded } = database;
  if (settings.kind === 'postgres') {
    return { connectionString: settings.url.reveal(), max: POOL_SIZE, application_name: 'ottu-bff-jobs' };
  }
  if (embedded === undefined) throw new Error('PGlite was not opened by this service');
  const direct = fromPglite(embedded);
  return {
    backend: 'pglite',
    db: { executeSql: async (text, values) => database.exclusively(() => direct.executeSql(text, values)) },
  };
}
