export interface BackOff {
  /** The pause after the first try. Milliseconds. */
  readonly first: number;
  /** No pause is longer. Milliseconds. */
  readonly longest: number;
  /**
   * From 0 to 1: how much of each pause is left to chance, so that what failed together does not come back together.
   * None unless given.
   */
  readonly jitter?: number;
}

/**
 * How long to wait after a try that failed: the pause doubles from `first` to `longest`.
 *
 * @param tries how many were made, at least one.
 * @param random from 0 to 1.
 * @returns milliseconds.
 */
export function backOff(tries: number, { first, longest, jitter = 0 }: BackOff, random = Math.random()): number {
  const whole = Math.min(first * 2 ** (tries - 1), longest);
  return jitter === 0 ? whole : Math.ceil(whole * (1 - jitter + jitter * random));
}
