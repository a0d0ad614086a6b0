import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Inside the directory, so that all processes that mount the volume meet one lock, also on a read-only root. */
const PREFIX = 'ottu-bff.lock.';
/** A socket is created under this name, and renamed to the other prefix once it listens. */
const UNREADY_PREFIX = 'ottu-bff.unready.';
/** After kill -9 the kernel may hold the socket of the dead process for a moment. */
const MAX_WAIT_MS = 5_000;
const PAUSE_MS = 100;
/** A Unix socket's address holds about a hundred bytes. */
const MAX_ADDRESS_BYTES = 100;

/** Whether a file of the directory is the lock's, and none of the database. */
export function isOfLock(name: string): boolean {
  return name.startsWith(PREFIX) || name.startsWith(UNREADY_PREFIX);
}

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
  /** Lets the next process in. The end of the process does so too, however it ends. */
  release(): Promise<void>;
}

/**
 * Makes this process the only one that opens the directory: PGlite itself would let two of them write over each other.
 * The lock is a listening Unix socket, because that dies with its process; time stamps outlive kill -9, and in
 * containers process ids come again.
 *
 * Each process shows a socket of its own, whose name never comes again, and then looks for others. Of any two, the one
 * that was shown later sees the other and steps back, so that never both go on; one that does not answer belongs to a
 * process that is gone.
 *
 * @throws DirectoryLocked when another process still answers after five seconds
 */
export async function lockDirectory(directory: string, maxWaitMs = MAX_WAIT_MS): Promise<DirectoryLock> {
  const until = performance.now() + maxWaitMs;
  const folder = openSync(directory, constants.O_RDONLY);
  // By way of an open directory an address stays short, wherever the directory is.
  const longest = Buffer.byteLength(join(directory, `${UNREADY_PREFIX}00000000`));
  const place = longest > MAX_ADDRESS_BYTES ? `/proc/self/fd/${folder}` : directory;
  try {
    for (;;) {
      const shown = await createLockSocket(place);
      if (!(await isHeldByAnother(place, shown.name))) return lockOf(shown, folder);
      await shown.hide();
      if (performance.now() >= until) throw new DirectoryLocked(directory);
      // A random pause, so that two processes that met do not meet again.
      await sleep(PAUSE_MS / 2 + Math.random() * PAUSE_MS);
    }
  } catch (error) {
    closeSync(folder);
    throw error;
  }
}

interface LockSocket {
  readonly name: string;
  readonly hide: () => Promise<void>;
}

async function createLockSocket(place: string): Promise<LockSocket> {
  const id = randomBytes(4).toString('hex');
  const unready = join(place, UNREADY_PREFIX + id);
  const name = PREFIX + id;
  const server = await listen(unready);
  renameSync(unready, join(place, name));
  return {
    name,
    hide: async () => {
      rmSync(join(place, name), { force: true });
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(address: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** Whether another process holds the directory. Sockets of processes that are gone are removed. */
async function isHeldByAnother(place: string, own: string): Promise<boolean> {
  const others = readdirSync(place).filter((name) => name.startsWith(PREFIX) && name !== own);
  const answers = await Promise.all(
    others.map(async (name) => {
      const address = join(place, name);
      const answered = await isAnswered(address);
      if (!answered) rmSync(address, { force: true });
      return answered;
    }),
  );
  return answers.includes(true);
}

function isAnswered(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(!isGone(error)));
  });
}

/** Every other error, such as a full backlog, means that a process may hold the socket. */
function isGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNREFUSED' || code === 'ENOENT';
}

function lockOf(shown: LockSocket, folder: number): DirectoryLock {
  return {
    release: async () => {
      await shown.hide();
      closeSync(folder);
    },
  };
}
