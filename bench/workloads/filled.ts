import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';
import { Pool } from 'undici';

import { processorMs } from '../harness/processor-time.ts';
import { fillShop } from '../shop-rows.ts';
import { AUTHORIZATION, startOurs, type Around, type Ours } from '../harness/our-service.ts';
import type { Stage } from '../harness/stage.ts';
import { median, percentile, sum } from '../harness/statistics.ts';
import type { Figure, Result, Workload } from '../harness/workload.ts';
import { call, drive, type Call } from './drive.ts';
import { event } from './ottu-event.ts';
import { startQuickOttu } from './quick-ottu.ts';
import { INSTRUMENT } from './requests.ts';

const FEW = 10_000;
const MANY = 1_000_000;
const CONNECTIONS = 4;

export const filled: Workload = {
  name: 'i',
  title: `the same routes at ${FEW} and at ${MANY} stored payments`,
  quick: false,
  run: async (stage: Stage): Promise<Result> => {
    const ottu = await startQuickOttu();
    try {
      const routes = await measure(() => stage.database('i'), ottu.url, {
        sizes: [FEW, MANY],
        rounds: stage.rounds,
        forMs: stage.seconds * 1_000,
      });
      return resultOf(routes);
    } finally {
      ottu.close();
    }
  },
};

function resultOf(routes: readonly Filled[]): Result {
  const with_ = (value: number, digits: number): Figure => ({ value, digits });
  return {
    name: filled.name,
    title: filled.title,
    notes: [
      "The processor's time is that of the service and of its sessions at the database together. The webhooks are events of payments that are paid already.",
    ],
    table: {
      columns: ['p50, ms', 'p99, ms', 'µs of the service', 'µs of the database'],
      rows: routes.flatMap(({ route, at }) =>
        Object.entries(at).map(([payments, { p50, p99, service, database }]) => ({
          name: `${route}, ${payments} payments`,
          figures: [with_(p50, 2), with_(p99, 2), with_(service, 0), with_(database, 0)],
        })),
      ),
    },
    verdicts: routes.map(({ route, at }) => ({
      target: `${route}: processor at ${MANY} beside ${FEW}`,
      value: usedBy(at[MANY]) / usedBy(at[FEW]),
      limit: 1.2,
      unit: '×',
    })),
    failed: 0,
  };
}

function usedBy(figures: RouteFigures | undefined): number {
  return (figures?.service ?? 0) + (figures?.database ?? 0);
}

/** Of one route at one number of stored payments; medians of the rounds. */
interface RouteFigures {
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of the processor for one request. */
  readonly service: number;
  readonly database: number;
}

interface Filled {
  readonly route: string;
  /** By the number of stored payments. */
  readonly at: Readonly<Record<number, RouteFigures>>;
}

interface Shop {
  readonly payments: number;
  readonly ours: Ours;
  readonly pool: Pool;
  readonly database: pg.Client;
  readonly routes: ReadonlyMap<string, () => Call>;
  readonly figures: Map<string, RouteFigures[]>;
}

/** (i) The same routes with few and with many stored payments, in turns: the most that time has to do with it. */
async function measure(
  newDatabase: () => Promise<string>,
  upstream: string,
  { sizes, rounds, forMs }: { readonly sizes: readonly number[]; readonly rounds: number; readonly forMs: number },
): Promise<Filled[]> {
  const shops: Shop[] = [];
  for (const payments of sizes) shops.push(await openShop({ upstream, databaseUrl: await newDatabase() }, payments));
  const names = [...(shops[0]?.routes.keys() ?? [])];
  // The first round warms up, and is nobody's figure.
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      for (const shop of shops) {
        const figures = await measured(shop, name, round === 0 ? forMs / 2 : forMs);
        if (round > 0) shop.figures.set(name, [...(shop.figures.get(name) ?? []), figures]);
      }
    }
  }
  for (const { ours, pool, database } of shops) {
    await pool.close();
    await ours.stop();
    await database.end();
  }
  return names.map((route) => ({
    route,
    at: Object.fromEntries(shops.map(({ payments, figures }) => [payments, middle(figures.get(route) ?? [])])),
  }));
}

async function openShop(around: Around, payments: number): Promise<Shop> {
  const database = new pg.Client({ connectionString: around.databaseUrl });
  // The tables are made by its first start.
  await (await startOurs(around)).stop();
  await database.connect();
  await fillShop(database, payments);
  const ours = await startOurs(around, { more: { RETENTION_DAYS: '36500' } });
  const pool = new Pool(ours.url, { connections: CONNECTIONS });
  return { payments, ours, pool, database, routes: await routesOf(pool, database), figures: new Map() };
}

