import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { createSimulator } from '../sandbox/simulator.ts';
import { garbage, numbersFrom, smuggling } from '../test/hostile/broken-http.ts';
import { RawConnection } from '../test/hostile/raw-connection.ts';
import { buyNowBody } from '../test/support/buy-now.ts';
import { freePort } from '../test/support/free-port.ts';
import { authorization, serviceKeysSetting } from '../test/support/service-keys.ts';
import { residentMemory, watchMemory } from './resident-memory.ts';

/**
 * Slow callers and garbage against the built service on loopback, while somebody who does nothing wrong charges, reads a
 * cart and lists: how many of his requests were answered rightly and how fast, what memory the service took, and whether
 * the connections were given back. Each attack needs two files for each connection, one here and one there: `ulimit -n`.
 *
 *   node bench/slow-loris.ts [--dist dist] [--connections 5000] [--garbage 10000] [--seconds 45] [--places 10000]
 */
const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: join(import.meta.dirname, '..', 'dist') },
    connections: { type: 'string', default: '5000' },
    garbage: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '45' },
    places: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
  },
});
const CONNECTIONS = Number(values.connections);
const GARBAGE = Number(values.garbage);
const ATTACK_MS = Number(values.seconds) * 1_000;
const AT_ONCE = 50;

const simulator = await createSimulator();
const { url, child } = await startService();
const pid = child.pid ?? 0;
const health = new Agent({ keepAlive: true, maxSockets: 8 });

interface Attack {
  readonly name: string;
  /** What one connection sends at first, and then piece by piece. */
  readonly begin: (number: number) => string;
  readonly piece: string;
  readonly everyMs: number;
  /** Whether its answers are left untaken. */
  readonly deaf?: boolean;
}

const JSON_HEAD = 'Host: x\r\nContent-Type: application/json\r\n';
const EVENT = 900_000;
const cart = await newCart();

const ATTACKS: readonly Attack[] = [
  { name: 'headers byte by byte', begin: () => 'GET /v1/carts HTTP/1.1\r\nHost: x\r\nX: ', piece: 'x', everyMs: 1_000 },
  {
    name: 'bodies byte by byte',
    begin: () => `POST /v1/webhooks/ottu HTTP/1.1\r\n${JSON_HEAD}Content-Length: 100000\r\n\r\n{`,
    piece: ' ',
    everyMs: 1_000,
  },
  { name: 'connections that say nothing', begin: () => '', piece: '', everyMs: 60_000 },
  {
    name: 'idle after one request',
    begin: () => 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n',
    piece: '',
    everyMs: 60_000,
  },
  {
    name: 'events of 900 kB without their end',
    begin: () =>
      `POST /v1/webhooks/ottu HTTP/1.1\r\n${JSON_HEAD}Content-Length: ${EVENT + 1}\r\n\r\n${' '.repeat(EVENT)}`,
    piece: '',
    everyMs: 60_000,
  },
  {
    name: 'event streams that nobody reads',
    begin: () => `GET /v1/carts/${cart.id}/events HTTP/1.1\r\nHost: x\r\nCart-Token: ${cart.token}\r\n\r\n`,
    piece: '',
    everyMs: 60_000,
    deaf: true,
  },
  {
    name: 'answers that nobody reads, 32 on each',
    begin: () => 'GET /v1/payment-methods HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(32),
    piece: '',
    everyMs: 60_000,
    deaf: true,
  },
  {
    name: '1,000 requests sent ahead on each',
    begin: () => 'GET /v1/payment-methods HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(1_000),
    piece: '',
    everyMs: 60_000,
  },
];

const HEAD = [
  'attack',
  'connections',
  'closed by us',
  'left',
  'served',
  'wrong',
  'p50 ms',
  'p99 ms',
  'most ms',
  'MB before',
  'MB most',
  'MB after',
];

print(HEAD);
print(await measured('nothing', async () => sleep(10_000).then(() => ({ made: 0, closed: 0 }))));
for (const attack of ATTACKS.filter(({ name }) => name.includes(values.only))) {
  print(await measured(attack.name, () => carryOut(attack)));
}
if ('garbage'.includes(values.only)) print(await measured('garbage', throwGarbage));
const exited = once(child, 'exit');
child.kill('SIGKILL');
await exited;
await simulator.close();
process.exit(0);

/** Opens them all, lets them trickle, and leaves; what the server has closed by itself by then is counted. */
async function carryOut({ begin, piece, everyMs, deaf = false }: Attack): Promise<{ made: number; closed: number }> {
  const until = performance.now() + ATTACK_MS;
  const open: RawConnection[] = [];
  for (let made = 0; made < CONNECTIONS && performance.now() < until; made += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, async (_none, number) => {
      const connection = await RawConnection.open(url);
      if (deaf) connection.socket.pause();
      const first = begin(made + number);
      if (first !== '') connection.write(first);
      return connection;
    });
    open.push(...(await Promise.all(some)));
  }
  while (performance.now() < until) {
    await sleep(Math.min(everyMs, Math.max(0, until - performance.now())));
    if (piece !== '') for (const connection of open) if (!connection.ended) connection.write(piece);
  }
  // One that does not read does not hear of its end either; the server knows.
  const closed = deaf ? open.length - (await openAtServer()) : open.filter(({ ended }) => ended).length;
  for (const connection of open) connection.leave();
  return { made: open.length, closed };
}

