import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';

import { residentMemory } from '../resident-memory.ts';
import { startOurs } from '../harness/our-service.ts';
import type { Stage } from '../harness/stage.ts';
import type { Result, Workload } from '../harness/workload.ts';
import { held } from './memory-result.ts';

export const listeners: Workload = {
  name: 'g',
  title: 'shoppers who follow their carts, each by a stream of events',
  quick: true,
  run: async (stage: Stage): Promise<Result> => {
    const count = stage.quick ? 1_000 : 10_000;
    const figures = await measure(stage.upstream, await stage.database('g'), count);
    return held(listeners, { ...figures, count, limitKb: 20, each: 'a listener' });
  },
};

const ABREAST = 50;
const WARM_UP = 500;
const REST_MS = 3_000;

interface Listening {
  /** Streams that were refused, or that told nothing. */
  readonly failed: number;
  readonly firstFailure: string;
  /** Megabytes: after the warm-up, with all of them open, and when all have gone. */
  readonly before: number;
  readonly held: number;
  readonly after: number;
  /** Kilobytes (of 1,024 bytes) of resident memory for each listener. */
  readonly kilobytes: number;
}

/** (g) So many shoppers who follow their carts, each a cart of his own, from a network of his own. */
async function measure(upstream: string, databaseUrl: string, count: number): Promise<Listening> {
  const more = {
    STREAMS_MAX: String(count + 1_000),
    CONNECTIONS_MAX: String(count + 2_000),
    // Each listener says where he is.
    TRUST_PROXY: '127.0.0.1',
  };
  const ours = await startOurs({ upstream, databaseUrl }, { more });
  try {
    const carts = await makeCarts(ours.url, databaseUrl, count);
    const warm = await openAll(ours.url, carts.slice(0, WARM_UP));
    for (const socket of warm.sockets) socket.destroy();
    await sleep(REST_MS);
    const before = residentMemory(ours.pid);
    const { sockets, faults } = await openAll(ours.url, carts);
    await sleep(REST_MS);
    const open = residentMemory(ours.pid);
    for (const socket of sockets) socket.destroy();
    await sleep(REST_MS);
    return {
      failed: faults.length,
      firstFailure: faults[0] ?? '',
      before,
      held: open,
      after: residentMemory(ours.pid),
      kilobytes: ((open - before) * 1e6) / 1_024 / count,
    };
  } finally {
    await ours.stop();
  }
}

interface Cart {
  readonly id: string;
  readonly token: string;
}

/** One by the service, and as many that are like it. */
async function makeCarts(url: string, databaseUrl: string, count: number): Promise<Cart[]> {
  const made = await fetch(`${url}/v1/carts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ currency_code: 'KWD', items: [{ sku: 'KARAK-TEA', quantity: 1 }] }),
  });
  if (made.status !== 201) throw new Error(`no cart: ${made.status} ${await made.text()}`);
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const { rows: columns } = await database.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_name = 'carts'
      and column_name not in ('id', 'token_sha256')`,
  );
  const names = columns.map(({ name }) => name).join(', ');
  const { rows } = await database.query<Cart>(`
    with made as (
      select gen_random_uuid() as id, 'ct_' || lpad(n::text, 43, 'A') as token from generate_series(1, ${count}) n
    ), copied as (
      insert into carts (id, token_sha256, ${names})
        select made.id, encode(sha256(token::bytea), 'hex'), ${names.replaceAll(/\w+/g, 'like_it.$&')}
          from made, (select * from carts limit 1) as like_it)
    select id, token from made`);
  await database.end();
  return rows;
}

async function openAll(url: string, carts: readonly Cart[]): Promise<{ sockets: Socket[]; faults: string[] }> {
  const sockets: Socket[] = [];
  const faults: string[] = [];
  let next = 0;
  const open = async (): Promise<void> => {
    for (let index = next++; index < carts.length; index = next++) {
      const { socket, fault } = await follow(url, carts[index] as Cart, index);
      if (fault === undefined) sockets.push(socket);
      else faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, open));
  return { sockets, faults };
}

/** Resolves with its first news. */
async function follow(url: string, { id, token }: Cart, number: number): Promise<{ socket: Socket; fault?: string }> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  const from = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  socket.write(
    `GET /v1/carts/${id}/events HTTP/1.1\r\nHost: ${host}\r\nCart-Token: ${token}\r\nX-Forwarded-For: ${from}\r\n\r\n`,
  );
  let text = '';
  try {
    while (!text.includes('event: payment')) {
      const [chunk] = (await once(socket, 'data', { signal: AbortSignal.timeout(60_000) })) as [Buffer];
      text += chunk.toString();
      if (!text.startsWith('HTTP/1.1 200')) return { socket, fault: text };
    }
    // Heart-beats are taken and dropped.
    socket.resume();
    socket.on('error', () => undefined);
    return { socket };
  } catch (error) {
    return { socket, fault: `${String(error)} ${text}` };
  }
}
