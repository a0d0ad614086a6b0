import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from './free-port.ts';
import type { Variables } from './service.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** The built service as a process of its own, as it runs in production. */
export interface ServiceProcess {
  readonly url: string;
  /** Everything it has written to its standard output and error so far. */
  readonly output: () => string;
  /** Ends it with a signal and resolves with its exit status, or the signal that ended it. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | NodeJS.Signals | null>;
}

/** Builds `dist/` when it is older than its sources. */
export function buildService(): void {
  runScript('build-if-needed.mjs');
}

/** The same of both packages in `clients/`. */
export function buildClients(): void {
  runScript('build-clients.mjs');
}

function runScript(name: string): void {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', name)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
}

/** Where a process listens, where that must be known before it starts. */
export interface ServiceAddress {
  readonly host: string;
  readonly port: number;
}

/** Starts it with nothing but these variables and waits until it is ready. */
export async function startServiceProcess(variables: Variables, at?: ServiceAddress): Promise<ServiceProcess> {
  const { host, port } = at ?? { host: '127.0.0.1', port: await freePort() };
  const child = spawnService({ ...variables, PORT: String(port), HOST: host });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = `http://${host}:${port}`;
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  await ready(url, child, () => output);
  return {
    url,
    output: () => output,
    end: async (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

export function spawnService(variables: Variables): ChildProcess {
  const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'] };
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) env[name] = value;
  return spawn(process.execPath, [join(ROOT, 'dist', 'main.js')], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ready(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let tries = 0; tries < 1800; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the service ended with status ${child.exitCode}: ${output()}`);
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(50);
  }
  throw new Error(`the service did not become ready: ${output()}`);
}
