import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Inside the directory, so that whoever mounts the same volume meets the same lock, on a read-only root too. */
const NAME = 'ottu-bff.lock';
/** After kill -9 the kernel may hold the socket of the dead process for a moment. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 100;
/** A Unix socket's address holds about a hundred bytes. */
const LONGEST_ADDRESS = 100;

/** Another process has the directory open. The message is for the operator. */
export class DirectoryLocked extends Error {
  constructor(directory: string) {
    super(
      `Another process is using the PGlite directory ${directory}. PGlite serves one process at a time: stop the other ` +
        'one, give this one a directory of its own (DATABASE_URL=pglite:DIRECTORY), or use PostgreSQL.',
    );
    this.name = 'DirectoryLocked';
  }
}

export interface DirectoryLock {
  /** Lets the next process in. A process that ends in whatever way lets it in too. */
  release(): Promise<void>;
}

/**
 * Makes this process the only one that opens the directory: PGlite itself would let two of them write over each other.
 * The lock is a listening Unix socket, because that dies with its process; time stamps outlive kill -9, and in
 * containers process ids come again.
 *
 * @throws DirectoryLocked when another process still answers after five seconds
 */
export async function lockDirectory(directory: string, patienceMs = PATIENCE_MS): Promise<DirectoryLock> {
  // By way of an open directory the address stays short, wherever the directory is.
  const folder = openSync(directory, constants.O_RDONLY);
  const short = `/proc/self/fd/${folder}/${NAME}`;
  const address = Buffer.byteLength(join(directory, NAME)) > LONGEST_ADDRESS ? short : join(directory, NAME);
  try {
    const server = await take(address, directory, performance.now() + patienceMs);
    return { release: async () => release(server, folder) };
  } catch (error) {
    closeSync(folder);
    throw error;
  }
}

async function take(address: string, directory: string, until: number): Promise<Server> {
  for (;;) {
    const server = await listen(address);
    if (server !== undefined) return server;
    if (await isAnswered(address)) {
      if (performance.now() >= until) throw new DirectoryLocked(directory);
      await sleep(PAUSE_MS);
    } else {
      await removeStale(address, directory);
    }
  }
}

/** Binding is what excludes: of two processes one gets the address. */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

function isAnswered(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // A full backlog is an answer too: somebody listens.
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EAGAIN'));
  });
}

/**
 * A socket that nobody listens on was left by a process that was killed. It is moved aside before it is removed, and
 * looked at there once more: in between another process may have taken the address for itself.
 */
async function removeStale(address: string, directory: string): Promise<void> {
  const aside = address.replace(NAME, `${NAME}.${randomBytes(4).toString('hex')}`);
  try {
    renameSync(address, aside);
  } catch {
    return;
  }
  if ((await isAnswered(aside)) && !readdirSync(directory).includes(NAME)) renameSync(aside, address);
  else rmSync(aside, { force: true });
}

async function release(server: Server, folder: number): Promise<void> {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  closeSync(folder);
}
