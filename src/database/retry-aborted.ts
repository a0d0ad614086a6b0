import { setTimeout as sleep } from 'node:timers/promises';
import { isError } from './is-error.ts';

/**
 * SQLSTATE `serialization_failure` and `deadlock_detected`: two transactions stood in each other's way, and the server has
 * undone this one, at a statement or at its COMMIT. Never 40003, or an answer that was lost: there it may have happened.
 */
const ABORTED = new Set(['40001', '40P01']);

/** A statement failed because it was prepared, and would not be another time: what it was part of can be run again. */
export class StalePreparation extends Error {
  constructor(cause: unknown) {
    super('A prepared statement was not what it had been', { cause });
    this.name = 'StalePreparation';
  }
}

/** Real time, whatever `TIME_SCALE` is: how long others need for what was in the way. Milliseconds. */
const FIRST_PAUSE_MS = 20;

export interface RetryLimits {
  readonly tries: number;
  readonly maxPauseMs: number;
}

/** Over within two seconds beside the work itself, so that a claim has time left to be sent (M3). */
const OF_REQUESTS: RetryLimits = { tries: 8, maxPauseMs: 500 };

/**
 * Runs `work` as often as it takes for the database not to undo it because of another transaction. What it does must be
 * undone with the transaction: no call to anybody, and nothing kept outside that a second run would meet.
 *
 * @throws what `work` throws; the last abort where every try was aborted
 */
export async function retryAborted<T>(work: () => Promise<T>, limits: RetryLimits = OF_REQUESTS): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === limits.tries || !wasAborted(error)) throw error;
      // Of two that met, not both come back at the same time.
      await sleep(Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** tries, limits.maxPauseMs));
    }
  }
}

function wasAborted(error: unknown): boolean {
  for (let cause = error; isError(cause); cause = cause.cause) {
    if (cause instanceof StalePreparation) return true;
    if ('code' in cause && typeof cause.code === 'string' && ABORTED.has(cause.code)) return true;
  }
  return false;
}
