import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { Secret } from '../../src/config/secret.ts';
import { migrate, pendingMigrations } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { moved, operate, operations, paid } from '../operations/support.ts';
import { eventually } from '../support/eventually.ts';
import { freshDatabaseUrl, setOfDatabase } from '../support/fresh-database.ts';
import { startReplica, type Replica } from '../support/service.ts';

/** Much less than anything waits for here. */
const IMPATIENT = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
const REFUND = { operation: 'refund', amount: '0.300' };

let simulator: Simulator;
let databaseUrl: string;
let replica: Replica;
let other: pg.Client;
let watcher: pg.Client;

beforeAll(async () => {
  simulator = await createSimulator();
  databaseUrl = await freshDatabaseUrl();
  other = new pg.Client({ connectionString: databaseUrl });
  watcher = new pg.Client({ connectionString: databaseUrl });
  for (const client of [other, watcher]) await client.connect();
  for (const limit of IMPATIENT) await setOfDatabase(databaseUrl, `${limit} = '50ms'`);
  replica = await startReplica({ simulator, databaseUrl });
});
afterAll(async () => {
  for (const client of [other, watcher]) await client.end();
  await replica.close();
  await simulator.close();
});

/**
 * The sessions that wait for a lock, for longer than the server would have let them. Asked outside of any transaction: to
 * the end of one, PostgreSQL shows the sessions that were there when it was asked first.
 */
async function waiting(): Promise<number[]> {
  const { rows } = await watcher.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      and clock_timestamp() - query_start > interval '200 milliseconds'`,
  );
  return rows.map(({ pid }) => pid);
}

/** A refund that waits because somebody else holds the payment's row, until `meanwhile` has ended that. */
async function refundBehindLock(id: string, meanwhile: () => Promise<unknown>): ReturnType<typeof operate> {
  await other.query('begin');
  await other.query('select from payments where id = $1 for update', [id]);
  const refund = operate(replica, id, REFUND);
  await eventually(async () => (await waiting()).length > 0);
  await meanwhile();
  const answer = await refund;
  await other.query('commit');
  return answer;
}

describe('limits of the server, the database or the role that are shorter than those of the service', () => {
  it('do not hold: the service’s own go with each connection', async () => {
    const { id } = await paid({ url: replica.url, simulator });
    const answer = await refundBehindLock(id, () => other.query('commit'));
    expect([answer.status, answer.body.operation?.state]).toEqual([201, 'succeeded']);
  });

  it('do not end a migration, which waits for another replica’s for as long as it takes', async () => {
    await other.query('begin');
    await other.query('lock table kysely_migration in access exclusive mode');
    const settings = { kind: 'postgres', url: new Secret(databaseUrl) } as const;
    const database = await openDatabase(settings, { onConnectionLost: () => undefined });
    const migrated = migrate(database);
    await eventually(async () => (await waiting()).length > 0);
    await other.query('commit');
    await migrated;
    expect(await pendingMigrations(database)).toEqual([]);
    await database.close();
  });
});

describe('M1: a statement that the server ends', () => {
  it('is a store that is away, told as unknown; nothing was sent', async () => {
    const { id } = await paid({ url: replica.url, simulator });
    const before = moved(simulator).length;
    const answer = await refundBehindLock(id, async () => {
      for (const pid of await waiting()) await other.query('select pg_cancel_backend($1)', [pid]);
    });
    expect([answer.status, answer.body.code, answer.body.outcome]).toEqual([503, 'store_unavailable', 'unknown']);
    expect(moved(simulator)).toHaveLength(before);
    expect(await operations(replica, id)).toEqual([]);
  });
});
