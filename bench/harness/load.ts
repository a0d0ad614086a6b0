import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { Client } from 'undici';

import { numbered, type Requests } from './requests.ts';
import { percentile } from './statistics.ts';

/**
 * Sends requests from a process of its own and says how long each took.
 *
 * Input: one JSON line for each job (`Job`); output: one for each (`Done`). It ends with its input.
 */
export interface Job extends Requests {
  readonly url: string;
  readonly connections: number;
  readonly forMs: number;
  /** Requests a second that begin whether the ones before are answered or not; as many as go when absent. */
  readonly perSecond?: number;
  /** A file with a JSON array of bodies, each sent once; the load ends with them. Instead of `body`. */
  readonly bodies?: string;
}

export interface Done {
  readonly count: number;
  /** Answers with another status than expected, and requests without one. */
  readonly failed: number;
  readonly firstFailure: string;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
}

let number = Date.now() * 1_000;

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await run(JSON.parse(line) as Job))}\n`);
}

async function run(job: Job): Promise<Done> {
  const clients = Array.from({ length: job.connections }, () => new Client(job.url));
  const bodies = job.bodies === undefined ? undefined : (JSON.parse(readFileSync(job.bodies, 'utf8')) as string[]);
  const took: number[] = [];
  let failed = 0;
  let firstFailure = '';
  const began = performance.now();
  const until = began + job.forMs;
  let next = began;
  const work = async (client: Client): Promise<void> => {
    while (performance.now() < until) {
      let from = performance.now();
      if (job.perSecond !== undefined) {
        // From when it should have begun: a request that had to wait for a connection took that long, too.
        from = next;
        next += 1_000 / job.perSecond;
        if (from > until) return;
        await sleep(Math.max(0, from - performance.now()));
      }
      const body = bodies?.pop();
      if (bodies !== undefined && body === undefined) return;
      const fault = await send(client, body === undefined ? job : { ...job, body });
      took.push(performance.now() - from);
      if (fault === undefined) continue;
      failed += 1;
      firstFailure ||= fault;
    }
  };
  await Promise.all(clients.map(work));
  const seconds = (performance.now() - began) / 1_000;
  await Promise.all(clients.map((client) => client.close()));
  return {
    count: took.length,
    failed,
    firstFailure,
    seconds,
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
  };
}

/** What was wrong with the answer, if anything. */
async function send(client: Client, requests: Requests): Promise<string | undefined> {
  number += 1;
  const { method, status, path, headers, body } = numbered(requests, number);
  try {
    const answer = await client.request({ method, path, headers, body: body ?? null });
    const text = await answer.body.text();
    return answer.statusCode === status ? undefined : `${answer.statusCode} ${text.slice(0, 300)}`;
  } catch (error) {
    return String(error);
  }
}
