import { kill, pid, stdin } from 'node:process';

/**
 * Loaded into the demo's children before their own code. Their standard input is a pipe from the demo, which ends with
 * it even where the demo could not say goodbye (kill -9): then the child asks itself to end.
 */
stdin.on('end', () => kill(pid, 'SIGTERM'));
stdin.resume();
stdin.unref();
