/**
 * The time a call may take in all, and the time by which it must have begun. Both are measured from the claim, by the
 * monotonic clock and by the wall clock: a machine that slept must not send a charge it claimed yesterday (M3). Waiting
 * for a free slot, between tries, and for the end of the body all count.
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

  /** How long a try may still be begun. */
  startRemainingMs(): number {
    return Math.max(0, Math.min(this.startWithinMs, this.totalMs) - this.elapsedMs());
  }

  mayStart(): boolean {
    return this.elapsedMs() <= this.startWithinMs;
  }
}
