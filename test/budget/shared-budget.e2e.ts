import { createServer, type AddressInfo } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { sql } from 'kysely';

import { SharedQuota } from '../../src/quota/shared-quota.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { Secret } from '../../src/config/secret.ts';
import type { Database } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { Metrics } from '../../src/observability/metrics.ts';
import { QUOTA_DAYS_KEPT, DailyQuota } from '../../src/ottu/transport/daily-quota.ts';
import { Background } from '../../src/background/background.ts';
import type { CallGroup } from '../../src/ottu/transport/call-policy.ts';
import { eventually } from '../support/eventually.ts';
import { databaseKind, freshDatabaseUrl } from '../support/fresh-database.ts';
import { testSettings } from '../support/http-test-app.ts';
import { SANDBOX } from '../support/settings.ts';

/** Two replicas on one database; PGlite has one process, whose parts then share the one connection. */
let databases: Database[];

interface Replica {
  readonly budget: DailyQuota;
  readonly shared: SharedQuota;
  readonly metrics: Metrics;
}

function replica(at: 0 | 1 = 0, budget = new DailyQuota()): Replica {
  return replicaOn(databases[at] ?? anyDatabase(), budget);
}

function replicaOn(database: Database, budget = new DailyQuota()): Replica {
  const metrics = new Metrics();
  return { budget, metrics, shared: new SharedQuota(budget, database, testSettings(), metrics, new Background()) };
}

beforeAll(async () => {
  const { database } = readSettings({ ...SANDBOX, DATABASE_URL: await freshDatabaseUrl() });
  const open = (): Promise<Database> => openDatabase(database, { onConnectionLost: () => undefined });
  databases = databaseKind() === 'postgres' ? [await open(), await open()] : [await open()];
  await migrate(anyDatabase());
});
afterAll(async () => {
  for (const database of databases) await database.close();
});
let warn: jest.SpiedFunction<Logger['warn']>;
beforeEach(async () => {
  await anyDatabase().query((db) => db.deleteFrom('ottu_calls').execute());
  jest.restoreAllMocks();
  warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});

function anyDatabase(): Database {
  const [database] = databases;
  if (database === undefined) throw new Error('no database');
  return database;
}

async function sums(): Promise<Record<string, number>> {
  const { rows } = await anyDatabase().query((db) =>
    sql<{ name: string; calls: number }>`
      select (current_timestamp at time zone 'UTC')::date - day || ' days ago: ' || call_group as name, calls
        from ottu_calls order by day, call_group`.execute(db),
  );
  return Object.fromEntries(rows.map(({ name, calls }) => [name, calls]));
}

function countTimes({ budget }: Replica, times: number, group: CallGroup): void {
  for (let count = 0; count < times; count += 1) budget.count(group);
}

async function away(): Promise<{ readonly database: Database; readonly end: () => Promise<void> }> {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = new Secret(`postgres://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/none`);
  const database = await openDatabase({ kind: 'postgres', url }, { onConnectionLost: () => undefined });
  const end = async (): Promise<void> => {
    await database.close();
    server.close();
  };
  return { database, end };
}

