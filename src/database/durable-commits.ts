import { sql } from 'kysely';

import { ConfigurationError } from '../config/configuration-error.ts';
import type { Database } from './database.ts';

/** Settings with which a commit that was answered is on disk, here at least. */
const DURABLE: ReadonlySet<string> = new Set(['on', 'remote_apply']);

/** The server's `synchronous_commit`, and whether a commit that was answered outlives a crash of the server. */
export async function commitDurability(
  database: Database,
): Promise<{ readonly setting: string; readonly durable: boolean }> {
  const { rows } = await database.query((db) =>
    sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(db),
  );
  const setting = rows[0]?.synchronous_commit ?? 'unknown';
  return { setting, durable: DURABLE.has(setting) };
}

/**
 * M98: live mode needs `synchronous_commit`. Without it a claim that was answered can be gone after a crash of the
 * server, and what it stood for would be charged a second time.
 *
 * @throws ConfigurationError
 */
export async function requireDurableCommits(database: Database): Promise<void> {
  const { setting, durable } = await commitDurability(database);
  if (durable) return;
  throw new ConfigurationError([
    {
      variable: 'DATABASE_URL',
      message: `names a database with synchronous_commit ${setting}; in live mode it must be on, for this database and user (M98)`,
    },
  ]);
}