async function measured({ ours, pool, database, routes }: Shop, name: string, forMs: number): Promise<RouteFigures> {
  const next = routes.get(name);
  if (next === undefined) throw new Error(`no route is called ${name}`);
  const sessions = await sessionsOf(database);
  const service = processorMs(ours.pid);
  const used = sessions.map(processorMs);
  const times = await drive(pool, next, CONNECTIONS, forMs);
  // What is done behind an answer belongs to it.
  await sleep(300);
  const each = (ms: number) => (ms * 1_000) / times.length;
  return {
    p50: median(times),
    p99: percentile(times, 0.99),
    service: each(processorMs(ours.pid) - service),
    database: each(sum(sessions.map((pid, index) => Math.max(0, processorMs(pid) - (used[index] ?? 0))))),
  };
}

/** Of the service's pool. A session that is opened or ended meanwhile is not counted. */
async function sessionsOf(database: pg.Client): Promise<number[]> {
  const { rows } = await database.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and application_name = 'ottu-bff'`,
  );
  return rows.map(({ pid }) => pid);
}

const KEY = { authorization: AUTHORIZATION } as const;
const TRANSACTION = { amount: '12.500', currency_code: 'KWD', pg_codes: ['credit-card'] };

/** Each makes the next request of its route; what is looked for is spread over all that is stored. */
async function routesOf(pool: Pool, database: pg.Client): Promise<ReadonlyMap<string, () => Call>> {
  const { rows: stored } = await database.query<{ id: string; order_no: string }>(
    `select id, order_no from payments where state = 'paid' order by md5(order_no) limit 5000`,
  );
  let number = Date.now() * 1_000;
  const one = () => {
    number += 1;
    return stored[number % stored.length] ?? { id: '', order_no: '' };
  };
  const made = await call(pool, {
    method: 'POST',
    path: '/v1/payment-transactions',
    headers: KEY,
    body: JSON.stringify({ type: 'e_commerce', ...TRANSACTION }),
    status: 201,
  });
  const { session_id: session } = JSON.parse(made.text) as { session_id: string };
  const { text } = await call(pool, {
    method: 'POST',
    path: '/v1/carts',
    body: JSON.stringify({ currency_code: 'KWD', items: [{ sku: 'KARAK-TEA', quantity: 1 }] }),
    status: 201,
  });
  const { cart, cart_token: token } = JSON.parse(text) as { cart: { id: string }; cart_token: string };
  return new Map<string, () => Call>([
    ['retrieve', () => ({ method: 'GET', path: `/v1/payment-transactions/${session}`, headers: KEY, status: 200 })],
    [
      'create',
      () => ({
        method: 'POST',
        path: '/v1/payment-transactions',
        headers: { ...KEY, 'idempotency-key': randomUUID() },
        body: JSON.stringify({ type: 'e_commerce', ...TRANSACTION }),
        status: 201,
      }),
    ],
    [
      'charge',
      () => ({
        method: 'POST',
        path: '/v1/buy-now',
        headers: { ...KEY, 'idempotency-key': randomUUID() },
        body: JSON.stringify({ ...TRANSACTION, payment_instrument: INSTRUMENT }),
        status: 201,
      }),
    ],
    [
      'cart edit',
      () => ({
        method: 'PUT',
        path: `/v1/carts/${cart.id}/items/KARAK-TEA`,
        headers: { 'cart-token': token },
        body: JSON.stringify({ quantity: ((number += 1) % 9) + 1 }),
        status: 200,
      }),
    ],
    ['payments list', () => ({ method: 'GET', path: '/v1/payments?state=paid', headers: KEY, status: 200 })],
    ['payment read', () => ({ method: 'GET', path: `/v1/payments/${one().id}`, headers: KEY, status: 200 })],
    [
      'webhook',
      () => ({ method: 'POST', path: '/v1/webhooks/ottu', body: event(one().order_no, number), status: 200 }),
    ],
  ]);
}

function middle(rounds: readonly RouteFigures[]): RouteFigures {
  const of = (pick: (figures: RouteFigures) => number) => median(rounds.map(pick));
  return {
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    service: of(({ service }) => service),
    database: of(({ database }) => database),
  };
}