describe("M95: what all replicas have used of a day's calls to Ottu", () => {
  it('a share holds over two replicas, and charges still go when it is used up', async () => {
    const [first, second] = [replica(0), replica(1)];
    let used = 0;
    for (; used < 40_000; used += 1) {
      const { budget } = used % 2 === 0 ? first : second;
      if (!budget.allows('storefront')) break;
      budget.count('storefront');
      // As often as a busy shop would, or a little less.
      if (used % 500 === 499) {
        await first.shared.share();
        await second.shared.share();
      }
    }
    // Passed by no more than what the other one sent since the last time.
    expect(used).toBeGreaterThanOrEqual(27_000);
    expect(used).toBeLessThan(27_500);
    await first.shared.share();
    await second.shared.share();
    for (const { budget } of [first, second]) {
      expect(budget.allows('storefront')).toBe(false);
      expect(budget.allows('sync')).toBe(true);
      expect(budget.allows('charge')).toBe(true);
      expect(budget.allows('background')).toBe(true);
    }
    expect(await sums()).toEqual({ '0 days ago: storefront': used });
  });

  it('a restart keeps it', async () => {
    const first = replica();
    countTimes(first, 36_000, 'sync');
    await first.shared.share();
    const restarted = replica(1);
    expect(restarted.budget.allows('sync')).toBe(true);
    await restarted.shared.share();
    expect(restarted.budget.allows('sync')).toBe(false);
    expect(restarted.budget.allows('charge')).toBe(true);
  });

  it('what is left when a replica stops is added, and the day is read as soon as one starts', async () => {
    const first = replica();
    first.shared.onModuleInit();
    countTimes(first, 36_000, 'sync');
    await first.shared.onApplicationShutdown();
    expect(await sums()).toEqual({ '0 days ago: sync': 36_000 });
    const second = replica(1);
    second.shared.onModuleInit();
    await eventually(() => !second.budget.allows('sync'));
    await second.shared.onApplicationShutdown();
  });

  it('replicas that add the same groups at the same moment lose nothing', async () => {
    const [first, second] = [replica(0), replica(1)];
    const groups = ['sync', 'storefront', 'charge', 'read', 'background'] as const;
    for (let round = 0; round < 30; round += 1) {
      for (const group of groups) countTimes(first, 1, group);
      for (const group of groups.toReversed()) countTimes(second, 2, group);
      await Promise.all([first.shared.share(), second.shared.share()]);
    }
    expect(Object.values(await sums())).toEqual(groups.map(() => 90));
    await Promise.all([first.shared.share(), second.shared.share()]);
    for (const { budget } of [first, second]) {
      for (const group of groups) expect(budget.calls(group)).toBe(90);
    }
  });

  it('a store that is away loses no count, and is spoken of once', async () => {
    const gone = await away();
    const alone = replicaOn(gone.database);
    countTimes(alone, 26_999, 'storefront');
    await expect(alone.shared.share()).rejects.toMatchObject({ code: 'store_unavailable' });
    await alone.shared.onApplicationShutdown();
    alone.shared.onModuleInit();
    await alone.shared.onApplicationShutdown();
    expect(warn.mock.calls.map(([, text]) => text)).toEqual([
      'M95: the calls to Ottu could not be added up; each replica counts its own',
    ]);
    // Its own calls count all the same.
    expect(alone.budget.allows('storefront')).toBe(true);
    countTimes(alone, 1, 'storefront');
    expect(alone.budget.allows('storefront')).toBe(false);
    await gone.end();

    const back = replica(0, alone.budget);
    await back.shared.share();
    expect(await sums()).toEqual({ '0 days ago: storefront': 27_000 });
  });

  it('days are forgotten after a while', async () => {
    await anyDatabase().query((db) =>
      sql`
        insert into ottu_calls (day, call_group, calls)
          select (current_timestamp at time zone 'UTC')::date - days, 'charge', 10
            from unnest(array[1, ${QUOTA_DAYS_KEPT}, ${QUOTA_DAYS_KEPT + 1}, 400]::integer[]) as days`.execute(db),
    );
    const first = replica();
    countTimes(first, 1, 'charge');
    await first.shared.share();
    expect(await sums()).toEqual({
      [`${QUOTA_DAYS_KEPT} days ago: charge`]: 10,
      '1 days ago: charge': 10,
      '0 days ago: charge': 1,
    });
    // Yesterday's are no calls of today.
    expect(first.budget.calls('charge')).toBe(1);
  });

  it('the metric is what all replicas have used, from the start on', async () => {
    const [first, second] = [replica(0), replica(1)];
    expect(await first.metrics.registry.metrics()).toContain('ottu_bff_ottu_calls_today{group="sync"} 0');
    countTimes(first, 3, 'sync');
    await first.shared.share();
    await second.shared.share();
    countTimes(second, 2, 'sync');
    expect(await second.metrics.registry.metrics()).toContain('ottu_bff_ottu_calls_today{group="sync"} 5');
  });
});
