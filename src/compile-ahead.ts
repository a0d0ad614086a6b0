import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

/**
 * `node dist/compile-ahead.js`, while an image is built: starts the service once, on a database in memory and without Ottu, so
 * that what V8 has compiled lies beside it (`main.ts`). As root it does so for user 1000, and what it leaves belongs to root. An
 * image without it starts as well, and takes a little longer: a builder in which it cannot run is told so, and goes on.
 */
const USER = 1000;
const compiled = join(import.meta.dirname, 'compiled');
const isRoot = process.getuid?.() === 0;

mkdirSync(compiled, { recursive: true });
if (isRoot) chownSync(compiled, USER, USER);
const child = spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, 'main.js')], {
  ...(isRoot ? { uid: USER, gid: USER } : {}),
  env: {
    NODE_ENV: 'production',
    OTTU_MODE: 'sandbox',
    OTTU_BASE_URL: 'http://127.0.0.1:9',
    OTTU_API_KEY: 'none',
    OTTU_WEBHOOK_KEYS: 'none',
    DATABASE_URL: 'pglite:memory',
    HOST: '127.0.0.1',
    PORT: await freePort(),
  },
  stdio: ['ignore', 'pipe', 'pipe'],
});
let said = '';
for (const stream of [child.stdout, child.stderr]) {
  stream.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.includes('is listening')) child.kill('SIGTERM');
  });
}
child.once('close', (status) => {
  if (isRoot) keepFor(0);
  if (status !== 0) process.stderr.write(`Nothing was compiled ahead:\n${said}`);
});

/** A builder may share the ports of its machine. */
async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return String(port);
}

/** Whom it was made for may read it, and nobody else may change it. */
function keepFor(owner: number): void {
  const paths = readdirSync(compiled, { recursive: true, encoding: 'utf8' }).map((name) => join(compiled, name));
  for (const path of [compiled, ...paths]) {
    chownSync(path, owner, owner);
    chmodSync(path, 0o755);
  }
}
