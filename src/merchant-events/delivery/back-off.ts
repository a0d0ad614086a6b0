import type { Waits } from '../../config/waits.ts';

/**
 * How long to wait after a try that failed: it doubles from `eventRetry` to `eventLongestRetry`, and the later half of it
 * is left to chance, so that what failed together does not come back together.
 *
 * @param tries how many were made, at least one.
 * @param random from 0 to 1.
 * @returns milliseconds.
 */
export function backOffMs(
  tries: number,
  { eventRetry, eventLongestRetry }: Pick<Waits, 'eventRetry' | 'eventLongestRetry'>,
  random = Math.random(),
): number {
  const whole = Math.min(eventRetry * 2 ** (tries - 1), eventLongestRetry);
  return Math.ceil(whole * (0.5 + random / 2));
}
