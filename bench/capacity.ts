import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import pg from 'pg';

import { createSimulator } from '../sandbox/simulator.ts';
import { buyNowBody } from '../test/support/buy-now.ts';
import { freePort } from '../test/support/free-port.ts';
import { startPostgresServer } from '../test/support/postgres-server.ts';
import { authorization, serviceKeysSetting } from '../test/support/service-keys.ts';
import { buildService, spawnService } from '../test/support/service-process.ts';
import { familyMs, processorMs } from './harness/processor-time.ts';
import { residentMemory } from './resident-memory.ts';

/**
 * What one charge costs, from which `docs/operations.md` reckons a shop's machines: one-step charges of a server through
 * the built service and a real PostgreSQL to the simulator, with Ottu's webhook of each and an event to the merchant's
 * endpoint. First nothing, then one charge a second, then as many as go. Linux, since it reads /proc.
 *
 *   node bench/capacity.ts [--seconds 60]
 *
 * Ends with status 1 when a charge was not paid or not told to the merchant; does not end while a webhook is not worked on.
 */
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });
const SECONDS = Math.min(Math.max(Number(values.seconds), 5), 3_600);
const AT_ONCE = 16;

interface Reading {
  readonly at: number;
  readonly serviceMs: number;
  readonly databaseMs: number;
  readonly databaseBytes: number;
  readonly walBytes: number;
  readonly calls: number;
  readonly events: number;
}

interface Cost {
  readonly charges: number;
  readonly seconds: number;
  readonly serviceMs: number;
  readonly databaseMs: number;
  readonly diskBytes: number;
  readonly walBytes: number;
  readonly calls: number;
  readonly events: number;
  readonly p50: number;
  readonly p99: number;
  readonly connections: number;
  readonly residentMb: number;
}

buildService();
let events = 0;
const receiver = createServer((request, response) => {
  request.resume().on('end', () => {
    events += 1;
    response.end();
  });
}).listen(0, '127.0.0.1');
await once(receiver, 'listening');
const simulator = await createSimulator();
const server = await startPostgresServer({ settings: ['fsync=on', 'full_page_writes=on'] });
const service = await startService();
const database = new pg.Client({ connectionString: server.url });
await database.connect();
// Its own code is compiled, its caches are filled.
await chargeFor(5_000, AT_ONCE, 0);
const resting = await measure(() => sleep(20_000).then(() => []));
const steady = await measure(() => chargeFor(SECONDS * 1_000, AT_ONCE, 1_000));
const busy = await measure(() => chargeFor(15_000, AT_ONCE, 0));

console.log(`one step, ${AT_ONCE} at once at most; of the service and of all processes of PostgreSQL`);
tell('nothing', resting);
tell('one charge a second', steady);
tell('as many as go', busy);
const faults = await faultsOf(steady);
for (const fault of faults) console.error(`FAULT: ${fault}`);

await database.end();
service.kill('SIGTERM');
await once(service, 'exit');
await simulator.close();
await server.stop();
process.exit(faults.length === 0 ? 0 : 1);

async function startService() {
  const port = String(await freePort());
  const child = spawnService({
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    HOST: '127.0.0.1',
    PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    OTTU_BASE_URL: simulator.url,
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: simulator.apiKey,
    OTTU_WEBHOOK_KEYS: simulator.hmacKey,
    OTTU_PG_CODES: 'credit-card',
    DATABASE_URL: server.url,
    SERVICE_KEYS: serviceKeysSetting(),
    MERCHANT_EVENTS_URL: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`,
    MERCHANT_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 'bench').toString('base64')}`,
  });
  child.stdout?.pipe(process.stderr);
  child.stderr?.pipe(process.stderr);
  const url = `http://127.0.0.1:${port}`;
  while ((await fetch(`${url}/health/ready`).catch(() => undefined))?.status !== 200) {
    if (child.exitCode !== null) throw new Error(`the service ended with status ${child.exitCode}`);
    await sleep(100);
  }
  return Object.assign(child, { url });
}

