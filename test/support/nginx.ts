import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe } from '@jest/globals';

import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const NGINX = process.env['NGINX'] || '/usr/sbin/nginx';
const isHere = existsSync(NGINX) && spawnSync(NGINX, ['-v']).status === 0;

/** For sentences about real proxies: told where there is one (Debian: `apt-get install nginx-light`), else left out by name. */
export const describeBehindNginx = isHere ? describe : describe.skip;

export interface Nginx {
  readonly url: string;
  close(): Promise<void>;
}

/** @param server what stands inside of its `server` block. */
export async function startNginx(server: string): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  const port = await freePort();
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
    events { worker_connections 64; }
    http { access_log off; ${paths.join(' ')} server { listen 127.0.0.1:${port}; ${server} } }`,
  );
  const child = spawn(NGINX, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => (await fetch(url).catch(() => undefined)) !== undefined);
  return {
    url,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
