import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { parseDatabaseUrl } from '../../config/database-settings.ts';
import type { Database } from '../database.ts';
import { foreignMigrations, pendingMigrations } from '../migrate.ts';
import { openDatabase } from '../open-database.ts';
import { Refusal } from './refusal.ts';

/**
 * A PGlite directory that holds the database of this version; nobody else opens it until it is closed.
 *
 * @param url `pglite:DIRECTORY`
 * @throws Refusal where it is none, or of another version
 * @throws DirectoryLocked while a service has it open
 */
export async function openSource(url: string): Promise<Database> {
  const settings = parseDatabaseUrl(url);
  if (settings?.kind !== 'pglite' || settings.directory === undefined) {
    throw new Refusal('--from must be pglite:DIRECTORY');
  }
  // Opening a directory that is empty would make a database of it.
  if (!existsSync(join(settings.directory, 'PG_VERSION'))) {
    throw new Refusal(`There is no PGlite database in ${settings.directory}`);
  }
  const database = await openDatabase(settings, { onConnectionLost: () => undefined });
  try {
    await requireThisVersion(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function requireThisVersion(database: Database): Promise<void> {
  const { later, refusal } = await foreignMigrations(database);
  if (later.length > 0 || refusal !== undefined) {
    throw new Refusal(`The source was migrated by another version (${refusal ?? later.join(', ')}): use that one`);
  }
  const pending = await pendingMigrations(database);
  if (pending.length > 0) {
    throw new Refusal(
      `The source is of a version before this one (without ${pending.join(', ')}): ` +
        'migrate it first, DATABASE_URL=pglite:DIRECTORY npm run migrate',
    );
  }
}
