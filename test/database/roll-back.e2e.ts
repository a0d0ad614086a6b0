import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import request from 'supertest';

import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { emptyDatabaseUrl } from '../support/fresh-database.ts';
import { withRows } from '../support/rows.ts';
import { startReplica, type Replica, type TestService } from '../support/service.ts';
import {
  deliver,
  paymentEvent,
  pendingCharge,
  payment,
  quiet,
  signed,
  startWebhookService,
} from '../webhooks/support.ts';

/** The migrator's own. */
const LOCK_OF_MIGRATIONS = '3853314791062309107';

let service: TestService;

beforeAll(async () => {
  service = await startWebhookService();
});
afterAll(async () => service.close());

/** What a migration of a version yet to come does, and that it ran. */
async function migrated(name: string, ...statements: string[]): Promise<void> {
  for (const statement of statements) await withRows(service, (db) => sql.raw(statement).execute(db));
  await withRows(service, (db) =>
    sql`insert into kysely_migration (name, timestamp) values (${name}, ${new Date().toISOString()})`.execute(db),
  );
}

/** Another replica in the middle of its migrations. */
async function migratingNow(): Promise<pg.Client> {
  const other = new pg.Client({ connectionString: service.databaseUrl });
  await other.connect();
  await other.query('begin');
  await other.query(`select pg_advisory_xact_lock(${LOCK_OF_MIGRATIONS})`);
  return other;
}

async function unmigrated(name: string): Promise<void> {
  await withRows(service, (db) => sql`delete from kysely_migration where name = ${name}`.execute(db));
}

const ready = async ({ url }: { readonly url: string }): Promise<number> =>
  (await request(url).get('/health/ready')).status;
const startsAgain = (): Promise<Replica> => startReplica(service);

async function refusal(): Promise<string> {
  try {
    await (await startsAgain()).close();
    return 'it started';
  } catch (error) {
    return String(error);
  }
}

describe('a database that a later version has migrated', () => {
  it('is worked on by the replicas that run, and by one that starts, where the later version only adds', async () => {
    const { id, sessionId } = await pendingCharge(service, 'BEFORE');
    await migrated(
      '9001-later',
      `alter table payments add column later text not null default 'later'`,
      `alter table payment_attempts add column later jsonb`,
      `create table later_rows (id bigint generated always as identity primary key,
         payment_id uuid not null references payments (id) on delete cascade)`,
    );
    expect(await ready(service)).toBe(200);
    const former = await startsAgain();
    expect(await ready(former)).toBe(200);

    const charged = await buyNow(former.url, { body: buyNowBody({ order_no: 'AFTER' }) });
    expect(charged.body).toMatchObject({ payment: { state: 'paid', outcome: 'final' } });
    await deliver(former, signed(paymentEvent('BEFORE', { session_id: sessionId })));
    await quiet(service);
    expect(await payment(service, id)).toMatchObject({ state: 'paid', outcome: 'final' });
    await former.close();
  });

  it('is started on where the later version says that this one still works beside it', async () => {
    await migrated('9002-narrower-needs-0001');
    await (await startsAgain()).close();
    expect(await ready(service)).toBe(200);
    await unmigrated('9002-narrower-needs-0001');
  });

  it('is refused with a sentence where the later version says that this one is too old, also by replicas that run', async () => {
    await migrated('9003-taken-away-needs-9001');
    expect(await refusal()).toMatch(
      /^DatabaseUnusable: The database cannot be used: a later version has taken from it what this one needs \(9003-taken-away-needs-9001; this one ends at \d{4}-/,
    );
    expect(await ready(service)).toBe(503);
    await unmigrated('9003-taken-away-needs-9001');
    expect(await ready(service)).toBe(200);
  });

  it('is refused where what is unknown lies between the migrations of this version', async () => {
    await migrated('0031-of-a-fork');
    expect(await refusal()).toMatch(/another line of versions \(0031-of-a-fork\)/);
    await unmigrated('0031-of-a-fork');
  });

  it('is refused where the later version lacks a migration of this one, and nothing is migrated', async () => {
    await withRows(service, (db) =>
      sql`update kysely_migration set name = '9000-hidden' where name = '0043-attempts-by-cart'`.execute(db),
    );
    expect(await refusal()).toMatch(
      /a version that lacks 0043-attempts-by-cart has migrated it further \(9000-hidden, 9001-later\)/,
    );
    await withRows(service, (db) =>
      sql`update kysely_migration set name = '0043-attempts-by-cart' where name = '9000-hidden'`.execute(db),
    );
  });

  it('is started on while another one migrates: where nothing is left to do, nobody waits', async () => {
    const other = await migratingNow();
    const former = await startsAgain();
    expect(await ready(former)).toBe(200);
    await other.query('rollback');
    await other.end();
    await former.close();
  });

  it('is started on although the later version goes past this one while it waits to migrate', async () => {
    await unmigrated('9001-later');
    await unmigrated('0043-attempts-by-cart');
    const other = await migratingNow();
    const starting = startsAgain();
    await eventually(async () => {
      const waiting = sql`select from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`;
      return (await withRows(service, (db) => waiting.execute(db))).rows.length > 0;
    });
    for (const name of ['0043-attempts-by-cart', '9001-later', '9004-just-now']) {
      await other.query(`insert into kysely_migration (name, timestamp) values ('${name}', now()::text)`);
    }
    await other.query('commit');
    await other.end();
    const former = await starting;
    expect(await ready(former)).toBe(200);
    await former.close();
  });

  it('an empty one is migrated as before', async () => {
    const replica = await startReplica({ ...service, databaseUrl: await emptyDatabaseUrl() });
    expect(await ready(replica)).toBe(200);
    await replica.close();
  });
});
