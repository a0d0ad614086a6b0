import { mkdirSync } from 'node:fs';

import type { PGlite } from '@electric-sql/pglite';
import { PostgresDialect, type Dialect } from 'kysely';

import type { DatabaseSettings } from '../config/settings.ts';
import { Database } from './database.ts';
import { lockDirectory } from './directory-lock.ts';
import { SerialPGliteDialect } from './serial-pglite-dialect.ts';

const POOL_SIZE = 20;
const INT8_OID = 20;

export interface OpenDatabaseOptions {
  /** Told about a pooled connection that broke while idle; the pool replaces it by itself. */
  readonly onConnectionLost: (error: Error) => void;
}

/** Opens PostgreSQL or PGlite. The driver of the one that is not used is never loaded. */
export async function openDatabase(settings: DatabaseSettings, options: OpenDatabaseOptions): Promise<Database> {
  switch (settings.kind) {
    case 'postgres':
      return openPostgres(settings.url.reveal(), options);
    case 'pglite':
      return openPGlite(settings.directory);
  }
}

async function openPostgres(connectionString: string, { onConnectionLost }: OpenDatabaseOptions): Promise<Database> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString,
    max: POOL_SIZE,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'ottu-bff',
  });
  pool.on('error', onConnectionLost);
  // The pool hears only of idle connections. One that breaks between two statements of a transaction would end the
  // process; the next statement fails on it, and so does the transaction.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Database(new PostgresDialect({ pool }));
}

/** @throws DirectoryLocked when another process has the directory open */
async function openPGlite(directory: string | undefined): Promise<Database> {
  if (directory === undefined) return new Database(...(await pgliteAt(undefined)));
  mkdirSync(directory, { recursive: true });
  const lock = await lockDirectory(directory);
  try {
    return new Database(...(await pgliteAt(directory)), lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function pgliteAt(directory: string | undefined): Promise<[dialect: Dialect, embedded: PGlite]> {
  const { PGlite } = await import('@electric-sql/pglite');
  const pglite = await PGlite.create({
    ...(directory === undefined ? {} : { dataDir: directory }),
    // As node-postgres does: 64-bit integers as text, never as a `number`.
    parsers: { [INT8_OID]: (text: string) => text },
  });
  return [new SerialPGliteDialect({ pglite }), pglite];
}
