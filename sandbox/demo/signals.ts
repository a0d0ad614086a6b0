import { constants } from 'node:os';
import { say } from './paint.ts';

/**
 * Resolves with the exit status when somebody asks the demo to end: the usual one for the signal, or 0 once `finished`
 * says that there was nothing left to do. A second signal calls `atOnce`.
 */
export function catchSignals(finished: () => boolean, atOnce: () => void): Promise<number> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) return atOnce();
        asked = true;
        say();
        resolve(finished() ? 0 : 128 + constants.signals[signal]);
      });
    }
  });
}
