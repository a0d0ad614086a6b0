import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import pg from 'pg';

import { createSimulator } from '../sandbox/simulator.ts';
import { freePort } from '../test/support/free-port.ts';
import { startPostgresServer } from '../test/support/postgres-server.ts';
import { authorization, serviceKeysSetting } from '../test/support/service-keys.ts';
import { spawnService } from '../test/support/service-process.ts';
import { BIG_TABLES, fill } from './books-rows.ts';
import { residentMemory, watchMemory } from './resident-memory.ts';

/**
 * A shop of a year: how long the summary and the lists take, what an export costs in memory, and which statements read a big
 * table from end to end. PostgreSQL's own `auto_explain` writes the plan of every statement of the service down.
 *
 *   node bench/books.ts [--payments 200000]
 */
const { values } = parseArgs({ options: { payments: { type: 'string', default: '200000' } } });
const PAYMENTS = Number(values.payments);
/** The days of the rows: see `fill`. */
const YEAR = { from: '2025-06-01', to: '2026-06-01', time_zone: 'Asia/Kuwait' };
const MONTH = { from: '2026-03-01', to: '2026-04-01', time_zone: 'Asia/Kuwait' };
const SUMMARIES = ['currency', 'day,currency', 'state', 'gateway', 'method', 'day,currency,state,gateway,method'];
/** How often each is asked. */
const TIMES = 5;
/** So many pages of a list are turned. */
const DEEP = 5;

const simulator = await createSimulator();
const server = await startPostgresServer();
const database = new pg.Client({ connectionString: server.url });
await database.connect();

let service = await startService();
const filling = performance.now();
const ids = await fill(database, PAYMENTS);
console.log(`${PAYMENTS} payments written in ${seconds(performance.now() - filling)}`);

console.log('\nsummary: the quickest, the middle and the slowest of five');
for (const [name, days] of [['month', MONTH] as const, ['year', YEAR] as const]) {
  for (const group_by of SUMMARIES) {
    const took = await timed(() => get('/v1/payments/summary', { ...days, group_by }));
    console.log(`  ${name.padEnd(6)} by ${group_by.padEnd(36)} ${took}`);
  }
}

console.log('\nexport of the year');
for (const operations of ['false', 'true']) await exportOf(operations);
await exportOf('true');
await exportOf('true', 3);

console.log('\nlists: the quickest, the middle and the slowest of five');
const lists = listsOf(ids);
for (const [path, query] of lists) {
  console.log(`  ${label(path, query).padEnd(96)} ${await timed(() => get(path, query))}`);
}
await service.end();

await database.query(`alter database postgres set session_preload_libraries = 'auto_explain'`);
await database.query(`load 'auto_explain'`);
await database.query('alter database postgres set auto_explain.log_min_duration = 0');
service = await startService();
for (const [path, query] of lists) await deep(path, query);
for (const group_by of SUMMARIES) await get('/v1/payments/summary', { ...MONTH, group_by });
await get('/v1/payments/export', { ...MONTH, operations: 'true' });
await get('/metrics', {});
await service.end();
await printScans();

await database.end();
await simulator.close();
await server.stop();
process.exit(0);

