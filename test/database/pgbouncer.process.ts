import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresDialect, sql } from 'kysely';
import pg from 'pg';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { Secret } from '../../src/config/secret.ts';
import { Database } from '../../src/database/database.ts';
import { withLocalTimeouts } from '../../src/database/local-timeouts.ts';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { StatementTimeouts } from '../../src/database/statement-timeouts.ts';
import { changeCart, newCart } from '../carts/support.ts';
import { EventReader } from '../live-status/event-reader.ts';
import { buyNow } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { emptyDatabaseUrl, freshDatabaseUrl } from '../support/fresh-database.ts';
import { hasPgBouncer, startPgBouncer, type PgBouncer } from '../support/pgbouncer.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor, type Variables } from '../support/service.ts';

const IGNORES = ['ignore_startup_parameters = statement_timeout,idle_in_transaction_session_timeout,lock_timeout'];
const DEAF = 'No notification of the database arrives';

// Debian's package; `.ci/run` installs it.
const whereInstalled = hasPgBouncer() ? describe : describe.skip;

let simulator: Simulator;

beforeAll(async () => {
  simulator = await createSimulator();
});
afterAll(async () => {
  await simulator.close();
});

whereInstalled.each([
  ['refuses the time limits that connections ask for', []],
  ['ignores the time limits that connections ask for', IGNORES],
])('M1: behind PgBouncer in transaction mode that %s (skipped where it is not installed)', (_what, settings) => {
  let pooler: PgBouncer;
  let database: Database;

  beforeAll(async () => {
    pooler = await startPgBouncer(await emptyDatabaseUrl(), settings);
    database = await openDatabase(
      { kind: 'postgres', url: new Secret(pooler.url) },
      { onConnectionLost: () => undefined },
    );
  });
  afterAll(async () => {
    await database.close();
    await pooler.stop();
  });

  it('the tables are made, although a migration may take longer than any other statement', async () => {
    await migrate(database);
    const limits = database.withoutTimeout(() =>
      database.query((db) => sql`select current_setting('statement_timeout') as limit`.execute(db)),
    );
    expect((await limits).rows).toEqual([{ limit: '0' }]);
  });

  it('every statement has its time limit all the same, inside transactions and outside of them', async () => {
    const limit = sql`select current_setting('statement_timeout') as statement`;
    const lock = sql`select current_setting('lock_timeout') as lock`;
    const idle = sql`select current_setting('idle_in_transaction_session_timeout') as idle`;
    expect((await database.query((db) => limit.execute(db))).rows).toEqual([{ statement: '10s' }]);
    expect((await database.query((db) => lock.execute(db))).rows).toEqual([{ lock: '10s' }]);
    await database.inTransaction(async (tx) => {
      expect((await limit.execute(tx)).rows).toEqual([{ statement: '10s' }]);
      expect((await lock.execute(tx)).rows).toEqual([{ lock: '10s' }]);
      expect((await idle.execute(tx)).rows).toEqual([{ idle: '30s' }]);
    });
  });

  it('a statement that takes longer is ended by the server, as one of a store that is away', async () => {
    const limits = { statement_timeout: 100, lock_timeout: 0, idle_in_transaction_session_timeout: 1_000 };
    const timeouts = new StatementTimeouts();
    const pool = withLocalTimeouts(new pg.Pool({ connectionString: pooler.url }), timeouts, limits);
    const impatient = new Database(new PostgresDialect({ pool }), { timeouts, pooled: true });
    const sleep = sql`select pg_sleep(${30}::float8)`;
    const canceled = { name: 'StoreUnavailable', cause: { code: '57014' } };
    await expect(impatient.query((db) => sleep.execute(db))).rejects.toMatchObject(canceled);
    await expect(impatient.inTransaction((tx) => sleep.execute(tx))).rejects.toMatchObject(canceled);
    await impatient.close();
  });

  it('statements outside of transactions do what they do without a pooler', async () => {
    await database.query((db) => sql`create table things (id int primary key, name text)`.execute(db));
    const insert = (id: number, name: string): Promise<unknown> =>
      database.query((db) => sql`insert into things values (${id}, ${name})`.execute(db));
    expect(await insert(1, "it's")).toMatchObject({ numAffectedRows: 1n, rows: [] });
    await expect(insert(1, 'again')).rejects.toMatchObject({ code: '23505' });
    const { rows } = await database.query((db) => sql`select * from things`.execute(db));
    expect(rows).toEqual([{ id: 1, name: "it's" }]);
    const none = database.query((db) => sql`update things set name = '' where id = ${2}`.execute(db));
    expect(await none).toMatchObject({ numAffectedRows: 0n });
    const noValue = {
      toPostgres: () => {
        throw new Error('no value');
      },
    };
    await expect(database.query((db) => sql`select ${noValue}`.execute(db))).rejects.toThrow('no value');
    // The fault of one has not set back another, nor what comes after it on the same connection.
    const many = Array.from({ length: 50 }, (_, id) => insert(id, 'one of many').catch(() => undefined));
    await Promise.all(many);
    const count = database.query((db) => sql`select count(*)::int as count from things`.execute(db));
    expect((await count).rows).toEqual([{ count: 50 }]);
    // What a statement does is undone where it fails, as without a pooler.
    const half = database.query((db) => sql`update things set name = (1 / (id - 49))::text`.execute(db));
    await expect(half).rejects.toMatchObject({ code: '22012' });
    expect(
      (await database.query((db) => sql`select 1 from things where id = 2 and name = '0'`.execute(db))).rows,
    ).toEqual([]);
  });

  it('leaves nothing behind on the connections that others get', async () => {
    const plain = new pg.Client({ connectionString: pooler.url });
    await plain.connect();
    const { rows } = await plain.query("select current_setting('statement_timeout') as limit");
    await plain.end();
    expect(rows).toEqual([{ limit: '0' }]);
  });
});

