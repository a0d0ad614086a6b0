import { chmodSync, mkdirSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { PGlite } from '@electric-sql/pglite';
import { PostgresDialect } from 'kysely';
import type { PoolClient } from 'pg';

import type { DatabaseSettings } from '../config/settings.ts';
import { Database, type ConnectionUse } from './database.ts';
import { lockDirectory, type DirectoryLock } from './directory-lock.ts';
import { leaveReadOnly, type ClientPool } from './leave-read-only.ts';
import { StatementTimeouts, TIME_LIMITS } from './statement-timeouts.ts';
import { SerialPGliteDialect } from './serial-pglite-dialect.ts';
import { isError } from './is-error.ts';

/** Of one process, where the settings say nothing. */
const POOL_SIZE = 20;
/** Statements end before it, and idle connections are closed before it (the pool's default is 10 s). Milliseconds. */
const SILENCE_TIMEOUT_MS = 15_000;
const INT8_OID = 20;

type PostgresSettings = Extract<DatabaseSettings, { readonly kind: 'postgres' }>;

export interface OpenDatabaseOptions {
  /** Told about a pooled connection that broke while idle; the pool replaces it by itself. */
  readonly onConnectionLost: (error: Error) => void;
  /** Told each time when the server refuses a write because it takes none; the pool leaves it by itself. */
  readonly onReadOnly?: () => void;
}

/** Opens PostgreSQL or PGlite. The driver of the one that is not used is never loaded. */
export async function openDatabase(settings: DatabaseSettings, options: OpenDatabaseOptions): Promise<Database> {
  switch (settings.kind) {
    case 'postgres':
      return openPostgres(settings, options);
    case 'pglite':
      return openPGlite(settings.directory);
  }
}

async function openPostgres(
  { url, silentForMs = SILENCE_TIMEOUT_MS, poolSize = POOL_SIZE }: PostgresSettings,
  { onConnectionLost, onReadOnly = () => undefined }: OpenDatabaseOptions,
): Promise<Database> {
  const { default: pg } = await import('pg');
  const timeouts = new StatementTimeouts();
  const openPool = (limits: Partial<typeof TIME_LIMITS>, pipeline: boolean): ClientPool => {
    const pool = new pg.Pool({
      connectionString: url.reveal(),
      max: poolSize,
      connectionTimeoutMillis: 5_000,
      ...limits,
      pipeline,
      application_name: 'ottu-bff',
    });
    pool.on('error', onConnectionLost);
    // The pool hears only of idle connections. One that breaks between two statements of a transaction would end the
    // process; the next statement fails on it, and so does the transaction.
    pool.on('connect', (client) => {
      client.on('error', () => undefined);
      failWhenSilent(client.connection.stream, silentForMs, timeouts);
    });
    return leaveReadOnly(pool, onReadOnly);
  };
  const pool = openPool(TIME_LIMITS, true);
  if (await keepsTimeLimits(pool, new URL(url.reveal()).searchParams)) {
    const { PipeliningDialect } = await import('./postgres-dialect.ts');
    return new Database(new PipeliningDialect(pool), { timeouts, connections: () => useOf(pool) });
  }
  await pool.end();
  const { withLocalTimeouts } = await import('./local-timeouts.ts');
  const shared = openPool({}, false);
  const dialect = new PostgresDialect({ pool: withLocalTimeouts(shared, timeouts) });
  return new Database(dialect, { timeouts, connections: () => useOf(shared), pooled: true });
}

function useOf({ totalCount, idleCount, waitingCount, options }: ClientPool): ConnectionUse {
  return { used: totalCount - idleCount, idle: idleCount, most: options.max, waiting: waitingCount };
}

/** How poolers say that they do not take a parameter: PgBouncer by the first code, others by the second. */
const PARAMETER_REFUSED = new Set(['08P01', '0A000']);

/**
 * Whether the time limits that connections ask for hold. PgBouncer refuses connections that ask, or, when it is told to
 * ignore that, hands out such without any. A database that is away is not found out about here.
 *
 * @param own limits of the address, which go before those of this service.
 */
async function keepsTimeLimits(pool: ClientPool, own: URLSearchParams): Promise<boolean> {
  let client: PoolClient | undefined;
  try {
    client = await pool.connect();
    const { rows } = await client.query<{ name: keyof typeof TIME_LIMITS; setting: string }>(
      'select name, setting from pg_settings where name = any($1)',
      [Object.keys(TIME_LIMITS)],
    );
    return rows.every(({ name, setting }) => Number(setting) === Number(own.get(name) ?? TIME_LIMITS[name]));
  } catch (error) {
    return !(isError(error) && 'code' in error && PARAMETER_REFUSED.has(String(error.code)));
  } finally {
    client?.release();
  }
}

/**
 * A machine that vanished or a firewall that forgot sends nothing more, not even an end. Without a limit, statements on
 * every connection of the pool would wait until the operating system gives up after a quarter of an hour.
 */
function failWhenSilent(stream: Duplex, silentForMs: number, timeouts: StatementTimeouts): void {
  if (!(stream instanceof Socket)) return;
  stream.on('timeout', () => {
    // The next time-out is counted from here.
    if (timeouts.suspended) stream.setTimeout(silentForMs);
    else stream.destroy(Object.assign(new Error('The database has not answered in time'), { code: 'ETIMEDOUT' }));
  });
  stream.setTimeout(silentForMs);
}

/** @throws DirectoryLocked when another process has the directory open */
async function openPGlite(directory: string | undefined): Promise<Database> {
  if (directory === undefined) return opened(await pgliteAt(undefined));
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  closeToOthers(directory);
  const lock = await lockDirectory(directory);
  try {
    return opened(await pgliteAt(directory), lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** It holds every order and its customer. A volume that belongs to somebody else keeps the rights that it has. */
function closeToOthers(directory: string): void {
  try {
    chmodSync(directory, 0o700);
  } catch {
    // Whether it can be written to at all is said by the lock.
  }
}

/** PGlite in memory, with what `dumpDataDir` has written. */
export async function openDump(dump: Blob): Promise<Database> {
  return opened(await pgliteAt(undefined, dump));
}

function opened(embedded: PGlite, lock?: DirectoryLock): Database {
  const dialect = new SerialPGliteDialect({ pglite: embedded });
  return new Database(dialect, lock === undefined ? { embedded } : { embedded, lock });
}

async function pgliteAt(directory: string | undefined, loadDataDir?: Blob): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite');
  return PGlite.create({
    ...(directory === undefined ? {} : { dataDir: directory }),
    ...(loadDataDir === undefined ? {} : { loadDataDir }),
    // As node-postgres does: 64-bit integers as text, never as a `number`.
    parsers: { [INT8_OID]: (text: string) => text },
  });
}