async function throwGarbage(): Promise<{ made: number; closed: number }> {
  const random = numbersFrom(20_261_128);
  let made = 0;
  let closed = 0;
  let bad = 0;
  const throwOne = async (bytes: Buffer): Promise<void> => {
    const connection = await RawConnection.open(url, bytes);
    connection.socket.end();
    await Promise.race([connection.closed, sleep(20_000)]);
    closed += Number(connection.ended);
    bad += connection.statuses.filter((status) => status < 400 || status >= 500).length;
    connection.leave();
  };
  while (made < GARBAGE) {
    const all = [...garbage(random), ...smuggling()];
    await Promise.all(all.map(({ bytes }) => throwOne(bytes)));
    made += all.length;
  }
  if (bad > 0) console.log(`${bad} answers to garbage were neither a refusal nor the end of the connection`);
  return { made, closed };
}

/** An attack, and what it did to everybody else. */
async function measured(name: string, attack: () => Promise<{ made: number; closed: number }>): Promise<string[]> {
  const memory = watchMemory(pid);
  const before = residentMemory(pid);
  const honest = serveHonestly();
  const { made, closed } = await attack();
  const { times, wrong } = await honest.stop();
  const { peak } = memory.stop();
  // Both ends have to see that it is over.
  for (let tries = 0; tries < 100 && (await openAtServer()) > 16; tries += 1) await sleep(100);
  const left = await openAtServer();
  const after = residentMemory(pid);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(0);
  const mb = (value: number): string => value.toFixed(0);
  return [
    name,
    `${made}`,
    `${closed}`,
    `${left}`,
    `${times.length}`,
    `${wrong}`,
    at(0.5),
    at(0.99),
    at(1),
    mb(before),
    mb(peak),
    mb(after),
  ];
}

/** Charges and readings, one after the other, on four connections. */
function serveHonestly(): { stop(): Promise<{ readonly times: number[]; readonly wrong: number }> } {
  const times: number[] = [];
  let wrong = 0;
  const over = new AbortController();
  const work = Array.from({ length: 4 }, async () => {
    while (!over.signal.aborted) {
      for (const [method, path, wanted, body] of [
        ['POST', '/v1/buy-now', 201, buyNowBody()],
        ['GET', `/v1/carts/${cart.id}`, 200, undefined],
        ['GET', '/v1/payment-methods', 200, undefined],
        ['GET', '/v1/payments', 200, undefined],
      ] as const) {
        const began = performance.now();
        const status = await ask(method, path, body).then(
          (answer) => answer.status,
          () => 0,
        );
        times.push(performance.now() - began);
        if (status !== wanted) wrong += 1;
        await sleep(20);
      }
    }
  });
  return {
    stop: async () => {
      over.abort();
      await Promise.all(work);
      return { times, wrong };
    },
  };
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly text: string }> {
  const key = path === '/v1/payments' ? 'operator' : 'shop';
  const isServers = path === '/v1/payments' || path === '/v1/buy-now';
  return new Promise((answered, failed) => {
    const call = request(
      url + path,
      {
        method,
        agent: health,
        headers: {
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          ...(isServers && { authorization: authorization(key) }),
          ...(path.startsWith('/v1/carts/') && { 'cart-token': cart.token }),
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.once('end', () => answered({ status: response.statusCode ?? 0, text }));
      },
    );
    call.once('error', failed);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function newCart(): Promise<{ readonly id: string; readonly token: string }> {
  const { text } = await ask('POST', '/v1/carts', { currency_code: 'KWD', items: [{ sku: 'KARAK-TEA', quantity: 1 }] });
  const { cart: made, cart_token: token } = JSON.parse(text) as { cart: { id: string }; cart_token: string };
  return { id: made.id, token };
}

/** Connections to the service that are established, as the kernel counts them at its end. */
async function openAtServer(): Promise<number> {
  const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, '0');
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n');
  return lines.filter((line) => new RegExp(`^ *\\d+: [0-9A-F]{8}:${port} [0-9A-F]{8}:[0-9A-F]{4} 01 `).test(line))
    .length;
}

async function startService(): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const port = await freePort();
  const process_ = spawn(process.execPath, [join(resolve(values.dist), 'main.js')], {
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
      DATABASE_URL: 'pglite:memory',
      CATALOG: 'file:sandbox/catalog.json',
      SERVICE_KEYS: serviceKeysSetting(),
      RATE_LIMIT_PER_MINUTE: '1000000',
      CARTS_PER_HOUR: '10000000',
      ...(values.places !== '' && {
        CONNECTIONS_MAX: values.places,
        STREAMS_MAX: String(Math.floor(Number(values.places) / 2)),
      }),
    },
  });
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 600; tries += 1) {
    if (process_.exitCode !== null) throw new Error(`the service ended with status ${process_.exitCode}`);
    const answer = await fetch(`${address}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return { url: address, child: process_ };
    await sleep(100);
  }
  process_.kill('SIGKILL');
  throw new Error('the service did not become ready');
}

function print(row: readonly string[]): void {
  console.log(`| ${row.join(' | ')} |`);
}
