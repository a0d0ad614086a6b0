import { startPostgresServer, type PostgresServer } from './postgres-server.ts';

declare global {
  var testPostgres: PostgresServer | undefined;
}

// Jest wants the set-up of a project as a default export.
export default async function startPostgres(): Promise<void> {
  globalThis.testPostgres = await startPostgresServer();
  process.env['TEST_POSTGRES_URL'] = globalThis.testPostgres.url;
}
