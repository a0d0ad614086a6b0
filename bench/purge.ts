import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import pg from 'pg';

import { createSimulator } from '../sandbox/simulator.ts';
import { buyNowBody } from '../test/support/buy-now.ts';
import { freePort } from '../test/support/free-port.ts';
import { startPostgresServer } from '../test/support/postgres-server.ts';
import { authorization, serviceKeysSetting } from '../test/support/service-keys.ts';
import { spawnService } from '../test/support/service-process.ts';
import { fill } from './books-rows.ts';

/**
 * Whether charges feel the purge: a service charges at a steady rate on a database of many old payments, in turns with and
 * without a second replica beside it that does nothing but purge. Figures are those of this machine.
 *
 *   node bench/purge.ts [--payments 1000000] [--rounds 3] [--seconds 20] [--rate 20]
 */
const { values } = parseArgs({
  options: {
    payments: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '20' },
  },
});
const ROUND_MS = Number(values.seconds) * 1_000;
const PAUSE_MS = 1_000 / Number(values.rate);
/** Nothing of what `fill` writes is younger. */
const KEEPS_NOTHING = '400';
const KEEPS_ALL = '36500';

const simulator = await createSimulator();
const server = await startPostgresServer();
const database = new pg.Client({ connectionString: server.url });
await database.connect();

const charging = await startService(KEEPS_ALL);
const filling = performance.now();
await fill(database, Number(values.payments));
await database.query(
  "update payments set updated_at = updated_at - interval '1000 days', next_check = null, next_check_at = null",
);
await database.query('vacuum analyze');
console.log(`${values.payments} payments written in ${Math.round((performance.now() - filling) / 1_000)} s`);

const without: number[] = [];
const beside: number[] = [];
let longest = 0;
let gone = 0;
for (let round = 0; round < Number(values.rounds); round += 1) {
  without.push(...(await chargesFor(ROUND_MS)));
  const before = await payments();
  const purging = await startService(KEEPS_NOTHING);
  const watch = watchTransactions();
  beside.push(...(await chargesFor(ROUND_MS)));
  await purging.end();
  longest = Math.max(longest, await watch());
  gone += before - (await payments());
}
console.log(`charges alone:            ${percentiles(without)}`);
console.log(`charges beside the purge: ${percentiles(beside)}`);
console.log(`${gone} payments went, counted less what was charged; longest transaction ${Math.round(longest)} ms`);

await charging.end();
await database.end();
await simulator.close();
await server.stop();
process.exit(0);

async function startService(retentionDays: string) {
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
    RETENTION_DAYS: retentionDays,
  });
  child.stderr?.pipe(process.stderr);
  child.stdout?.pipe(process.stderr);
  for (let tries = 0; ; tries += 1) {
    if (child.exitCode !== null || tries > 1_200) throw new Error('the service did not become ready');
    if ((await fetch(`${url}/health/ready`).catch(() => undefined))?.status === 200) break;
    await sleep(100);
  }
  const exited = new Promise((resolve) => child.once('exit', resolve));
  return {
    url,
    end: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** At a steady rate, whether or not the answers to those before have come. */
async function chargesFor(milliseconds: number): Promise<number[]> {
  const until = performance.now() + milliseconds;
  const charges: Promise<number>[] = [];
  while (performance.now() < until) {
    charges.push(charge());
    await sleep(PAUSE_MS);
  }
  return Promise.all(charges);
}

async function charge(): Promise<number> {
  const began = performance.now();
  const answer = await fetch(`${charging.url}/v1/buy-now`, {
    method: 'POST',
    headers: {
      authorization: authorization('shop'),
      'idempotency-key': randomUUID(),
      'content-type': 'application/json',
    },
    body: JSON.stringify(buyNowBody()),
  });
  const took = performance.now() - began;
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`${answer.status} ${text}`);
  return took;
}

async function payments(): Promise<number> {
  const { rows } = await database.query<{ count: number }>('select count(*)::int as count from payments');
  return rows[0]?.count ?? 0;
}

/** Looks ten times a second for the oldest transaction; the end of it says how long that was, in milliseconds. */
function watchTransactions(): () => Promise<number> {
  const watch = { ended: false };
  let most = 0;
  const watched = (async () => {
    while (!watch.ended) {
      const { rows } = await database.query<{ age: number | null }>(`
        select extract(epoch from max(clock_timestamp() - xact_start))::float * 1000 as age from pg_stat_activity
          where application_name = 'ottu-bff' and state <> 'idle'`);
      most = Math.max(most, rows[0]?.age ?? 0);
      await sleep(100);
    }
  })();
  return async () => {
    watch.ended = true;
    await watched;
    return most;
  };
}

function percentiles(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string => `${Math.round(sorted[Math.floor(sorted.length * share)] ?? 0)} ms`;
  return `${sorted.length}, p50 ${at(0.5)}, p99 ${at(0.99)}`;
}
