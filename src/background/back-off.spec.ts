import { describe, expect, it } from '@jest/globals';

import { scaledDurations } from '../config/durations.ts';
import { backOff } from './back-off.ts';

const HOUR = 60 * 60_000;
const waits = scaledDurations(1);
const PAUSES = { first: waits.eventRetry, longest: waits.eventLongestRetry, jitter: 0.5 };

describe('M90: pauses between tries', () => {
  it('M90: double from five seconds to eight hours', () => {
    const whole = Array.from({ length: 16 }, (_, index) => backOff(index + 1, PAUSES, 1));
    expect(whole.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(whole.slice(-2)).toEqual([8 * HOUR, 8 * HOUR]);
  });

  it('M90: have jitter in their later half only', () => {
    expect(backOff(3, PAUSES, 0)).toBe(10_000);
    for (let tries = 1; tries < 30; tries += 1) {
      const pause = backOff(tries, PAUSES);
      expect(pause).toBeGreaterThanOrEqual(backOff(tries, PAUSES, 0));
      expect(pause).toBeLessThanOrEqual(backOff(tries, PAUSES, 1));
    }
  });

  it('M90: make some twenty tries in the three days of an event', () => {
    const tries = (random: number): number => {
      let at = 0;
      let count = 1;
      while (at < waits.eventGiveUp) at += backOff(count++, PAUSES, random);
      return count;
    };
    expect(waits.eventGiveUp).toBe(72 * HOUR);
    expect(tries(1)).toBeGreaterThan(15);
    expect(tries(0)).toBeLessThan(40);
  });
});
