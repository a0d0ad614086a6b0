import pino from 'pino';

/** Under a docker buffer's 16 KiB, which is the most that is written at once. */
const MOST_KEPT_CHARACTERS = 8 * 1024;

interface LineStream {
  write(line: string): void;
  /** At once, as pino asks for with a fatal line. */
  flushSync(): void;
}

let shared: LineStream | undefined;

/**
 * Standard output for log lines: those of one turn of the loop are one write, before anything else happens. Where the process
 * ends by itself, they are written first. One for the process, so that lines keep their order whoever logs.
 *
 * @returns nothing where somebody has replaced `process.stdout`, and means to have each line at once.
 */
export function turnStream(): LineStream | undefined {
  const { stdout } = process;
  if (stdout.write !== (Object.getPrototypeOf(stdout) as typeof stdout).write) return undefined;
  shared ??= linesTo(stdout.fd);
  return shared;
}

/** @param fd where the lines go to. */
export function linesTo(fd: number): LineStream {
  const destination = pino.destination({ fd, sync: true, minLength: MOST_KEPT_CHARACTERS });
  let scheduled = false;
  let waiting = false;
  const endTurn = (): void => {
    scheduled = false;
    if (!waiting) return;
    waiting = false;
    destination.flush();
  };
  const flushSync = (): void => {
    if (!waiting) return;
    waiting = false;
    try {
      destination.flushSync();
    } catch (error) {
      // As with a write: whoever reads no lines any more gets none, and everything else goes on.
      destination.emit('error', error);
    }
  };
  process.once('exit', flushSync);
  return {
    write: (line) => {
      destination.write(line);
      waiting = true;
      if (scheduled) return;
      scheduled = true;
      setImmediate(endTurn);
    },
    flushSync,
  };
}
