import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { addCalls } from '../../src/quota/shared-quota.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import type { Database } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import type { CallGroup } from '../../src/ottu/transport/call-policy.ts';
import { eventually } from '../support/eventually.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { SANDBOX } from '../support/settings.ts';

// PGlite has one connection: nobody waits for a row there.
const DAY = '2026-06-01';
const GROUPS: readonly CallGroup[] = ['background', 'charge', 'read', 'storefront', 'sync'];

let database: Database;

beforeAll(async () => {
  const { database: settings } = readSettings({ ...SANDBOX, DATABASE_URL: await freshDatabaseUrl() });
  database = await openDatabase(settings, { onConnectionLost: () => undefined });
  await migrate(database);
});
afterAll(async () => {
  await database.close();
});

const add = (groups: readonly CallGroup[]): ReturnType<typeof addCalls> =>
  addCalls(database, { today: DAY, counted: groups.map((group) => ({ day: DAY, group, calls: 1 })) });

async function waiting(): Promise<number> {
  const { rows } = await database.query((db) =>
    sql<{ count: number }>`
      select count(*)::int from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(db),
  );
  return rows[0]?.count ?? 0;
}

describe('M95: the calls that several replicas have counted', () => {
  it('are added up without a deadlock, whatever order each replica counted its groups in', async () => {
    await add(GROUPS);
    // Whoever comes first to the row in the middle waits there, with what it has locked by then.
    const both = await database.inTransaction(async (tx) => {
      await tx.selectFrom('ottu_calls').selectAll().where('call_group', '=', 'read').forUpdate().execute();
      const adding = [add(GROUPS), add(GROUPS.toReversed())];
      await eventually(async () => (await waiting()) === 2);
      return { adding };
    });
    await Promise.all(both.adding);
    expect(await add([])).toEqual(new Map(GROUPS.map((group) => [group, 3])));
  });
});
