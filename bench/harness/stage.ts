import { createInterface } from 'node:readline';
import { join } from 'node:path';

import pg from 'pg';

import { freePort } from '../../test/support/free-port.ts';
import { startPostgresServer } from '../../test/support/postgres-server.ts';
import type { Done, Job } from './load.ts';
import { answers, end, spawnNode } from './machine.ts';

/** As in production, and unlike servers for tests. */
const DURABLE = ['fsync=on', 'full_page_writes=on'];

export interface StageOptions {
  readonly quick: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** By how much the database's log takes longer than this machine's disk does. Milliseconds. */
  readonly commitMs: number;
}

/** What every workload finds: a real PostgreSQL, an Ottu that costs almost nothing, and a load, on the other core. */
export interface Stage extends StageOptions {
  readonly warmUpMs: number;
  /** An Ottu that answers at once. */
  readonly upstream: string;
  /** Another one, which takes so long. Ended with the stage. */
  startUpstream(delayMs: number): Promise<string>;
  /** A new database on the PostgreSQL, and its address. */
  database(name: string): Promise<string>;
  /** Runs one load from a process of its own, and says how it went. One at a time. */
  send(job: Job): Promise<Done>;
  close(): Promise<void>;
}

export async function setStage(options: StageOptions): Promise<Stage> {
  // Nobody waits for company: the pause stands for a disk or a standby further away.
  const slower = options.commitMs > 0 ? [`commit_delay=${options.commitMs * 1_000}`, 'commit_siblings=0'] : [];
  const server = await startPostgresServer({ settings: [...DURABLE, ...slower] });
  const children = new Set<ReturnType<typeof spawnNode>>();
  const startUpstream = async (delayMs: number): Promise<string> => {
    const port = await freePort();
    const child = spawnNode([join(import.meta.dirname, 'upstream.ts'), String(port), String(delayMs)], 'rest');
    children.add(child);
    const url = `http://127.0.0.1:${port}`;
    await answers(url, child);
    return url;
  };
  const upstream = await startUpstream(0);
  const load = spawnNode([join(import.meta.dirname, 'load.ts')], 'rest');
  children.add(load);
  const done = createInterface({ input: load.stdout ?? process.stdin })[Symbol.asyncIterator]();
  let databases = 0;
  return {
    ...options,
    warmUpMs: options.quick ? 1_500 : 5_000,
    upstream,
    startUpstream,
    database: async (name) => {
      databases += 1;
      const database = `bench_${databases}_${name.replaceAll(/\W/g, '_')}`;
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query(`create database ${database}`);
      await client.end();
      return server.url.replace(/\/postgres$/, `/${database}`);
    },
    send: async (job) => {
      load.stdin?.write(`${JSON.stringify(job)}\n`);
      const { value, done: over } = await done.next();
      if (over === true) throw new Error('the load has ended');
      const answer = JSON.parse(value) as Done;
      if (answer.failed > 0) console.error(`  ${answer.failed} of ${answer.count} failed: ${answer.firstFailure}`);
      return answer;
    },
    close: async () => {
      for (const child of children) await end(child);
      await server.stop();
    },
  };
}
