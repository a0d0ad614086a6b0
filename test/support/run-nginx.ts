import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from './eventually.ts';

const NGINX = process.env['NGINX'] || '/usr/sbin/nginx';

export function isNginxHere(): boolean {
  return existsSync(NGINX) && spawnSync(NGINX, ['-v']).status === 0;
}

/** What `nginx -t` says of a file; nothing where it is good. */
export function faultsOfNginxConfiguration(path: string): string {
  // It cannot open what Node gives it as standard output.
  const { status, stderr } = spawnSync(NGINX, ['-t', '-c', path], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return status === 0 ? '' : stderr;
}

export interface Nginx {
  readonly url: string;
  /** Where its configuration is, and what that lets it write. */
  readonly folder: string;
  close(): Promise<void>;
}

/**
 * Runs it with a whole configuration.
 *
 * @param port that it listens on, by this configuration.
 * @param configuration may write into the folder that it is given.
 */
export async function runNginx(port: number, configuration: (folder: string) => string): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder));
  const child = spawn(NGINX, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`nginx ended with status ${child.exitCode}`);
    return (await fetch(url).catch(() => undefined)) !== undefined;
  });
  return {
    url,
    folder,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
