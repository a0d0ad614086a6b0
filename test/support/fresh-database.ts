import { randomBytes } from 'node:crypto';

declare global {
  var TEST_DATABASE: 'pglite' | 'postgres' | undefined;
}

/** The database that those of the tests are copies of. */
export const TEMPLATE = 'migrated';

/** Which of the two databases this run of the end-to-end files is on. */
export function databaseKind(): 'pglite' | 'postgres' {
  return globalThis.TEST_DATABASE ?? 'pglite';
}

/** A `DATABASE_URL` of a database without rows: PGlite in memory, or a new one with all tables on the run's PostgreSQL. */
export async function freshDatabaseUrl(): Promise<string> {
  return databaseKind() === 'pglite' ? 'pglite:memory' : createDatabase(newName(), { template: TEMPLATE });
}

/** The same without tables. */
export async function emptyDatabaseUrl(): Promise<string> {
  return databaseKind() === 'pglite' ? 'pglite:memory' : createDatabase(newName());
}

/** Creates a database on the test run's PostgreSQL. */
export async function createDatabase(name: string, { template }: { readonly template?: string } = {}): Promise<string> {
  const server = process.env['TEST_POSTGRES_URL'];
  if (server === undefined) throw new Error('the test run has no PostgreSQL: run it through jest.config.mjs');
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name} ${template === undefined ? '' : `template ${template}`}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/**
 * Changes a setting of one database, for the sessions that begin from now on.
 *
 * @param assignment such as `default_transaction_read_only = on`
 */
export async function setOfDatabase(url: string, assignment: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: process.env['TEST_POSTGRES_URL'] });
  await client.connect();
  await client.query(`alter database ${new URL(url).pathname.slice(1)} set ${assignment}`);
  await client.end();
}

function newName(): string {
  return `test_${randomBytes(6).toString('hex')}`;
}
