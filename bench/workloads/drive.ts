import { setTimeout as sleep } from 'node:timers/promises';

import { Pool } from 'undici';

/** One request, and what its answer must be. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
}

export interface Answered {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Milliseconds from the sending of the request to the last byte of its answer. */
  readonly tookMs: number;
}

/** @throws when the answer is another one. */
export async function call(pool: Pool, { method, path, headers = {}, body, status }: Call): Promise<Answered> {
  const began = performance.now();
  const answer = await pool.request({
    method,
    path,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    body: body ?? null,
  });
  const text = await answer.body.text();
  const tookMs = performance.now() - began;
  if (answer.statusCode !== status) throw new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 400)}`);
  return { headers: answer.headers, text, tookMs };
}

/** One call after the other on each connection, for so long. @returns how long each took, in milliseconds. */
export async function drive(pool: Pool, next: () => Call, connections: number, forMs: number): Promise<number[]> {
  const took: number[] = [];
  const until = performance.now() + forMs;
  const work = async (): Promise<void> => {
    while (performance.now() < until) took.push((await call(pool, next())).tookMs);
  };
  await Promise.all(Array.from({ length: connections }, work));
  return took;
}

/** Begins `work` so many times a second, whether or not the ones before have ended; resolves when all have. */
export async function steadily(perSecond: number, forMs: number, work: () => Promise<void>): Promise<void> {
  const began = performance.now();
  const all: Promise<void>[] = [];
  for (let at = 0; at < forMs; at += 1_000 / perSecond) {
    await sleep(Math.max(0, began + at - performance.now()));
    all.push(work());
  }
  await Promise.all(all);
}
