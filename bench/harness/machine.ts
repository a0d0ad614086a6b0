import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is measured runs alone on the first core; load, upstream and database share the second. */
const CORES = { measured: '0', rest: '1', both: '0,1' } as const;
export type Core = keyof typeof CORES;
/** Before this process is bound to one of them. */
const CORE_COUNT = availableParallelism();
/** Of the last minute before the run: what else the machine was busy with. */
const [LOAD_BEFORE = 0] = loadavg();
const PINS = CORE_COUNT >= 2 && spawnSync('taskset', ['--version']).status === 0;

const running = new Set<ChildProcess>();
// However this process ends, nothing of it is left behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export function pinMyself(): void {
  if (PINS) spawnSync('taskset', ['--pid', '--cpu-list', CORES.rest, String(process.pid)]);
}

/** A process of Node.js on the core of what is measured, on that of the rest, or on both. */
export function spawnNode(args: readonly string[], on: Core, env: Record<string, string> = {}): ChildProcess {
  return spawnPinned(process.execPath, args, on, env);
}

export function spawnPinned(
  program: string,
  args: readonly string[],
  on: Core,
  env: Record<string, string> = {},
): ChildProcess {
  const command = [program, ...args];
  const [file = '', ...rest] = PINS ? ['taskset', '--cpu-list', CORES[on], ...command] : command;
  const child = spawn(file, rest, { env: { ...env, NODE_ENV: 'production' }, stdio: ['pipe', 'pipe', 'inherit'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Resolves when it answers anything at all. */
export async function answers(url: string, child: ChildProcess): Promise<void> {
  while ((await fetch(url).catch(() => undefined)) === undefined) {
    const { exitCode, spawnargs } = child;
    if (exitCode !== null) throw new Error(`it ended with status ${exitCode}: ${spawnargs.join(' ')}`);
    await sleep(20);
  }
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** What a figure depends on. */
export function machine(): string {
  const model = cpus()[0]?.model ?? 'unknown processor';
  const kernel = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
  const pinned = PINS ? 'one core for what is measured, one for load, upstream and database' : 'not pinned';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${CORE_COUNT} × ${model}, ${memory} GiB, Linux ${kernel}; ${pinned}; load average before the run ${LOAD_BEFORE.toFixed(1)}`;
}