whereInstalled('M58: two replicas behind PgBouncer (skipped where it is not installed)', () => {
  async function twoReplicas(more: (databaseUrl: string) => Variables, settings: readonly string[] = []) {
    const databaseUrl = await freshDatabaseUrl();
    const pooler = await startPgBouncer(databaseUrl, settings);
    const variables = variablesFor(simulator, pooler.url, { LOG_LEVEL: 'warn', ...more(databaseUrl) });
    const replicas = [await startServiceProcess(variables), await startServiceProcess(variables)] as const;
    const stop = async (): Promise<void> => {
      for (const replica of replicas) await replica.end('SIGTERM');
      await pooler.stop();
    };
    return { replicas, stop };
  }

  /** A change that one of them makes, seen on a stream of the other. */
  async function assertTold([one, other]: readonly [ServiceProcess, ServiceProcess]): Promise<void> {
    const cart = await newCart(one.url);
    const stream = await (await EventReader.open(other.url, cart)).until('payment', 1);
    expect((await changeCart(one.url, cart, { extra: { count: 1 } })).status).toBe(200);
    await eventually(() => stream.of('payment').at(-1)?.['version'] === 2);
  }

  it('in transaction mode charge, find out that they hear nothing, warn once, and tell their streams by polling', async () => {
    const { replicas, stop } = await twoReplicas(() => ({}));
    try {
      expect((await buyNow(replicas[0].url)).body.payment.state).toBe('paid');
      for (const { output } of replicas) await eventually(() => output().includes(DEAF));
      await assertTold(replicas);
      await assertTold(replicas);
      for (const { output } of replicas) expect(output().split(DEAF)).toHaveLength(2);
    } finally {
      await stop();
    }
  });

  it('hear through one that keeps sessions, and say nothing of polling', async () => {
    const { replicas, stop } = await twoReplicas(() => ({}), ['pool_mode = session', 'default_pool_size = 60']);
    try {
      await assertTold(replicas);
      for (const { output } of replicas) expect(output()).not.toContain(DEAF);
    } finally {
      await stop();
    }
  });

  it('hear by the direct address where there is one', async () => {
    const { replicas, stop } = await twoReplicas((databaseUrl) => ({ DATABASE_DIRECT_URL: databaseUrl }));
    try {
      await assertTold(replicas);
      for (const { output } of replicas) expect(output()).not.toContain(DEAF);
    } finally {
      await stop();
    }
  });
});
