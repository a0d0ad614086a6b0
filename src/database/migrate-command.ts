import 'reflect-metadata';

import { ConfigurationError } from '../config/configuration-error.ts';
import { processEnvironment } from '../config/process-environment.ts';
import { readSettings } from '../config/read-settings.ts';
import { asDatabaseUnusable, DatabaseUnusable } from './database-unusable.ts';
import { DirectoryLocked } from './directory-lock.ts';
import { migrate, pendingMigrations } from './migrate.ts';
import { openDatabase } from './open-database.ts';
import { isError } from './is-error.ts';

/** `npm run migrate`: brings the database up to date without starting the service. Exit status 1 when it could not. */
async function run(): Promise<void> {
  const database = await openDatabase(readSettings(processEnvironment()).database, {
    onConnectionLost: () => undefined,
  });
  try {
    const pending = await pendingMigrations(database);
    await migrate(database);
    process.stdout.write(pending.length === 0 ? 'The database is up to date.\n' : `Done: ${pending.join(', ')}\n`);
  } finally {
    await database.close();
  }
}

try {
  await run();
} catch (fault) {
  const error = asDatabaseUnusable(fault);
  const foreseen = [ConfigurationError, DirectoryLocked, DatabaseUnusable].some((kind) => error instanceof kind);
  process.stderr.write(
    `${foreseen && isError(error) ? error.message : `The database could not be migrated: ${String(error)}`}\n`,
  );
  process.exitCode = 1;
}
