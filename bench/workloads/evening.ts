import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { Pool } from 'undici';

import { processorMs } from '../harness/processor-time.ts';
import { residentMemory } from '../resident-memory.ts';
import { startOurs } from '../harness/our-service.ts';
import type { Stage } from '../harness/stage.ts';
import { percentile } from '../harness/statistics.ts';
import type { Result, Workload } from '../harness/workload.ts';
import { call, steadily, type Answered, type Call } from './drive.ts';
import { event } from './ottu-event.ts';
import { startQuickOttu, type QuickOttu } from './quick-ottu.ts';

export const evening: Workload = {
  name: 'k',
  title: "one shop's evening: 20 carts a second, filled, checked out and paid, on two replicas",
  quick: false,
  run: async (stage: Stage): Promise<Result> => {
    const ottu = await startQuickOttu(OTTU_MS);
    try {
      return resultOf(await measure(ottu, await stage.database('k'), { cartsPerSecond: 20, forMs: 120_000 }));
    } finally {
      ottu.close();
    }
  },
};

function resultOf({ carts, failed, firstFailure, routes, replicas }: Evening): Result {
  if (failed > 0) console.error(`  ${failed} of ${carts} failed: ${firstFailure}`);
  const of = replicas.map(
    ({ core, resident }) => `${(100 * core).toFixed(0)} % of a core and ${resident.toFixed(0)} MB`,
  );
  return {
    name: evening.name,
    title: evening.title,
    notes: [
      `${carts} carts; each of the replicas used ${of.join(', and ')}. Besides Ottu's own time: ${OTTU_MS} ms for each of its answers are taken off.`,
    ],
    table: {
      columns: ['requests', 'calls of Ottu', 'p50, ms', 'p99, ms'],
      rows: routes.map(({ route, count, ottuCalls, p50, p99 }) => ({
        name: route,
        figures: [
          { value: count, digits: 0 },
          { value: ottuCalls, digits: 0 },
          { value: p50, digits: 1 },
          { value: p99, digits: 1 },
        ],
      })),
    },
    verdicts: routes.map(({ route, p99 }) => ({ target: `p99 of: ${route}`, value: p99, limit: 100, unit: 'ms' })),
    failed,
  };
}

/** How long Ottu takes for each of its answers. */
const OTTU_MS = 100;
const REPLICAS = 2;
/** Milliseconds between two things that a shopper does. */
const THINKS_MS = 400;
const CONNECTIONS = 64;

interface EveningOptions {
  readonly cartsPerSecond: number;
  readonly forMs: number;
}

interface Evening {
  readonly carts: number;
  readonly failed: number;
  readonly firstFailure: string;
  /** Milliseconds besides Ottu's own time, which is that of so many calls. */
  readonly routes: readonly {
    readonly ottuCalls: number;
    readonly route: string;
    readonly count: number;
    readonly p50: number;
    readonly p99: number;
  }[];
  /** Of each replica: its part of one core, and megabytes at the end. */
  readonly replicas: readonly { readonly core: number; readonly resident: number }[];
}

/**
 * (k) One shop's evening: so many carts a second are made, filled, checked out and paid by wallet, by shoppers who each come
 * to either of two replicas with every request; Ottu's event of each payment follows.
 */
