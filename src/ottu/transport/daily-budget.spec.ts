import { describe, expect, it } from '@jest/globals';

import { DailyBudget } from './daily-budget.ts';

describe("M95: Ottu's daily budget", () => {
  const noon = new Date('2026-06-01T12:00:00Z');

  it('is counted by group and in all', () => {
    const budget = new DailyBudget();
    budget.count('read', noon);
    budget.count('charge', noon);
    expect(budget.count('read', noon)).toEqual({
      day: '2026-06-01',
      group: 'read',
      calls: 2,
      total: 3,
      limit: 90_000,
      warn: false,
    });
  });

  it('begins anew with the UTC day', () => {
    const budget = new DailyBudget();
    budget.count('read', new Date('2026-06-01T23:59:59.999Z'));
    expect(budget.count('read', new Date('2026-06-02T00:00:00Z'))).toMatchObject({
      day: '2026-06-02',
      calls: 1,
      total: 1,
    });
  });

  it('background sync may use 40 % of it and checkout 30 %; charges and what is still open have the rest', () => {
    const budget = new DailyBudget();
    const granted = (group: 'sync' | 'storefront' | 'charge') => {
      let calls = 0;
      while (calls < 50_000 && budget.allows(group, noon)) {
        budget.count(group, noon);
        calls += 1;
      }
      return calls;
    };
    expect([granted('sync'), granted('storefront'), granted('charge')]).toEqual([36_000, 27_000, 50_000]);
    expect(budget.allows('sync', new Date('2026-06-02T00:00:00Z'))).toBe(true);
  });

  it('warns once a day, at 80 %', () => {
    const budget = new DailyBudget();
    const warnings = (day: Date) =>
      [...Array(90_001).keys()].flatMap((index) => (budget.count('background', day).warn ? [index + 1] : []));
    expect(warnings(noon)).toEqual([72_000]);
    expect(warnings(new Date('2026-06-02T00:00:00Z'))).toEqual([72_000]);
  });
});
