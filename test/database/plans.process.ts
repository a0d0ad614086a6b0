import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import request, { type Response, type Test } from 'supertest';

import { fillShop } from '../../bench/shop-rows.ts';
import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { Secret } from '../../src/config/secret.ts';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { abandonCart, changeCart, getCart, newCart, removeItem, setItem } from '../carts/support.ts';
import { checkout, CHECKOUT_VARIABLES, freeze, pay, status, tagOf, teaCart, unfreeze } from '../checkout/support.ts';
import { EventReader } from '../live-status/event-reader.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { operate } from '../operations/support.ts';
import { createLink } from '../payment-links/support.ts';
import { erase } from '../privacy/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { freePort } from '../support/free-port.ts';
import { payAtOttu } from '../support/ottu.ts';
import type { PostgresServer } from '../support/postgres-server.ts';
import { authorization } from '../support/service-keys.ts';
import { startReplica, type Replica } from '../support/service.ts';
import { createTransaction, getTransaction, patchTransaction } from '../support/transactions.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';
import { explainFromNowOn, nodesOf, plansOf, startExplainingServer, type PlanNode, type Planned } from './plans.ts';

const PAYMENTS = 6_000;
/** Few enough that PostgreSQL may rightly read all of them. */
const FEW = 1_000;
/** Whoever reads a table from end to end must read one that stays small, and here is why it does. */
const SMALL: Readonly<Record<string, string>> = {
  attempt_outcomes: 'two rows for each step of the last quarter of an hour (M96)',
  kysely_migration: 'a row for each migration',
  kysely_migration_lock: 'one row',
  ottu_calls: 'some ten rows a day (M95)',
};
/** So many rows of a table that grows one statement may look at and throw away. */
const IN_VAIN = 100;
/** A prepared statement gets its plan for all parameters with its sixth execution at the soonest. */
const UNTIL_GENERIC = 7;

/** Rows of each kind become due, or their retention is over. */
const TIME_PASSES: readonly string[] = [
  'update payments set next_check_at = now() where next_check_at is not null',
  'update payments set compare_at = now() where compare_at is not null',
  'update payment_operations set due_at = now() where due_at is not null',
  'update carts set sync_at = now() where sync_at is not null',
  `update payments set updated_at = '1900-01-01' where order_no in ('ORD-1', 'ORD-2', 'ORD-3')`,
  `update webhook_inbox set received_at = '1900-01-01' where order_no = 'NOT-OURS'`,
  `update carts set expires_at = '1900-01-01' where id in (select id from carts where state = 'expired' limit 3)`,
  `update limit_counts set expire = 0 where key in (select key from limit_counts limit 3)`,
  `update attempt_tokens set window_ends = '1900-01-01'
    where attempt_id in (select attempt_id from attempt_tokens limit 3)`,
];

let server: PostgresServer;
let simulator: Simulator;
let database: pg.Client;
const receiver = new Receiver();
let replica: Replica;
/** Tables that grow with the shop. */
let growing: string[];
let planned: Planned[];

beforeAll(async () => {
  server = await startExplainingServer();
  database = new pg.Client({ connectionString: server.url });
  await database.connect();
  await makeTables();
  await fillShop(database, PAYMENTS);
  growing = (await tables()).filter((table) => !(table in SMALL));
  await explainFromNowOn(database);
  simulator = await createSimulator();
  await receiver.open();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const variables = {
    ...CHECKOUT_VARIABLES,
    PUBLIC_URL: url,
    RATE_LIMIT_PER_MINUTE: '100000',
    // The rows of the shop are of a year that ends some day.
    RETENTION_DAYS: '36500',
    MERCHANT_EVENTS_URL: receiver.url,
    MERCHANT_EVENTS_SECRET: SECRET,
  };
  replica = await startReplica({ simulator, databaseUrl: server.url }, variables, { port });
  await aDay(url);
  planned = await plansOf('ottu-bff', server, database);
});
afterAll(async () => {
  await replica.close();
  await receiver.close();
  await simulator.close();
  await database.end();
  await server.stop();
});

async function makeTables(): Promise<void> {
  const opened = await openDatabase(
    { kind: 'postgres', url: new Secret(server.url) },
    { onConnectionLost: () => undefined },
  );
  await migrate(opened);
  await opened.close();
}

async function tables(): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function aDay(url: string): Promise<void> {
  for (let round = 1; round <= UNTIL_GENERIC; round += 1) {
    await atServers(url, `ORDER-${round}`);
    await atShoppers(url);
    const followed = await EventReader.open(url, await teaCart(url));
    await runAll();
    await followed.leave();
  }
  await atOperators(url, 'ORDER-1');
  for (const statement of TIME_PASSES) await database.query(statement);
  await runAll();
}

async function runAll(): Promise<void> {
  await simulator.settled();
  for (const name of replica.background.names) await replica.background.run(name);
}

async function done(call: Test | Promise<Response>): Promise<Response> {
  const answer = await call;
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}

async function atServers(url: string, orderNo: string): Promise<void> {
  const created = await done(createTransaction(url, { key: randomUUID() }));
  const session = created.body.session_id as string;
  await done(patchTransaction(url, session, { amount: '13.5' }));
  await done(getTransaction(url, session));
  const call = { key: randomUUID(), body: buyNowBody({ order_no: orderNo }) };
  await done(buyNow(url, call));
  // The same once more is answered from what is stored.
  await done(buyNow(url, call));
  for (const name of [orderNo, 'ORD-17', 'NOT-OURS']) {
    await done(deliver({ url }, signed(paymentEvent(name, { message: randomUUID() }))));
  }
}

