import { bundlePlan, type BundlePlan } from '../bundle/bundle-plan.ts';
import { makeBundle } from '../bundle/make-bundle.ts';
import { createDatabase, TEMPLATE } from '../fresh-database.ts';
import { startPostgresServer, type PostgresServer } from '../postgres-server.ts';

declare global {
  var testPostgres: PostgresServer | undefined;
}

// One server for all projects of a run: Jest calls this for each that has a set-up of its own.
// Jest wants the set-up of a project as a default export.
export default async function startPostgres(): Promise<void> {
  if (globalThis.testPostgres !== undefined) return;
  const plan = bundlePlan();
  await makeBundle(plan);
  const server = await startPostgresServer();
  globalThis.testPostgres = server;
  process.env['TEST_POSTGRES_URL'] = server.url;
  await migrateTemplate(plan);
}

/** The tables are made once; a test's database is a copy. */
async function migrateTemplate({ folder }: BundlePlan): Promise<void> {
  const url = await createDatabase(TEMPLATE);
  const { Secret } = (await import(
    `${folder}/src/config/secret.mjs`
  )) as typeof import('../../../src/config/secret.ts');
  const { openDatabase } = (await import(
    `${folder}/src/database/open-database.mjs`
  )) as typeof import('../../../src/database/open-database.ts');
  const { migrate } = (await import(
    `${folder}/src/database/migrate.mjs`
  )) as typeof import('../../../src/database/migrate.ts');
  const database = await openDatabase(
    { kind: 'postgres', url: new Secret(url) },
    { onConnectionLost: () => undefined },
  );
  await migrate(database);
  // A database that somebody is connected to cannot be copied.
  await database.close();
}