/** Charges until the time is over, with a pause between the beginnings of two; how long each took, in milliseconds. */
async function chargeFor(forMs: number, atOnce: number, everyMs: number): Promise<number[]> {
  const began = performance.now();
  const took: number[] = [];
  const open = new Set<Promise<void>>();
  for (let next = began; next < began + forMs; next = everyMs === 0 ? performance.now() : next + everyMs) {
    await sleep(Math.max(0, next - performance.now()));
    while (open.size >= atOnce) await Promise.race(open);
    const one = charge(took).finally(() => open.delete(one));
    open.add(one);
  }
  await Promise.all(open);
  return took;
}

async function charge(took: number[]): Promise<void> {
  const began = performance.now();
  const answer = await fetch(`${service.url}/v1/buy-now`, {
    method: 'POST',
    headers: {
      authorization: authorization('shop'),
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify(buyNowBody()),
  });
  const { payment } = (await answer.json()) as { payment?: { state: string } };
  if (answer.status !== 201 || payment?.state !== 'paid') throw new Error(`a charge was answered ${answer.status}`);
  took.push(performance.now() - began);
}

async function measure(work: () => Promise<number[]>): Promise<Cost> {
  const before = await read();
  const took = (await work()).toSorted((one, other) => one - other);
  // What a charge sets going belongs to its cost: the webhook of Ottu, and the event to the merchant.
  while ((await read()).events < before.events + took.length || (await openWebhooks()) > 0) await sleep(100);
  const after = await read();
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  return {
    charges: took.length,
    seconds: (after.at - before.at) / 1_000,
    serviceMs: after.serviceMs - before.serviceMs,
    databaseMs: after.databaseMs - before.databaseMs,
    diskBytes: after.databaseBytes - before.databaseBytes,
    walBytes: after.walBytes - before.walBytes,
    calls: after.calls - before.calls,
    events: after.events - before.events,
    p50: took[Math.floor(took.length / 2)] ?? 0,
    p99: took[Math.floor(took.length * 0.99)] ?? 0,
    connections: rows[0]?.count ?? 0,
    residentMb: residentMemory(service.pid ?? 0),
  };
}

async function openWebhooks(): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from webhook_inbox where state <> 'processed'`,
  );
  return rows[0]?.count ?? 0;
}

async function read(): Promise<Reading> {
  const { rows } = await database.query<{ pids: number[]; size: string; wal: string }>(
    `select array(select pid from pg_stat_activity) as pids,
            pg_database_size(current_database()) as size,
            pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as wal`,
  );
  const { pids, size, wal } = rows[0] ?? { pids: [], size: '0', wal: '0' };
  return {
    at: performance.now(),
    serviceMs: processorMs(service.pid ?? 0),
    databaseMs: familyMs(pids),
    databaseBytes: Number(size),
    walBytes: Number(wal),
    calls: simulator.requests().length,
    events,
  };
}

function tell(name: string, cost: Cost): void {
  const of = (sum: number) => (cost.charges === 0 ? '-' : (sum / cost.charges).toFixed(2));
  const share = (ms: number) => `${((100 * ms) / (cost.seconds * 1_000)).toFixed(1)} %`;
  console.log(
    `${name}: ${cost.charges} charges in ${cost.seconds.toFixed(0)} s (${(cost.charges / cost.seconds).toFixed(1)} a second)\n` +
      `  of a core: service ${share(cost.serviceMs)}, PostgreSQL ${share(cost.databaseMs)}\n` +
      `  a charge: service ${of(cost.serviceMs)} ms, PostgreSQL ${of(cost.databaseMs)} ms, ` +
      `${of(cost.diskBytes / 1_000)} kB on disk, ${of(cost.walBytes / 1_000)} kB of WAL, ${of(cost.calls)} calls to Ottu\n` +
      `  p50 ${cost.p50.toFixed(0)} ms, p99 ${cost.p99.toFixed(0)} ms; ${cost.connections} connections, ${cost.residentMb.toFixed(0)} MB`,
  );
}

async function faultsOf({ charges, events: told }: Cost): Promise<string[]> {
  const { rows } = await database.query<{ state: string; count: number }>(
    `select state, count(*)::int as count from payments group by state`,
  );
  return [
    ...rows.filter(({ state }) => state !== 'paid').map(({ state, count }) => `${count} payments are ${state}`),
    ...(told < charges ? [`${charges - told} events were not told`] : []),
  ];
}
