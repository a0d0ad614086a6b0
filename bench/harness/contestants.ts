import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { transformFileSync } from '@swc/core';

import { freePort } from '../../test/support/free-port.ts';
import { COMPILER } from '../../test/support/bundle/compiler.ts';
import { answers, end, spawnNode, spawnPinned } from './machine.ts';
import { SECRET_SHA256, startOurs } from './our-service.ts';

const PEERS = join(import.meta.dirname, '..', 'peers');
const NGINX = '/usr/sbin/nginx';

export type Name =
  'ottu-bff' | 'nest-express-axios' | 'fastify-undici' | 'fastify-two-commits' | 'http-proxy' | 'nginx';

/** One of those that do the same work. */
export interface Contestant {
  readonly name: Name;
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface Surroundings {
  readonly upstream: string;
  readonly databaseUrl: string;
}

/** Whether it can run on this machine: nginx is a package of the system. */
export function isThere(name: Name): boolean {
  return name !== 'nginx' || existsSync(NGINX);
}

export async function startContestant(name: Name, { upstream, databaseUrl }: Surroundings): Promise<Contestant> {
  switch (name) {
    case 'ottu-bff':
      return { name, ...(await startOurs({ upstream, databaseUrl })) };
    case 'nest-express-axios':
      installPlatform();
      return startPeer(name, [compiled('nest-express'), '{port}', upstream, SECRET_SHA256]);
    case 'fastify-undici':
      return startPeer(name, [join(PEERS, 'fastify-undici.ts'), '{port}', upstream, SECRET_SHA256]);
    case 'fastify-two-commits':
      return startPeer(name, [join(PEERS, 'fastify-undici.ts'), '{port}', upstream, SECRET_SHA256, databaseUrl]);
    case 'http-proxy':
      return startPeer(name, [join(PEERS, 'http-proxy.ts'), '{port}', upstream]);
    case 'nginx':
      return startPassingNginx(upstream);
  }
}

/** What only this peer needs is no package of this project. */
function installPlatform(): void {
  if (existsSync(join(PEERS, 'node_modules', '@nestjs', 'platform-express'))) return;
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], {
    cwd: PEERS,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('bench/peers: npm ci failed');
}

async function startPeer(name: Name, args: readonly string[]): Promise<Contestant> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawnNode(
    args.map((arg) => arg.replace('{port}', String(port))),
    'measured',
  );
  child.stdout?.resume();
  await answers(url, child);
  return { name, url, pid: child.pid ?? 0, stop: () => end(child) };
}

/** The floor: one process that passes on, with connections that stay. */
async function startPassingNginx(upstream: string): Promise<Contestant> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'ottu-bff-bench-nginx-'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
    events { worker_connections 1024; }
    http { access_log off; ${temporary.join(' ')}
      upstream ottu { server ${new URL(upstream).host}; keepalive 64; }
      server { listen 127.0.0.1:${port};
        location /v1/payment-transactions/ { proxy_pass http://ottu/b/checkout/v1/pymt-txn/; proxy_http_version 1.1; proxy_set_header Connection ""; } } }`,
  );
  const child = spawnPinned(NGINX, ['-p', folder, '-c', join(folder, 'nginx.conf')], 'measured');
  await answers(url, child);
  return { name: 'nginx', url, pid: child.pid ?? 0, stop: () => end(child) };
}

/** Decorators are compiled as Nest's own tool compiles them. The file stands beside its source, where its packages are found. */
function compiled(peer: string): string {
  const folder = join(PEERS, 'build');
  mkdirSync(folder, { recursive: true });
  const { code } = transformFileSync(join(PEERS, `${peer}.ts`), { ...COMPILER, sourceMaps: false, swcrc: false });
  const file = join(folder, `${peer}.js`);
  writeFileSync(file, code);
  return file;
}
