import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { Secret } from '../../src/config/secret.ts';
import type { Database } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { StoreUnavailable } from '../../src/database/store-unavailable.ts';
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
])('M98: behind PgBouncer in transaction mode that %s (skipped where it is not installed)', (_what, settings) => {
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
    const limits = sql`
      select current_setting('statement_timeout') as statement,
        current_setting('idle_in_transaction_session_timeout') as idle`;
    const expected = [{ statement: '10s', idle: '30s' }];
    expect((await database.inTransaction((tx) => limits.execute(tx))).rows).toEqual(expected);
    expect((await database.query((db) => limits.execute(db))).rows).toEqual(expected);
    const slow = database.query(async (db) => {
      await sql`set local statement_timeout = 100`.execute(db);
      await sql`select pg_sleep(30)`.execute(db);
    });
    await expect(slow).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('leaves nothing behind on the connections that others get', async () => {
    const plain = new (await import('pg')).default.Client({ connectionString: pooler.url });
    await plain.connect();
    const { rows } = await plain.query("select current_setting('statement_timeout') as limit");
    await plain.end();
    expect(rows).toEqual([{ limit: '0' }]);
  });
});

whereInstalled('M58: two replicas behind PgBouncer in transaction mode (skipped where it is not installed)', () => {
  async function twoReplicas(more: (databaseUrl: string) => Variables) {
    const databaseUrl = await freshDatabaseUrl();
    const pooler = await startPgBouncer(databaseUrl);
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

  it('charge, find out that they hear nothing, warn once, and tell their streams by polling', async () => {
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
