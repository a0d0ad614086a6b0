import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { createSimulator } from '../sandbox/simulator.ts';
import { freePort } from '../test/support/free-port.ts';
import { large, seenToKill, small, type HostileBody } from '../test/hostile/hostile-bodies.ts';
import { watchMemory } from './resident-memory.ts';

/**
 * What hostile bodies cost: each is sent to the built service on loopback, without a key, while somebody else asks for
 * /health/live. A service that dies, or is silent for too long, is started anew for the next one.
 *
 * `--only` takes the bodies whose names hold this text.
 *
 *   node bench/hostile.ts [--dist dist] [--most-seconds 600] [--patience 60] [--heap 1024] [--only PART]
 */
const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: join(import.meta.dirname, '..', 'dist') },
    'most-seconds': { type: 'string', default: '600' },
    patience: { type: 'string', default: '60' },
    heap: { type: 'string', default: '1024' },
    only: { type: 'string', default: '' },
  },
});
const DIST = resolve(values.dist);
const MOST_MS = Math.min(Number(values['most-seconds']), 3_600) * 1_000;
const PATIENCE_MS = Math.min(Number(values.patience), 300) * 1_000;
const HEAP_MB = Math.max(Number(values.heap), 128);
const LOOK_EVERY_MS = 20;

const ROUTES = ['/v1/webhooks/ottu', '/v1/carts', '/v1/buy-now/intents'] as const;
const CROWD = 45;

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
}

interface Row {
  readonly route: string;
  readonly body: string;
  readonly sent: number;
  readonly status: string;
  readonly answered: number;
  readonly seconds: number;
  readonly stallSeconds: number;
  readonly peakMb: number;
}

const began = performance.now();
const simulator = await createSimulator();
let service = await startService();
const rows: Row[] = [];
// What is worst comes first on every route, in case the time is used up.
const wanted = ({ name }: HostileBody): boolean => name.includes(values.only);
const killers = seenToKill().filter(wanted);
const others = [...small(), ...large()].filter(wanted);
const crowded = killers.filter(({ name }) => name === '80,000 items');
for (const route of ROUTES) for (const body of killers) rows.push(await measured(route, body, 1));
for (const route of ROUTES) for (const body of crowded) rows.push(await measured(route, body, CROWD));
for (const route of ROUTES) for (const body of others) rows.push(await measured(route, body, 1));
await stop(service);
await simulator.close();
print(rows);
process.exit(0);

async function startService(): Promise<Running> {
  const port = await freePort();
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, join(DIST, 'main.js')], {
    cwd: join(import.meta.dirname, '..'),
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      LOG_LEVEL: 'silent',
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      OTTU_BASE_URL: simulator.url,
      OTTU_MODE: 'sandbox',
      OTTU_API_KEY: simulator.apiKey,
      OTTU_WEBHOOK_KEYS: simulator.hmacKey,
      OTTU_PG_CODES: 'credit-card',
      DATABASE_URL: 'pglite:memory',
      CATALOG: 'file:sandbox/catalog.json',
      RATE_LIMIT_PER_MINUTE: '1000000',
    },
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the service ended with status ${child.exitCode}`);
    if ((await fetch(`${url}/health/ready`).catch(() => undefined))?.status === 200) return { url, child };
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new Error('the service did not become ready');
}

async function stop({ child }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function measured(route: string, body: HostileBody, times: number): Promise<Row> {
  const name = times === 1 ? body.name : `${body.name}, ${times} at once`;
  const row = { route, body: name, sent: Buffer.byteLength(body.text) };
  if (performance.now() - began > MOST_MS) {
    return { ...row, status: 'not sent', answered: 0, seconds: 0, stallSeconds: 0, peakMb: 0 };
  }
  const memory = watchMemory(service.child.pid ?? 0);
  const watch = watchHealth(service.url);
  // The first look has come back before the body goes out.
  await sleep(LOOK_EVERY_MS * 2);
  const sentAt = performance.now();
  const answers = await Promise.all(Array.from({ length: times }, () => send(service.url + route, body.text)));
  const seconds = (performance.now() - sentAt) / 1_000;
  const stallSeconds = await watch.stop();
  const { peak } = memory.stop();
  const ended = service.child.signalCode ?? service.child.exitCode;
  const [first] = answers;
  const status = ended === null ? (first?.status ?? '') : `ended ${ended}`;
  if (ended !== null || answers.some(({ status: each }) => each === 'silent')) {
    await stop(service);
    service = await startService();
  }
  return { ...row, status, answered: first?.bytes ?? 0, seconds, stallSeconds, peakMb: peak };
}

async function send(url: string, body: string): Promise<{ readonly status: string; readonly bytes: number }> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { byteLength } = await answer.arrayBuffer();
    return { status: String(answer.status), bytes: byteLength };
  } catch (error) {
    return { status: error instanceof Error && error.name === 'TimeoutError' ? 'silent' : 'cut off', bytes: 0 };
  }
}

/** One look after the other; resolves with the longest that one has taken, in seconds. */
function watchHealth(url: string): { stop(): Promise<number> } {
  const ended = new AbortController();
  let longest = 0;
  const looking = (async () => {
    while (!ended.signal.aborted) {
      const lookedAt = performance.now();
      await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
        (answer) => answer.arrayBuffer(),
        () => undefined,
      );
      longest = Math.max(longest, performance.now() - lookedAt);
      await sleep(LOOK_EVERY_MS);
    }
  })();
  return {
    stop: async () => {
      ended.abort();
      await looking;
      return longest / 1_000;
    },
  };
}

function print(all: readonly Row[]): void {
  const table = [
    ['route', 'body', 'sent', 'status', 'answered', 'seconds', 'stall', 'MB'],
    ...all.map((row) => [
      row.route,
      row.body,
      String(row.sent),
      row.status,
      String(row.answered),
      row.seconds.toFixed(2),
      row.stallSeconds.toFixed(2),
      row.peakMb.toFixed(0),
    ]),
  ];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  for (const row of table) {
    console.log(
      row
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    );
  }
}
