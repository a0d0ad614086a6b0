import { TransportFault } from './transport-fault.ts';

/**
 * The time a call may take in all, and the time by which it must have begun. Both are measured from the claim, by the
 * monotonic clock and by the wall clock: a machine that slept must not send a charge it claimed yesterday (M3).
 */
export class Deadline {
  readonly #startedMonotonic = performance.now();
  readonly #startedWall = Date.now();

  constructor(
    /** Milliseconds in all, reading the body included. */
    readonly totalMs: number,
    /** Milliseconds within which the first byte must be written. */
    readonly startWithinMs: number = totalMs,
  ) {}

  elapsedMs(): number {
    return Math.max(performance.now() - this.#startedMonotonic, Date.now() - this.#startedWall);
  }

  remainingMs(): number {
    return Math.max(0, this.totalMs - this.elapsedMs());
  }

  mayStart(): boolean {
    return this.elapsedMs() <= this.startWithinMs;
  }

  /** Aborts when the time is over. `done` releases the timer. */
  signal(): { readonly signal: AbortSignal; readonly done: () => void } {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new TransportFault('deadline', false)), this.remainingMs());
    return { signal: controller.signal, done: () => clearTimeout(timer) };
  }
}
