import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';

import { fromNowBackedOff, takeDue } from '../../src/background/take-due.ts';
import { fromNow } from '../../src/database/interval.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import type { Database } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { databaseKind, freshDatabaseUrl } from '../support/fresh-database.ts';
import { SANDBOX } from '../support/settings.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** Two replicas on one database; PGlite has one process, whose parts then share the one connection. */
let databases: Database[];
let first: Database;

beforeAll(async () => {
  const { database } = readSettings({ ...SANDBOX, DATABASE_URL: await freshDatabaseUrl() });
  const open = (): Promise<Database> => openDatabase(database, { onConnectionLost: () => undefined });
  first = await open();
  databases = databaseKind() === 'postgres' ? [first, await open()] : [first];
  await migrate(first);
});
afterAll(async () => {
  for (const database of databases) await database.close();
});
beforeEach(async () => {
  await first.query((db) => db.deleteFrom('webhook_inbox').execute());
});

interface Taken {
  readonly id: string;
  readonly tries: number;
}

async function rowsDue(secondsAgo: readonly number[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, ago] of secondsAgo.entries()) {
    const { id } = await first.query((db) =>
      db
        .insertInto('webhook_inbox')
        .values({
          body_sha256: `${index}`.padStart(64, '0'),
          body: '{}',
          kind: 'payment',
          scheme: 'standard',
          order_no: null,
          session_id: null,
          next_try_at: sql<Date>`now() - ${`${ago} seconds`}::interval`,
        })
        .returning('id')
        .executeTakeFirstOrThrow(),
    );
    ids.push(id);
  }
  return ids;
}

async function take(database: Database, limit: number, leaseMs = HOUR): Promise<Taken[]> {
  return database.query((db) =>
    takeDue<Taken>(db, {
      table: 'webhook_inbox',
      key: 'id',
      due: 'next_try_at',
      where: sql<boolean>`(webhook_inbox.claimed_until is null or webhook_inbox.claimed_until < now())`,
      limit,
      lease: { column: 'claimed_until', until: fromNow(leaseMs) },
      tries: 'tries',
      returning: sql`webhook_inbox.id, webhook_inbox.tries`,
    }),
  );
}

describe('M30: rows that are due', () => {
  it('two takers never take the same row, and together they take them all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 25 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 }),
        async (count, limits) => {
          await first.query((db) => db.deleteFrom('webhook_inbox').execute());
          const ids = await rowsDue(Array.from({ length: count }, () => 1));
          const taker = async (limit: number, index: number): Promise<Taken[]> => {
            const all: Taken[] = [];
            for (;;) {
              const taken = await take(databases[index % databases.length] ?? first, limit);
              expect(taken.length).toBeLessThanOrEqual(limit);
              all.push(...taken);
              if (taken.length === 0) return all;
            }
          };
          const taken = (await Promise.all(limits.map(taker))).flat();
          expect(taken.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
          expect(taken.every(({ tries }) => tries === 1)).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('are taken the most overdue first, in their order, and not before their time', async () => {
    const [third, soonest, second] = await rowsDue([10, 30, 20, -60]);
    expect((await take(first, 2)).map(({ id }) => id)).toEqual([soonest, second]);
    expect((await take(first, 9)).map(({ id }) => id)).toEqual([third]);
  });

  it('are due again when their lease has lapsed, and count how often they were taken', async () => {
    const [id] = await rowsDue([1]);
    expect(await take(first, 9)).toEqual([expect.objectContaining({ id, tries: 1 })]);
    expect(await take(first, 9)).toEqual([]);
    await first.query((db) =>
      db
        .updateTable('webhook_inbox')
        .set({ claimed_until: sql<Date>`now() - interval '1 ms'` })
        .execute(),
    );
    expect(await take(first, 9)).toEqual([expect.objectContaining({ id, tries: 2 })]);
  });

  it('are pushed off for longer with each try, where the row counts its tries, up to the longest pause', async () => {
    await rowsDue([1]);
    const pauses: number[] = [];
    for (let tries = 0; tries < 6; tries += 1) {
      const [row] = await first.query((db) =>
        takeDue<{ pause: number }>(db, {
          table: 'webhook_inbox',
          key: 'id',
          due: 'next_try_at',
          limit: 1,
          lease: {
            column: 'next_try_at',
            until: fromNowBackedOff(sql`webhook_inbox.tries`, { first: SECOND, longest: 10 * SECOND }),
          },
          tries: 'tries',
          returning: sql`extract(epoch from webhook_inbox.next_try_at - now())::int as pause`,
        }),
      );
      pauses.push(row?.pause ?? 0);
      await first.query((db) =>
        db
          .updateTable('webhook_inbox')
          .set({ next_try_at: sql<Date>`now()` })
          .execute(),
      );
    }
    expect(pauses).toEqual([1, 2, 4, 8, 10, 10]);
  });
});
