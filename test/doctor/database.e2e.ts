import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { LIVE } from '../support/settings.ts';
import { databaseKind, emptyDatabaseUrl, freshDatabaseUrl } from '../support/fresh-database.ts';
import { freePort } from '../support/free-port.ts';
import { hasPgBouncer, startPgBouncer } from '../support/pgbouncer.ts';
import { rowsOf, TestDoctor } from './support.ts';

const WITHOUT_SERVICE = { skip: ['webhook-url'] };

// A PGlite in memory is there for its own process alone.
const onPostgres = databaseKind() === 'postgres' ? describe : describe.skip;
// Debian's package; `.ci/run` installs it.
const whereInstalled = databaseKind() === 'postgres' && hasPgBouncer() ? describe : describe.skip;

let simulator: Simulator;

beforeAll(async () => {
  simulator = await createSimulator();
});
afterAll(async () => {
  await simulator.close();
});

/** Statements of the owner of the database. */
async function run(databaseUrl: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

function nameOf(databaseUrl: string): string {
  return new URL(databaseUrl).pathname.slice(1);
}

/** The address of the same database for a role of its own, which may do what these statements grant. */
async function asRole(databaseUrl: string, grants: (role: string) => readonly string[]): Promise<string> {
  const role = `${nameOf(databaseUrl)}_role`;
  await run(databaseUrl, `create role ${role} login`, ...grants(role));
  const url = new URL(databaseUrl);
  url.username = role;
  return url.href;
}

onPostgres('of the database the doctor', () => {
  it('tells which version it is and whose name it bears', async () => {
    const doctor = new TestDoctor(simulator, await freshDatabaseUrl());
    expect(await doctor.rowsOf('database', {}, WITHOUT_SERVICE)).toMatchObject([
      { verdict: 'ok', seen: expect.stringMatching(/^PostgreSQL \d+\.\d+.*, as the role postgres$/) },
    ]);
  });

  it('tells that it is away, and makes all other checks', async () => {
    const doctor = new TestDoctor(simulator, `postgres://bff@127.0.0.1:${await freePort()}/bff`);
    const report = await doctor.examine({}, WITHOUT_SERVICE);
    expect(rowsOf(report, 'database')).toMatchObject([
      { verdict: 'fail', seen: expect.stringContaining('ECONNREFUSED') },
    ]);
    expect(rowsOf(report, 'migrations')).toMatchObject([{ verdict: 'skipped' }]);
    expect(rowsOf(report, 'ottu')).toMatchObject([{ verdict: 'ok' }]);
    expect(rowsOf(report, 'catalog')).toMatchObject([{ verdict: 'ok' }]);
  });

  it('tells that there is none of its name', async () => {
    const url = new URL(await freshDatabaseUrl());
    url.pathname = '/no_such_database';
    const rows = await new TestDoctor(simulator, url.href).rowsOf('database', {}, WITHOUT_SERVICE);
    expect(rows).toMatchObject([{ verdict: 'fail', seen: expect.stringContaining('3D000') }]);
  });

  it('tells that nothing has been migrated yet, and migrates nothing', async () => {
    const doctor = new TestDoctor(simulator, await emptyDatabaseUrl());
    for (const _time of [1, 2]) {
      expect(await doctor.rowsOf('migrations', {}, WITHOUT_SERVICE)).toMatchObject([
        { verdict: 'fail', seen: expect.stringContaining('0001-payments') },
      ]);
    }
  });

  it('names the migrations of this version that a database from before lacks', async () => {
    const url = await freshDatabaseUrl();
    await run(url, "delete from kysely_migration where name > '0031'");
    const [row] = await new TestDoctor(simulator, url).rowsOf('migrations', {}, WITHOUT_SERVICE);
    expect(row).toMatchObject({ verdict: 'fail', seen: expect.stringContaining('0038-cart-agreements') });
    expect(row?.seen).not.toContain('0030');
  });

  it('names the migrations of a later version: a warning where they only add, a fault where this version cannot start', async () => {
    const url = await freshDatabaseUrl();
    const row = async () => (await new TestDoctor(simulator, url).rowsOf('migrations', {}, WITHOUT_SERVICE))[0];
    await run(url, "insert into kysely_migration (name, timestamp) values ('9998-later', now()::text)");
    expect(await row()).toMatchObject({ verdict: 'warn', seen: expect.stringContaining('9998-later') });
    await run(url, "insert into kysely_migration (name, timestamp) values ('9999-gone-needs-9998', now()::text)");
    expect(await row()).toMatchObject({
      verdict: 'fail',
      seen: expect.stringMatching(/does not start on it.*9999-gone-needs-9998/),
    });
  });

  it('tells that it takes reads only', async () => {
    const url = await freshDatabaseUrl();
    await run(url, `alter database ${nameOf(url)} set default_transaction_read_only = on`);
    expect(await new TestDoctor(simulator, url).rowsOf('database', {}, WITHOUT_SERVICE)).toMatchObject([
      { verdict: 'fail', seen: expect.stringContaining('reads only') },
    ]);
  });

  it('tells whose commits could be lost, which live mode does not start with (M98)', async () => {
    const url = await freshDatabaseUrl();
    await run(url, `alter database ${nameOf(url)} set synchronous_commit = off`);
    const doctor = new TestDoctor(simulator, url);
    expect(await doctor.rowsOf('durable-commits', {}, WITHOUT_SERVICE)).toMatchObject([
      { verdict: 'warn', seen: expect.stringContaining('synchronous_commit is off') },
    ]);
    const live = { ...LIVE, NODE_ENV: 'production', OTTU_BASE_URL: 'https://ottu.invalid', OTTU_TIMEOUT_MS: '1000' };
    expect(await doctor.rowsOf('durable-commits', { ...live, DATABASE_URL: url }, WITHOUT_SERVICE)).toMatchObject([
      { verdict: 'fail', seen: expect.stringContaining('does not start') },
    ]);
  });

  it('names the tables that its role may not use', async () => {
    const url = await freshDatabaseUrl();
    const role = await asRole(url, (name) => [
      `grant select, insert, update, delete on all tables in schema public to ${name}`,
      `revoke update on carts from ${name}`,
    ]);
    expect(await new TestDoctor(simulator, role).rowsOf('database-rights', {}, WITHOUT_SERVICE)).toMatchObject([
      { verdict: 'fail', seen: 'the role may not read and write: carts' },
    ]);
  });

  it('warns of a role that can do everything but migrate', async () => {
    const url = await freshDatabaseUrl();
    const role = await asRole(url, (name) => [
      `grant select, insert, update, delete on all tables in schema public to ${name}`,
    ]);
    expect(await new TestDoctor(simulator, role).rowsOf('database-rights', {}, WITHOUT_SERVICE)).toMatchObject([
      { verdict: 'warn', seen: expect.stringContaining('cannot migrate') },
    ]);
  });

  it('tells that DATABASE_DIRECT_URL leads nowhere', async () => {
    const doctor = new TestDoctor(simulator, await freshDatabaseUrl());
    const direct = { DATABASE_DIRECT_URL: `postgres://bff@127.0.0.1:${await freePort()}/bff` };
    expect(await doctor.rowsOf('notifications', direct, WITHOUT_SERVICE)).toMatchObject([
      { verdict: 'fail', seen: expect.stringContaining('DATABASE_DIRECT_URL cannot be listened on') },
    ]);
  });
});

whereInstalled('behind PgBouncer in transaction mode the doctor (skipped where it is not installed)', () => {
  it('finds out that no notification arrives, and that an address without it mends that', async () => {
    const url = await freshDatabaseUrl();
    const pooler = await startPgBouncer(url);
    const doctor = new TestDoctor(simulator, pooler.url);
    expect(await doctor.rowsOf('notifications', {}, WITHOUT_SERVICE)).toMatchObject([
      { verdict: 'warn', seen: expect.stringContaining('transaction mode') },
    ]);
    const report = await doctor.examine({ DATABASE_DIRECT_URL: url }, WITHOUT_SERVICE);
    await pooler.stop();
    expect(rowsOf(report, 'notifications')).toMatchObject([
      { verdict: 'ok', seen: expect.stringContaining('A pooler stands in front') },
    ]);
    expect(rowsOf(report, 'migrations')).toMatchObject([{ verdict: 'ok' }]);
  });
});
