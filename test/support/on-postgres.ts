import { startPostgresServer } from './postgres-server.ts';

/**
 * For files whose sentences only PostgreSQL can hold: from now on `freshDatabaseUrl` gives databases of a server of the
 * file's own.
 *
 * @returns what ends the server.
 */
export async function useOwnPostgres(): Promise<() => Promise<void>> {
  const server = await startPostgresServer();
  globalThis.TEST_DATABASE = 'postgres';
  process.env['TEST_POSTGRES_URL'] = server.url;
  return server.stop;
}
