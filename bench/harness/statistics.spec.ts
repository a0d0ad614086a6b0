import { describe, expect, it } from '@jest/globals';

import { median, percentile } from './statistics.ts';

describe('median', () => {
  it('is the middle of an odd number of values, in whatever order they come', () => {
    expect(median([30, 1, 2])).toBe(2);
  });

  it('is the mean of the two in the middle of an even number of values', () => {
    expect(median([10, 1, 4, 2])).toBe(3);
  });

  it('is 0 of no values', () => {
    expect(median([])).toBe(0);
  });
});

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('is the smallest value that this share of the values does not exceed', () => {
    expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile(hundred, 1)]).toEqual([50, 99, 100]);
  });

  it('sorts by number and not by letters', () => {
    expect(percentile([9, 10, 100], 0.5)).toBe(10);
  });

  it('is the only value of one, and 0 of none', () => {
    expect([percentile([7], 0.01), percentile([7], 0.99), percentile([], 0.5)]).toEqual([7, 7, 0]);
  });
});
