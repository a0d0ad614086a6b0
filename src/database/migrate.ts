import type { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';

import type { Database } from './database.ts';
import * as payments from './migrations/0001-payments.ts';
import * as transactions from './migrations/0002-transactions.ts';
import type { Schema } from './schema.ts';

/** In order of their names. A migration that has landed is never changed; the next one amends it. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-payments': payments,
  '0002-transactions': transactions,
};

/**
 * Brings the schema up to date. Safe to run from several replicas at once: the migrator takes an advisory lock.
 *
 * @throws when a migration fails; the database is left as it was before that migration.
 */
export async function migrate(database: Database): Promise<void> {
  await database.read(async (db) => {
    const { error } = await migrator(db).migrateToLatest();
    if (error !== undefined) throw error instanceof Error ? error : new Error('a migration failed', { cause: error });
  });
}

/** Names of migrations that have not run; empty when the schema is current. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  return database.read(async (db) => {
    const all = await migrator(db).getMigrations();
    return all.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
  });
}

function migrator(db: Kysely<Schema>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
}
