import { sql } from 'kysely';

import type { DatabaseSettings } from '../../config/settings.ts';
import { asDatabaseUnusable } from '../database-unusable.ts';
import type { Database, Tx } from '../database.ts';
import { foreignMigrations, migrate } from '../migrate.ts';
import { openDatabase } from '../open-database.ts';
import { tablesOf } from './inventory.ts';
import { Refusal } from './refusal.ts';

/**
 * An empty PostgreSQL; nothing is made in it yet.
 *
 * @throws Refusal where it is no PostgreSQL, or holds something
 * @throws DatabaseUnusable where it cannot be reached
 */
export async function openTarget(settings: DatabaseSettings | undefined): Promise<Database> {
  if (settings?.kind !== 'postgres') {
    throw new Refusal('--to, or DATABASE_URL, must be postgres://USER:PASSWORD@HOST:PORT/DATABASE');
  }
  const database = await openDatabase(settings, { onConnectionLost: () => undefined });
  try {
    await database.inTransaction(requireOurs);
    return database;
  } catch (error) {
    await database.close().catch(() => undefined);
    throw asDatabaseUnusable(error);
  }
}

/**
 * Makes the tables of this version in it.
 *
 * @throws Refusal, DatabaseUnusable
 */
export async function migrateTarget(database: Database): Promise<void> {
  try {
    await migrate(database);
  } catch (error) {
    throw asDatabaseUnusable(error);
  }
  const { later } = await foreignMigrations(database);
  if (later.length > 0) throw new Refusal(`The target was migrated by a later version: use it (${later.join(', ')})`);
}

/** Before anything is made in it: a mistyped address must not put tables beside those of somebody else. */
async function requireOurs(tx: Tx): Promise<void> {
  const { rows } = await sql<{ migrated: boolean; encoding: string }>`
    select to_regclass('kysely_migration') is not null as migrated,
      current_setting('server_encoding') as encoding`.execute(tx);
  const [server] = rows;
  if (server?.encoding !== 'UTF8') throw new Refusal(`The target's encoding is ${server?.encoding}; it must be UTF8`);
  if (server.migrated) return requireNoRows(tx);
  const tables = await tablesOf(tx);
  if (tables.length > 0) {
    throw new Refusal(`The target has tables already (${tables.map(({ name }) => name).join(', ')}); it must be empty`);
  }
}

/** @throws Refusal naming the tables that have rows */
export async function requireNoRows(tx: Tx): Promise<void> {
  const used: string[] = [];
  for (const { name } of await tablesOf(tx)) {
    const { rows } = await sql<{ used: boolean }>`select exists (select from ${sql.table(name)}) as used`.execute(tx);
    if (rows[0]?.used === true) used.push(name);
  }
  if (used.length > 0) throw new Refusal(`The target has rows already (${used.join(', ')}); it must be empty`);
}