async function measure(
  ottu: QuickOttu,
  databaseUrl: string,
  { cartsPerSecond, forMs }: EveningOptions,
): Promise<Evening> {
  const shop = { TRUST_PROXY: '127.0.0.1', OTTU_MERCHANT_ID: 'bench', OTTU_PUBLIC_KEY: 'bench' };
  const replicas = [];
  for (let count = 0; count < REPLICAS; count += 1) {
    replicas.push(await startOurs({ upstream: ottu.url, databaseUrl }, { more: shop, on: 'both' }));
  }
  const pools = replicas.map(({ url }) => new Pool(url, { connections: CONNECTIONS }));
  const times = new Map<string, number[]>();
  const faults: string[] = [];
  let carts = 0;

  const ottuCalls = new Map<string, number>();
  const ask = async (route: string, asked: Call): Promise<Answered> => {
    const pool = pools[Math.floor(Math.random() * pools.length)];
    if (pool === undefined) throw new Error('no replica');
    const answered = await call(pool, asked);
    const took = times.get(route) ?? [];
    times.set(route, took);
    took.push(answered.tookMs - (ottuCalls.get(route) ?? 0) * ottu.delayMs);
    return answered;
  };
  // One shopper alone shows which routes wait for Ottu, and how often.
  await buys(async (route, asked) => {
    const before = ottu.calls;
    const answered = await ask(route, asked);
    ottuCalls.set(route, ottu.calls - before);
    return answered;
  }, 0);
  const shopper = async (): Promise<void> => {
    carts += 1;
    try {
      await buys(ask, carts);
    } catch (error) {
      faults.push(String(error));
    }
  };

  await steadily(cartsPerSecond, Math.min(10_000, forMs / 4), shopper);
  times.clear();
  carts = 0;
  const began = performance.now();
  const before = replicas.map(({ pid }) => processorMs(pid));
  await steadily(cartsPerSecond, forMs, shopper);
  const wallMs = performance.now() - began;
  const used = replicas.map(({ pid }, index) => ({
    core: (processorMs(pid) - (before[index] ?? 0)) / wallMs,
    resident: residentMemory(pid),
  }));
  await Promise.all(pools.map((pool) => pool.close()));
  for (const replica of replicas) await replica.stop();
  return {
    carts,
    failed: faults.length,
    firstFailure: faults[0] ?? '',
    routes: [...times].map(([route, all]) => ({
      route,
      ottuCalls: ottuCalls.get(route) ?? 0,
      count: all.length,
      p50: percentile(all, 0.5),
      p99: percentile(all, 0.99),
    })),
    replicas: used,
  };
}

type Ask = (route: string, asked: Call) => Promise<Answered>;

/** One shopper, from his empty cart to the event of his payment. */
async function buys(ask: Ask, number: number): Promise<void> {
  const from = { 'x-forwarded-for': `10.${(number >> 8) & 255}.${number & 255}.1` };
  const made = await ask('create a cart', {
    method: 'POST',
    path: '/v1/carts',
    headers: from,
    body: JSON.stringify({ currency_code: 'KWD', items: [{ sku: 'KARAK-TEA', quantity: 1 }] }),
    status: 201,
  });
  const { cart, cart_token: token } = JSON.parse(made.text) as { cart: { id: string }; cart_token: string };
  const path = `/v1/carts/${cart.id}`;
  const headers = { ...from, 'cart-token': token };
  for (const [sku, quantity] of [
    ['DATES-KHALAS', 2],
    ['KARAK-TEA', 3],
  ] as const) {
    await sleep(THINKS_MS);
    const body = JSON.stringify({ quantity });
    await ask('set an item', { method: 'PUT', path: `${path}/items/${sku}`, headers, body, status: 200 });
  }
  await sleep(THINKS_MS);
  const customer = { email: `shopper${number}@example.com`, phone: '+96550000001', first_name: 'Sara' };
  await ask('change a cart', { method: 'PATCH', path, headers, body: JSON.stringify({ customer }), status: 200 });
  await sleep(THINKS_MS);
  const { headers: read } = await ask('read a cart', { method: 'GET', path, headers, status: 200 });
  await ask('check out', { method: 'POST', path: `${path}/checkout`, headers, status: 200 });
  await sleep(THINKS_MS);
  const { text } = await ask('pay', {
    method: 'POST',
    path: `${path}/payments`,
    headers: { ...headers, 'if-match': String(read['etag']), 'idempotency-key': randomUUID() },
    body: JSON.stringify({ wallet: 'apple_pay', payload: WALLET }),
    status: 201,
  });
  const { payment } = JSON.parse(text) as { payment: { order_no: string; amount: string } };
  await ask('follow the payment', { method: 'GET', path: `${path}/payment`, headers, status: 200 });
  await ask('event of Ottu', {
    method: 'POST',
    path: '/v1/webhooks/ottu',
    body: event(payment.order_no, number, payment.amount),
    status: 200,
  });
}

const WALLET = {
  paymentData: {
    version: 'EC_v1',
    data: 'x'.repeat(2_000),
    signature: 'c2lnbmF0dXJl',
    header: { publicKeyHash: 'aGFzaA==', ephemeralPublicKey: 'a2V5', transactionId: 'a1b2c3' },
  },
  paymentMethod: { displayName: 'Visa 1019', network: 'Visa', type: 'debit' },
  transactionIdentifier: 'a1b2c3',
};
