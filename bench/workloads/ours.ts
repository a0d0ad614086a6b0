import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '../../test/support/free-port.ts';
import { spawnService } from '../../test/support/service-process.ts';
import type { Variables } from '../../test/support/service.ts';

const SECRET = 'bench-secret-0123456789abcdef';

/** Ottu's webhooks are signed with it. */
export const WEBHOOK_KEY = 'bench-webhook-key-0123456789abcdef';
export const AUTHORIZATION = `Api-Key bench.${SECRET}`;

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
  readonly databaseUrl: string;
}

/** Starts it and waits until it is ready. Its log is written as it would be, and nobody reads it. */
export async function startOurs({ upstream, databaseUrl }: Around, more: Variables = {}): Promise<Ours> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const scopes = ['payments:charge', 'payments:read', 'transactions:read', 'transactions:write'];
  const key = { id: 'bench', name: 'bench', secret_sha256: createHash('sha256').update(SECRET).digest('hex'), scopes };
  const began = performance.now();
  const child = spawnService({
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    OTTU_BASE_URL: upstream,
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: 'bench',
    OTTU_WEBHOOK_KEYS: WEBHOOK_KEY,
    OTTU_PG_CODES: 'credit-card',
    DATABASE_URL: databaseUrl,
    SERVICE_KEYS: JSON.stringify([key]),
    CATALOG: `file:${join(import.meta.dirname, '..', '..', 'sandbox', 'catalog.json')}`,
    RATE_LIMIT_PER_MINUTE: '1000000',
    CARTS_PER_HOUR: '1000000',
    OTTU_CALLS_PER_DAY: '999999999',
    ...more,
  });
  child.stdout?.resume();
  child.stderr?.pipe(process.stderr);
  for (;;) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.status === 200 && child.exitCode === null) break;
    if (child.exitCode !== null) throw new Error(`the service ended with status ${child.exitCode}`);
    await sleep(5);
  }
  return {
    url,
    pid: child.pid ?? 0,
    readyMs: performance.now() - began,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
