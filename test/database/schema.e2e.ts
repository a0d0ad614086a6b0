import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { readSettings } from '../../src/config/read-settings.ts';
import { createApp } from '../../src/create-app.ts';
import type { Database } from '../../src/database/database.ts';
import { migrate, pendingMigrations } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import type { AttemptRow } from '../../src/database/schema.ts';
import { buyNow } from '../support/buy-now.ts';
import { databaseKind, emptyDatabaseUrl, freshDatabaseUrl } from '../support/fresh-database.ts';
import { withRows } from '../support/rows.ts';
import { startTestService, variablesFor, type TestService } from '../support/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());

async function open(url: string): Promise<Database> {
  const { database } = readSettings(variablesFor(service.simulator, url));
  return openDatabase(database, { onConnectionLost: () => undefined });
}

describe('migrations', () => {
  it('are done once, whichever of several replicas comes first', async () => {
    const url = await emptyDatabaseUrl();
    const replicas =
      databaseKind() === 'postgres' ? [await open(url), await open(url), await open(url)] : [await open(url)];
    await Promise.all(replicas.map((each) => migrate(each)));
    for (const each of replicas) {
      expect(await pendingMigrations(each)).toEqual([]);
      await each.close();
    }
  });

  it('a time-out for statements does not cut them off, and holds again afterwards', async () => {
    const database = await open(await emptyDatabaseUrl());
    const timeOut = () =>
      database.query((db) => sql<{ statement_timeout: string }>`show statement_timeout`.execute(db));
    const before = (await timeOut()).rows;
    await migrate(database);
    expect((await timeOut()).rows).toEqual(before);
    await database.close();
  });
});

describe('M98: durable commits', () => {
  const live = (url: string) => ({
    ...variablesFor(service.simulator, url),
    NODE_ENV: 'production',
    OTTU_MODE: 'live',
    LIVE_CHECKS: 'warn',
    OTTU_BASE_URL: 'https://127.0.0.1:9',
    PUBLIC_URL: 'https://pay.example',
    ALLOW_PGLITE_IN_LIVE: 'true',
  });

  it('live mode starts on a database that has them', async () => {
    const app = await createApp(readSettings(live(await freshDatabaseUrl())));
    await app.close();
  });
});

describe('M6, M41, M45: what the database itself refuses', () => {
  let id: string;

  beforeAll(async () => {
    id = (await buyNow(service.url)).body.payment.id as string;
  });

  const attempt = (state: AttemptRow['state'], number: number) => ({
    id: randomUUID(),
    payment_id: id,
    number,
    method: 'token',
    state,
    lease_until: new Date(),
    finished_at: state === 'unknown' ? null : new Date(),
  });
  const update = (changes: Record<string, unknown>) =>
    withRows(service, (db) => db.updateTable('payments').set(changes).where('id', '=', id).execute());

  it('a second open attempt is refused', async () => {
    await withRows(service, (db) => db.insertInto('payment_attempts').values(attempt('unknown', 2)).execute());
    await expect(
      withRows(service, (db) => db.insertInto('payment_attempts').values(attempt('unknown', 3)).execute()),
    ).rejects.toThrow(/payment_attempts_one_open/);
    await withRows(service, (db) => db.deleteFrom('payment_attempts').where('number', '=', 2).execute());
  });

  it.each<[string, Record<string, unknown>]>([
    ['a state that does not exist', { state: 'done' }],
    ['an amount below nothing', { amount_minor: '-1' }],
    ['a currency that is none', { currency_code: 'kwd' }],
    ['gateway codes that are no list', { pg_codes: '{}' }],
    ['a check without its time', { next_check: 'retrieve' }],
    ['a time without its check', { next_check_at: new Date() }],
    ['a check that does not exist', { next_check: 'charge', next_check_at: new Date() }],
    ['a mode that does not exist', { mode: 'test' }],
  ])('%s is refused', async (_what, changes) => expect(update(changes)).rejects.toThrow(/constraint/));

  it('an order number or a session that another payment has is refused', async () => {
    const other = (await buyNow(service.url)).body.payment as { order_no: string; session_id: string };
    await expect(update({ order_no: other.order_no })).rejects.toThrow(/unique/);
    await expect(update({ session_id: other.session_id })).rejects.toThrow(/unique/);
  });

  it('rows that belong to no payment are refused', async () => {
    const lost = { payment_id: randomUUID(), number: 1, asked_by: 'operator' as const };
    await expect(withRows(service, (db) => db.insertInto('payment_inquiries').values(lost).execute())).rejects.toThrow(
      /foreign key/,
    );
  });
});
