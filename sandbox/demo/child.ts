import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const LAST_LINES = 20;
const PATIENCE_MS = 10_000;

/** One of the demo's own processes. */
export interface Child {
  readonly name: string;
  /** Resolves when the process has ended, with how it ended: `status 1`, `signal SIGKILL`. Never rejects. */
  readonly ended: Promise<string>;
  /** The newest lines that it wrote. */
  lastLines(): readonly string[];
  /** Asks it to end and, where it does not within ten seconds, ends it. Resolves when it is gone. */
  end(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

export interface ChildOptions {
  readonly name: string;
  /** Arguments of Node.js: a script, and what goes before and after it. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** All that it sees of the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
}

/**
 * Starts Node.js as a child in a session of its own, so that Ctrl-C in a terminal reaches the demo alone and the demo
 * decides in which order things end.
 */
export function startChild({ name, args, cwd, env, onLine }: ChildOptions): Child {
  const preload = new URL('./end-with-parent.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', preload, ...args], { cwd, env: { ...env }, detached: true });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > LAST_LINES) lines.shift();
      onLine?.(line);
    });
  }
  child.stdin.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // Not `exit`: by `close` its last words have been read too.
    child.once('close', (status, signal) => resolve(signal === null ? `status ${status}` : `signal ${signal}`));
  });
  return {
    name,
    ended,
    lastLines: () => lines,
    async end() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await ended;
      clearTimeout(timer);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