async function atShoppers(url: string): Promise<void> {
  const cart = await teaCart(url);
  await done(setItem(url, cart, 'DATES-KHALAS', 2));
  await done(removeItem(url, cart, 'DATES-KHALAS'));
  await done(changeCart(url, cart, { extra: { gift: true } }));
  await done(checkout(url, cart));
  await done(freeze(url, cart, { 'if-match': await tagOf(url, cart) }));
  await done(unfreeze(url, cart));
  await done(pay(url, cart, { outcome: 'declined' }));
  await done(pay(url, cart));
  await done(status(url, cart));
  await done(getCart(url, cart));
  const atOttu = await teaCart(url);
  const { body } = await done(checkout(url, atOttu));
  await payAtOttu({ simulator }, body.checkout?.session_id ?? body.session_id);
  await done(abandonCart(url, await newCart(url)));
}

async function atOperators(url: string, orderNo: string): Promise<void> {
  const read = (
    path: string,
    query: Readonly<Record<string, string>> = {},
    caller: 'operator' | 'auditor' | 'links' = 'operator',
  ) => done(request(url).get(path).query(query).set('authorization', authorization(caller)));
  const { body } = await read('/v1/payments', { order_no: orderNo });
  const { id, session_id: session } = body.payments[0] as { readonly id: string; readonly session_id: string };
  for (const path of ['', '/timeline', '/operations']) await read(`/v1/payments/${id}${path}`);
  const lists: readonly Readonly<Record<string, string>>[] = [
    {},
    ...['needs_review', 'paid', 'unknown', 'pending'].map((state) => ({ state })),
    { session_id: session },
    { customer_id: 'cust-17' },
    { customer_email: 's@example.com' },
    { customer_phone: '+96550000001' },
    { reference_number: 'REF17' },
    { merchant_reference: 'R-17' },
    { amount: '1.000', currency_code: 'KWD' },
    { created_from: '2026-03-01T00:00:00Z', created_to: '2026-03-02T00:00:00Z', state: 'cod' },
  ];
  for (const query of lists) await read('/v1/payments', query);
  await read('/v1/payments/discrepancies');
  for (const query of [{}, { type: 'payment.duplicate' }, { state: 'dead' }, { payment_id: id }]) {
    await read('/v1/merchant-events', query);
  }
  for (const query of [{}, { state: 'unmatched' }, { order_no: orderNo }]) await read('/v1/webhook-inbox', query);
  for (const query of [{}, { customer_id: 'cust-17' }]) await read('/v1/agreements', query);
  for (const query of [{}, { payment_id: id }, { key_id: 'shop' }]) await read('/v1/audit', query, 'auditor');
  await done(createLink(url));
  await read('/v1/payment-links', {}, 'links');
  await done(operate({ url }, id, { operation: 'refund', amount: '0.300' }));
  const { body: old } = await read('/v1/payments', { order_no: 'ORD-92' });
  await request(url).post(`/v1/payments/${old.payments[0].id}/inquiry`).set('authorization', authorization('reader'));
  await done(erase(url, 'cust-18'));
  await read('/metrics');
}

interface Fault {
  readonly of: string;
  readonly plan: string;
}

/** What the statements do with tables that grow, each text once. */
function faults(is: (node: PlanNode) => boolean): Fault[] {
  const found = new Map<string, Fault>();
  for (const { text, plan } of planned) {
    const bad = nodesOf(plan).find((node) => growing.includes(node['Relation Name'] ?? '') && is(node));
    if (bad !== undefined) found.set(text, { of: text, plan: `${bad['Node Type']} of ${bad['Relation Name']}` });
  }
  return [...found.values()];
}

describe('a day of a shop of many payments', () => {
  it('begins with more rows in every table that grows than PostgreSQL would care to read', async () => {
    for (const table of growing) {
      const { rows } = await database.query<{ count: number }>(`select count(*)::int as count from ${table}`);
      expect([table, (rows[0]?.count ?? 0) > FEW]).toEqual([table, true]);
    }
  });

  it('asks something of every one of them', () => {
    const asked = new Set(planned.flatMap(({ plan }) => nodesOf(plan).map((node) => node['Relation Name'])));
    expect(growing.filter((table) => !asked.has(table))).toEqual([]);
  });

  it('reads none of them from end to end', () => {
    expect(faults((node) => node['Node Type'] === 'Seq Scan')).toEqual([]);
  });

  it('tells other replicas beside its transactions, not in them: the whole server commits one that tells at a time', () => {
    const telling = planned.map(({ text }) => text).filter((text) => text.includes('pg_notify'));
    expect([...new Set(telling)]).toEqual([
      'select pg_notify(channel, payload) from unnest($1::text[], $2::text[]) as signals (channel, payload)',
    ]);
  });

  it('looks at no row in vain that an index could have passed over', () => {
    expect(faults((node) => (node['Rows Removed by Filter'] ?? 0) * (node['Actual Loops'] ?? 1) > IN_VAIN)).toEqual([]);
  });
});
