import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { freePort } from './free-port.ts';

const PROGRAM = '/usr/sbin/haproxy';
/** The file that is shipped. */
const CONFIGURATION = join(import.meta.dirname, '..', '..', 'docker', 'haproxy', 'haproxy.cfg');

export interface HAProxy {
  /** As `host:port`. */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** Whether Debian's package is installed. */
export function hasHAProxy(): boolean {
  return existsSync(PROGRAM) && spawnSync(PROGRAM, ['-v']).status === 0;
}

/** HAProxy before two PostgreSQL servers, each `host:port`. */
export async function startHAProxy(a: string, b: string): Promise<HAProxy> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(PROGRAM, ['-db', '-f', CONFIGURATION], {
    env: { POSTGRES_BIND: address, POSTGRES_A: a, POSTGRES_B: b },
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  return {
    address,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
