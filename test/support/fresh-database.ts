import { randomBytes } from 'node:crypto';

declare global {
  var TEST_DATABASE: 'pglite' | 'postgres' | undefined;
}

/** Which of the two databases this run of the end-to-end files is on. */
export function databaseKind(): 'pglite' | 'postgres' {
  return globalThis.TEST_DATABASE ?? 'pglite';
}

/** A `DATABASE_URL` of an empty database: PGlite in memory, or a new one on the test run's PostgreSQL. */
export async function freshDatabaseUrl(): Promise<string> {
  if (databaseKind() === 'pglite') return 'pglite:memory';
  const server = process.env['TEST_POSTGRES_URL'];
  if (server === undefined) throw new Error('the test run has no PostgreSQL: run it through jest.config.mjs');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
