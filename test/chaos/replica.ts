import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Breakage } from './options.ts';

/** One process of the built service, which dies and comes back on the same port. */
export interface Replica {
  readonly url: string;
  /** Ends it without a warning and resolves when it is gone. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Ends it as an operator would; its exit status. */
  stop(): Promise<number | null>;
  /** Ends it as a deployment does, which gives it time for what is under way: it must end by itself, and well. */
  deploy(): Promise<void>;
  /** One sentence for each time that it ended without being killed, or badly when it was told to. */
  faults(): readonly string[];
}

const ROOT = join(import.meta.dirname, '..', '..');
const KEPT_OUTPUT = 200_000;

export interface ReplicaOptions {
  readonly port: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly broken: Breakage;
}

export function createReplica({ port, variables, broken }: ReplicaOptions): Replica {
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let output = '';
  const faults: string[] = [];
  let comingBack: Promise<void> = Promise.resolve();
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-KEPT_OUTPUT);
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const dying = child;
    child = undefined;
    if (dying === undefined || dying.exitCode !== null) return dying?.exitCode ?? null;
    const gone = new Promise<number | null>((resolve) => dying.once('exit', (code) => resolve(code)));
    dying.kill(signal);
    return gone;
  };
  return {
    url,
    faults: () => faults,
    async kill() {
      await comingBack;
      await end('SIGKILL');
    },
    async stop() {
      await comingBack;
      return end('SIGTERM');
    },
    async deploy() {
      await comingBack;
      const code = await end('SIGTERM');
      if (code === 0) return;
      faults.push(`replica was told to end, and ended with ${String(code)}`);
      console.error(`a replica was told to end, and ended with ${String(code)}:\n${output.slice(-4000)}`);
    },
    start,
  };

  async function start(): Promise<void> {
    for (let tries = 0; tries < 40; tries += 1) {
      const started = spawn(process.execPath, [...breaking(broken), program(broken)], {
        cwd: ROOT,
        env: { PATH: process.env['PATH'], ...variables, PORT: String(port), HOST: '127.0.0.1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      started.stdout?.on('data', keep);
      started.stderr?.on('data', keep);
      if (await isReady(url, started)) {
        child = started;
        started.once('exit', (code, signal) => endedByItself(started, String(signal ?? code)));
        return;
      }
      // The database may be restarting at this very moment.
      await sleep(250);
    }
    throw new Error(`a replica does not start any more:\n${output.slice(-4000)}`);
  }

  /** It ended by itself: a fault of the service, even if all charges are right. It is started again, as in production. */
  function endedByItself(ended: ChildProcess, how: string): void {
    if (child !== ended) return;
    child = undefined;
    faults.push(`replica ended by itself (${how})`);
    console.error(`a replica ended by itself (${how}):\n${output.slice(-4000)}`);
    comingBack = start().catch((error: unknown) => void faults.push(`replica ${String(error)}`));
  }
}

/** What runs in production is one file; a step of one class can be changed where each module is a file of its own. */
function program(broken: Breakage): string {
  return join(ROOT, 'dist', broken === 'none' ? 'main.js' : 'module-by-module.js');
}

/** A fault is loaded before the service and changes steps of it in memory; the build stays as it is. */
function breaking(broken: Breakage): readonly string[] {
  return broken === 'none' ? [] : ['--import', join(import.meta.dirname, 'breakages', `${broken}.ts`)];
}

async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 600 && child.exitCode === null && child.signalCode === null; tries += 1) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return true;
    await sleep(50);
  }
  child.kill('SIGKILL');
  return false;
}
