import { spawn } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const PROGRAM = '/usr/sbin/pgbouncer';
/** PgBouncer refuses to run as root. */
const NOBODY = 65534;

export interface PgBouncer {
  /** Of the database that it stands before. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Whether Debian's package is installed. */
export function hasPgBouncer(): boolean {
  try {
    accessSync(PROGRAM, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** PgBouncer in transaction mode before a database, with settings of its own beside those that it cannot do without. */
export async function startPgBouncer(databaseUrl: string, settings: readonly string[] = []): Promise<PgBouncer> {
  const { hostname, port: target, username, pathname } = new URL(databaseUrl);
  const home = mkdtempSync(join(tmpdir(), 'ottu-bff-pgbouncer-'));
  chmodSync(home, 0o755);
  const port = await freePort();
  writeFileSync(join(home, 'users'), `"${username}" ""\n`);
  const lines = [
    '[databases]',
    `* = host=${hostname} port=${target}`,
    '[pgbouncer]',
    'pool_mode = transaction',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = trust',
    `auth_file = ${join(home, 'users')}`,
    'default_pool_size = 10',
    ...settings,
  ];
  writeFileSync(join(home, 'ini'), `${lines.join('\n')}\n`);
  const child = spawn(PROGRAM, [join(home, 'ini')], {
    ...(process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${output}`);
    return output.includes('process up');
  });
  return {
    url: `postgres://${username}@127.0.0.1:${port}${pathname}`,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
      rmSync(home, { recursive: true, force: true });
    },
  };
}
