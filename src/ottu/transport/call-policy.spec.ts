import { describe, expect, it } from '@jest/globals';

import { CALL_GROUPS, groupLimits } from './call-policy.ts';

describe('the limits of a group', () => {
  const slotsOf = (maxConcurrency: number) => CALL_GROUPS.map((group) => groupLimits(group, maxConcurrency).slots);

  it('give half of all slots to charges, so that nothing else can starve them', () => {
    expect(Object.fromEntries(CALL_GROUPS.map((group) => [group, groupLimits(group, 256).slots]))).toEqual({
      charge: 128,
      checkout: 32,
      storefront: 32,
      read: 24,
      operations: 8,
      inquiry: 8,
      background: 16,
      sync: 8,
    });
  });

  it('add up to no more than the maximum, from thirty-two on', () => {
    for (let maximum = 32; maximum < 300; maximum += 1) {
      expect(slotsOf(maximum).reduce((sum, slots) => sum + slots)).toBeLessThanOrEqual(maximum);
    }
  });

  it('leave every group a slot and a bounded queue', () => {
    expect(Math.min(...slotsOf(1))).toBe(1);
    expect(groupLimits('inquiry', 1)).toEqual({ slots: 1, queue: 8 });
  });
});
