import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import request from 'supertest';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { Database } from '../../src/database/database.ts';
import { MIGRATIONS, pendingMigrations } from '../../src/database/migrate.ts';
import { getCart, setItem, type Members, type TestCart } from '../carts/support.ts';
import { buyNow } from '../support/buy-now.ts';
import { emptyDatabaseUrl } from '../support/fresh-database.ts';
import { authorization } from '../support/service-keys.ts';
import { startReplica, type Replica } from '../support/service.ts';

/** What a former version wrote and showed: charges, a cart, their webhooks, as that version itself has done them. */
interface Former {
  readonly last_migration: string;
  readonly charges: readonly { readonly key: string; readonly body: string; readonly id: string }[];
  readonly shown: readonly Readonly<Record<string, unknown> & { id: string }>[];
  readonly cart: (TestCart & { readonly items: readonly { sku: string; quantity: number }[] }) | null;
  /** By table, as JSON. */
  readonly rows: Readonly<Record<string, readonly unknown[]>>;
}

const FOLDER = join(import.meta.dirname, 'former');
const FORMER = readdirSync(FOLDER).map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Former);

let simulator: Simulator;
beforeAll(async () => {
  simulator = await createSimulator();
});
afterAll(async () => simulator.close());

const start = (databaseUrl: string): Promise<Replica> =>
  startReplica({ simulator, databaseUrl }, { RATE_LIMIT_PER_MINUTE: '100000' });

const COUNTED = sql<{ what: string; value: string }>`
  select 'payments ' || currency_code || ' ' || state as what,
      count(*) || ' of ' || sum(amount_minor) || ', ' || sum(captured_minor) || ', ' || sum(refunded_minor) as value
    from payments group by currency_code, state
  union all select 'amounts ' || currency_code, count(*) || ' of ' || sum(amount_minor) from payment_amounts group by 1
  union all select 'attempts ' || state, count(*)::text from payment_attempts group by 1
  union all select 'facts ' || state, count(*)::text from payment_facts group by 1
  union all select 'timeline ' || event, count(*)::text from payment_timeline group by 1
  union all select 'keys', count(*)::text from idempotency_keys
  order by 1`;

/** A database as the former version left it; and what is counted in it. */
async function formerDatabase({ last_migration: last, rows }: Former): Promise<{ url: string; counts: unknown[] }> {
  const url = await emptyDatabaseUrl();
  const db = new Kysely<Record<string, never>>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }),
  });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateTo(last);
  if (error !== undefined) throw error;
  const counts = await db.transaction().execute(async (tx) => {
    // Rows are put in as they were: nothing that would have happened then happens once more.
    await sql`set local session_replication_role = replica`.execute(tx);
    for (const [table, list] of Object.entries(rows)) {
      await sql`insert into ${sql.table(table)} overriding system value
        select * from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(list)}::json)`.execute(tx);
      const identity = await sql<{ name: string }>`select pg_get_serial_sequence(${table}, attname) as name
        from pg_attribute where attrelid = ${table}::regclass and attidentity <> ''`.execute(tx);
      for (const { name } of identity.rows) await sql`select setval(${name}, 1000)`.execute(tx);
    }
    // Carts of that day are over by now.
    if (rows['carts'] !== undefined) await sql`update carts set expires_at = now() + interval '1 day'`.execute(tx);
    return (await COUNTED.execute(tx)).rows;
  });
  await db.destroy();
  return { url, counts };
}

describe.each(FORMER)('a database of the version that ended at $last_migration', (former) => {
  let service: Replica;
  let url: string;
  let counts: unknown[];

  beforeAll(async () => {
    ({ url, counts } = await formerDatabase(former));
    service = await start(url);
  });
  afterAll(async () => service.close());

  it('is brought up to date by the start, and no payment, amount, attempt, fact or key is lost or changed', async () => {
    expect((await request(service.url).get('/health/ready')).status).toBe(200);
    const db = service.app.get(Database, { strict: false });
    expect(await pendingMigrations(db)).toEqual([]);
    expect((await db.query((rows) => COUNTED.execute(rows))).rows).toEqual(counts);
  });

  it('each payment is shown as that version showed it, with its timeline', async () => {
    const read = async (path: string) =>
      (await request(service.url).get(path).set('authorization', authorization('reader'))).body as Members;
    for (const { outcome: _, ...shown } of former.shown) {
      expect((await read(`/v1/payments/${shown.id}`))['payment']).toMatchObject(shown);
      expect((await read(`/v1/payments/${shown.id}/timeline`))['entries']).not.toEqual([]);
    }
    expect((await read('/v1/payments?limit=100'))['payments']).toHaveLength(former.rows['payments']?.length ?? 0);
  });

  it('M2, M10: a key of that time is answered with its payment, and charges nothing', async () => {
    for (const { key, body, id } of former.charges) {
      const replay = await buyNow(service.url, { key, body });
      expect(replay.body).toMatchObject({ payment: { id } });
    }
    expect(simulator.ledger()).toHaveLength(0);
  });

  it('a charge works, and its cart is edited', async () => {
    const charged = await buyNow(service.url);
    expect(charged.body).toMatchObject({ payment: { state: 'paid', outcome: 'final' } });
    simulator.reset();
    if (former.cart === null) return;
    expect((await getCart(service.url, former.cart)).body).toMatchObject({ cart: { items: former.cart.items } });
    expect((await setItem(service.url, former.cart, 'KARAK-TEA', 2)).status).toBe(200);
  });
});
