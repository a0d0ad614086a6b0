import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '../../test/support/free-port.ts';
import { end, spawnNode, type Core } from './machine.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** Arguments of Node.js as `npm start` gives them. */
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } };
const AS_STARTED = scripts.start.split(' ').slice(1, -1);
const SECRET = 'bench-secret-0123456789abcdef';
/** So much of what it wrote is told when it ends before it is ready. */
const LAST_WORDS = 4_000;

/** Ottu's webhooks are signed with it. */
export const WEBHOOK_KEY = 'bench-webhook-key-0123456789abcdef';
export const AUTHORIZATION = `Api-Key bench.${SECRET}`;
/** By which a peer knows the same caller. */
export const SECRET_SHA256 = createHash('sha256').update(SECRET).digest('hex');

/** The built service, running. */
export interface Ours {
  readonly url: string;
  readonly pid: number;
  /** From its start until it said that it is ready. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

export interface Around {
  readonly upstream: string;
  /** Absent: a PGlite of its own, where `DATABASE_DIR` of the further variables says. */
  readonly databaseUrl?: string;
}

export interface OursOptions {
  /** Variables beside and instead of the usual ones. */
  readonly more?: Readonly<Record<string, string>>;
  /** Arguments of Node.js itself, besides those of `npm start`. */
  readonly node?: readonly string[];
  readonly on?: Core;
}

/**
 * Starts it as in production and waits until it is ready. Its log is written as it would be, and nobody reads it.
 *
 * @throws Error when it ends before it is ready, with the last that it wrote.
 */
export async function startOurs(
  { upstream, databaseUrl }: Around,
  { more = {}, node = [], on = 'measured' }: OursOptions = {},
): Promise<Ours> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const scopes = ['payments:charge', 'payments:read', 'transactions:read', 'transactions:write'];
  const key = { id: 'bench', name: 'bench', secret_sha256: SECRET_SHA256, scopes };
  const began = performance.now();
  const child = spawnNode([...AS_STARTED, ...node, join(ROOT, 'dist', 'main.js')], on, {
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    OTTU_BASE_URL: upstream,
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: 'bench',
    OTTU_WEBHOOK_KEYS: WEBHOOK_KEY,
    OTTU_PG_CODES: 'credit-card',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    SERVICE_KEYS: JSON.stringify([key]),
    CATALOG: `file:${join(ROOT, 'sandbox', 'catalog.json')}`,
    RATE_LIMIT_PER_MINUTE: '1000000',
    CARTS_PER_HOUR: '1000000',
    OTTU_CALLS_PER_DAY: '999999999',
    ...more,
  });
  let lastWords = '';
  const remember = (chunk: Buffer): void => void (lastWords = `${lastWords}${chunk.toString()}`.slice(-LAST_WORDS));
  child.stdout?.on('data', remember);
  while ((await fetch(`${url}/health/ready`).catch(() => undefined))?.status !== 200) {
    if (child.exitCode !== null) throw new Error(`the service ended with status ${child.exitCode}: ${lastWords}`);
    await sleep(5);
  }
  const readyMs = performance.now() - began;
  child.stdout?.off('data', remember).resume();
  return { url, pid: child.pid ?? 0, readyMs, stop: () => end(child) };
}