async function startService() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawnService({
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: url,
    OTTU_BASE_URL: simulator.url,
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: simulator.apiKey,
    OTTU_WEBHOOK_KEYS: simulator.hmacKey,
    OTTU_PG_CODES: 'credit-card',
    DATABASE_URL: server.url,
    CATALOG: 'file:sandbox/catalog.json',
    SERVICE_KEYS: serviceKeysSetting(),
    RATE_LIMIT_PER_MINUTE: '1000000',
    METRICS_PUBLIC: 'true',
    // The rows are older than what is kept otherwise.
    RETENTION_DAYS: '36500',
  });
  child.stderr?.pipe(process.stderr);
  child.stdout?.pipe(process.stderr);
  for (let tries = 0; ; tries += 1) {
    if (child.exitCode !== null || tries > 600) throw new Error('the service did not become ready');
    if ((await fetch(`${url}/health/ready`).catch(() => undefined))?.status === 200) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const exited = new Promise((resolve) => child.once('exit', resolve));
  return {
    url,
    pid: child.pid ?? 0,
    end: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

type Query = Readonly<Record<string, string>>;

async function open(path: string, query: Query): Promise<Response> {
  const answer = await fetch(`${service.url}${path}?${new URLSearchParams(query).toString()}`, {
    headers: { authorization: authorization('operator') },
  });
  if (answer.status !== 200) throw new Error(`${label(path, query)}: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function get(path: string, query: Query): Promise<string> {
  return (await open(path, query)).text();
}

async function timed(work: () => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let turn = 0; turn < TIMES; turn += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const shown = [sorted[0], sorted[Math.floor(TIMES / 2)], sorted.at(-1)];
  return `${shown.map((time = 0) => time.toFixed(0).padStart(5)).join(' / ')} ms`;
}

/** By so many readers at once, each of whom reads all of it. */
async function exportOf(operations: string, readers = 1): Promise<void> {
  const memory = watchMemory(service.pid);
  const quarters: number[] = [];
  const began = performance.now();
  const sizes = await Promise.all(
    Array.from({ length: readers }, async () => {
      let [bytes, lines] = [0, 0];
      let next = PAYMENTS / 4;
      const { body } = await open('/v1/payments/export', { ...YEAR, operations });
      for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
        bytes += chunk.byteLength;
        for (const byte of chunk) if (byte === 10) lines += 1;
        if (lines < next || readers > 1) continue;
        next += PAYMENTS / 4;
        quarters.push(residentMemory(service.pid));
      }
      return { bytes, lines };
    }),
  );
  const took = performance.now() - began;
  const { idle, peak } = memory.stop();
  const { bytes = 0, lines = 0 } = sizes[0] ?? {};
  const steps = quarters.map((megabytes) => megabytes.toFixed(0)).join(', ');
  console.log(
    `  operations=${operations.padEnd(5)} ${readers} at once: ${lines} lines, ${(bytes / 1e6).toFixed(1)} MB in ${seconds(took)}; resident memory ${idle.toFixed(0)} MB before, ${peak.toFixed(0)} MB at most${steps && `, ${steps} MB after each ${PAYMENTS / 4} lines`}`,
  );
}

/** All pages of a list, up to some. */
async function deep(path: string, query: Query): Promise<void> {
  let cursor: string | undefined;
  for (let page = 0; page < DEEP; page += 1) {
    const text = await get(path, cursor === undefined ? query : { ...query, cursor });
    const next: unknown = (JSON.parse(text) as { next_cursor?: unknown }).next_cursor;
    if (typeof next !== 'string') return;
    cursor = next;
  }
}

function listsOf({ payment, order_no, session_id, agreement }: Awaited<ReturnType<typeof fill>>): [string, Query][] {
  const payments: Query[] = [
    {},
    ...['paid', 'authorized', 'cod', 'failed', 'needs_review', 'unknown', 'invalided'].map((state) => ({ state })),
    { order_no },
    { session_id },
    { merchant_reference: 'R-77' },
    { merchant_reference: 'nobody' },
    { customer_id: 'cust-77' },
    { customer_id: 'cust-77', state: 'failed' },
    { created_from: '2026-03-01T00:00:00Z', created_to: '2026-03-02T00:00:00Z' },
    { created_from: '2026-03-01T00:00:00Z', created_to: '2026-03-02T00:00:00Z', state: 'cod' },
    { limit: '200' },
  ];
  const events: Query[] = [
    {},
    ...['waiting', 'delivered', 'dead'].map((state) => ({ state })),
    ...['payment.paid', 'payment.refunded', 'payment.duplicate', 'card.saved'].map((type) => ({ type })),
    { type: 'payment.duplicate', state: 'delivered' },
    { payment_id: payment },
  ];
  const inbox: Query[] = [
    {},
    ...['received', 'processed', 'unmatched', 'failed'].map((state) => ({ state })),
    { order_no },
  ];
  const agreements: Query[] = [
    {},
    { agreement_id: agreement },
    { customer_id: 'cust-77' },
    { canceled: 'true' },
    { canceled: 'false' },
    { created_from: '2026-03-01T00:00:00Z', created_to: '2026-03-02T00:00:00Z' },
  ];
  const of = (path: string, queries: readonly Query[]): [string, Query][] => queries.map((query) => [path, query]);
  return [
    ...of('/v1/payments', payments),
    ...of('/v1/payments/discrepancies', [{}]),
    ...of(`/v1/payments/${payment}`, [{}]),
    ...of(`/v1/payments/${payment}/timeline`, [{}]),
    ...of(`/v1/payments/${payment}/operations`, [{}]),
    ...of('/v1/agreements', agreements),
    ...of('/v1/merchant-events', events),
    ...of('/v1/webhook-inbox', inbox),
  ];
}

function label(path: string, query: Query): string {
  const filters = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return filters.length === 0 ? path : `${path}?${filters.join('&')}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

/** Of all that the service has asked since the plans are written down, its background work and metrics too. */
async function printScans(): Promise<void> {
  const { rows } = await database.query<{ data_directory: string }>('show data_directory');
  // The server writes its log beside its data.
  const entries = readFileSync(join(dirname(rows[0]?.data_directory ?? ''), 'log'), 'utf8')
    .split(/^(?=\S)/m)
    .filter((entry) => entry.includes('Query Text:'));
  const scans = new Map<string, string>();
  for (const entry of entries) {
    const tables = [...entry.matchAll(/Seq Scan on (\w+)/g)].map(([, table = '']) => table);
    const big = tables.filter((table) => BIG_TABLES.includes(table));
    if (big.length > 0) scans.set(`${big.join(', ')}: ${statementOf(entry)}`, entry);
  }
  console.log(`\n${entries.length} plans; sequential scans of big tables: ${scans.size}`);
  for (const [name, plan] of scans) console.log(`  ${name.slice(0, 200)}\n${plan}`);
}

function statementOf(entry: string): string {
  return (/Query Text:([\s\S]*?)\n\t\w[^\n]*\(cost=/.exec(entry)?.[1] ?? '').replaceAll(/\s+/g, ' ');
}
