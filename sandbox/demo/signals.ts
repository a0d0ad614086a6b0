import { constants } from 'node:os';
import { say } from './paint.ts';

/**
 * Resolves with the exit status when somebody asks the demo to end: the usual one for the signal, or 0 once `finished`
 * says that there was nothing left to do. A second signal calls `atOnce`. A reader that goes away (`npm run demo | head`)
 * asks as well.
 */
export function catchSignals(finished: () => boolean, atOnce: () => void): Promise<number> {
  return new Promise((resolve) => {
    let asked = false;
    const ask = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE'): void => {
      asked = true;
      resolve(finished() ? 0 : 128 + constants.signals[signal]);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) return atOnce();
        say();
        ask(signal);
      });
    }
    process.stdout.on('error', () => ask('SIGPIPE'));
  });
}
