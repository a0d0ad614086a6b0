import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { QUOTA_DAYS_KEPT, DailyQuota, type UnsharedCalls } from './daily-quota.ts';

const noon = new Date('2026-06-01T12:00:00Z');
const nextDay = new Date('2026-06-02T00:00:00Z');

type Group = Parameters<DailyQuota['count']>[0];

function countTimes(quota: DailyQuota, times: number, group: Group, now = noon): void {
  for (let count = 0; count < times; count += 1) quota.count(group, now);
}

/** How often it is granted before it is refused, at most `most` times. */
function granted(quota: DailyQuota, group: Group, most = 50_000): number {
  let calls = 0;
  while (calls < most && quota.allows(group, noon)) {
    quota.count(group, noon);
    calls += 1;
  }
  return calls;
}

/** What all processes have counted, as a database holds it. */
class Sums {
  readonly #days = new Map<string, Map<string, number>>();

  add({ today, counted }: UnsharedCalls): ReadonlyMap<string, number> {
    for (const { day, group, calls } of counted) {
      const sums = this.of(day);
      sums.set(group, (sums.get(group) ?? 0) + calls);
    }
    return new Map(this.of(today));
  }

  of(day: string): Map<string, number> {
    const sums = this.#days.get(day) ?? new Map<string, number>();
    this.#days.set(day, sums);
    return sums;
  }
}

function share(quota: DailyQuota, sums: Sums, now = noon): void {
  const unshared = quota.unshared(now);
  quota.learn(unshared, sums.add(unshared), now);
}

describe("M95: Ottu's daily quota", () => {
  it('is counted by group and in all', () => {
    const quota = new DailyQuota();
    quota.count('read', noon);
    quota.count('charge', noon);
    expect(quota.count('read', noon)).toEqual({
      day: '2026-06-01',
      group: 'read',
      calls: 2,
      total: 3,
      limit: 90_000,
      warn: false,
    });
  });

  it('begins anew with the UTC day', () => {
    const quota = new DailyQuota();
    quota.count('read', new Date('2026-06-01T23:59:59.999Z'));
    expect(quota.count('read', nextDay)).toMatchObject({ day: '2026-06-02', calls: 1, total: 1 });
  });

  it('background sync may use 40 % of it and checkout 30 %; charges and what is still open have the rest', () => {
    const quota = new DailyQuota();
    expect([granted(quota, 'sync'), granted(quota, 'storefront'), granted(quota, 'charge')]).toEqual([
      36_000, 27_000, 50_000,
    ]);
    expect(quota.allows('sync', nextDay)).toBe(true);
  });

  it('warns once a day, at 80 %', () => {
    const quota = new DailyQuota();
    const warnings = (day: Date) =>
      [...Array(90_001).keys()].flatMap((index) => (quota.count('background', day).warn ? [index + 1] : []));
    expect(warnings(noon)).toEqual([72_000]);
    expect(warnings(nextDay)).toEqual([72_000]);
  });
});

describe('M95: the quota of several processes', () => {
  it('M95: what the others have used of a share is not there any more, and charges go all the same', () => {
    const sums = new Sums();
    const [first, second] = [new DailyQuota(), new DailyQuota()];
    countTimes(first, 26_990, 'storefront');
    share(first, sums);
    share(second, sums);
    expect(granted(second, 'storefront')).toBe(10);
    expect(second.allows('charge', noon)).toBe(true);
    share(second, sums);
    share(first, sums);
    expect(first.allows('storefront', noon)).toBe(false);
    expect(first.allows('sync', noon)).toBe(true);
  });

  it('M95: one that starts in the middle of the day goes on where the others are', () => {
    const sums = new Sums();
    const before = new DailyQuota();
    countTimes(before, 35_999, 'sync');
    share(before, sums);
    const restarted = new DailyQuota();
    share(restarted, sums);
    expect(granted(restarted, 'sync')).toBe(1);
  });

  it('warns once a day, at 80 % of what all have used, with its own next request', () => {
    const sums = new Sums();
    const [first, second] = [new DailyQuota(), new DailyQuota()];
    countTimes(first, 71_998, 'charge');
    share(first, sums);
    share(second, sums);
    expect([1, 2, 3].map(() => second.count('read', noon).warn)).toEqual([false, true, false]);
    share(second, sums);
    share(first, sums);
    expect([1, 2].map(() => first.count('read', noon).warn)).toEqual([true, false]);
  });

  it('M95: what is counted while it is being added up is neither lost nor counted twice', () => {
    const sums = new Sums();
    const quota = new DailyQuota();
    countTimes(quota, 3, 'sync');
    const onItsWay = quota.unshared(noon);
    countTimes(quota, 2, 'sync');
    const all = sums.add(onItsWay);
    expect(quota.calls('sync', noon)).toBe(5);
    quota.learn(onItsWay, all, noon);
    expect(quota.calls('sync', noon)).toBe(5);
    expect(quota.unshared(noon).counted).toEqual([{ day: '2026-06-01', group: 'sync', calls: 2 }]);
  });

  it('M95: what could not be added is added the next time, also to a day that is over', () => {
    const sums = new Sums();
    const quota = new DailyQuota();
    countTimes(quota, 4, 'sync');
    quota.unshared(noon);
    quota.count('read', nextDay);
    share(quota, sums, nextDay);
    expect(sums.of('2026-06-01')).toEqual(new Map([['sync', 4]]));
    expect(sums.of('2026-06-02')).toEqual(new Map([['read', 1]]));
    expect(quota.unshared(nextDay).counted).toEqual([]);
  });

  it('M95: an answer that comes after midnight is of yesterday', () => {
    const sums = new Sums();
    const quota = new DailyQuota();
    countTimes(quota, 27_000, 'storefront');
    const unshared = quota.unshared(noon);
    quota.learn(unshared, sums.add(unshared), nextDay);
    expect(quota.allows('storefront', nextDay)).toBe(true);
    expect(quota.calls('storefront', nextDay)).toBe(0);
  });

  it('days that nobody adds up are forgotten after a while', () => {
    const quota = new DailyQuota();
    const daysLater = (days: number) => new Date(noon.getTime() + days * 24 * 60 * 60_000);
    quota.count('read', noon);
    expect(quota.unshared(daysLater(QUOTA_DAYS_KEPT)).counted).toHaveLength(1);
    expect(quota.unshared(daysLater(QUOTA_DAYS_KEPT + 1)).counted).toEqual([]);
  });

  it('M95: whatever is counted, added and lost on the way, in whatever order: nothing is missing and nothing doubled', () => {
    const replicas = 3;
    const replica = fc.nat({ max: replicas - 1 });
    const group = fc.constantFrom<Group>('sync', 'storefront', 'charge');
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant('count' as const), replica, group }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('begin' as const), replica }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('end' as const), replica, works: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), replica }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const sums = new Sums();
        const quotas = Array.from({ length: replicas }, () => new DailyQuota());
        const onTheirWay = new Map<number, UnsharedCalls>();
        const truth = new Map<string, number>();
        for (const next of steps) {
          const quota = quotas[next.replica] as DailyQuota;
          switch (next.do) {
            case 'count': {
              truth.set(next.group, (truth.get(next.group) ?? 0) + 1);
              quota.count(next.group, noon);
              break;
            }
            case 'begin':
              // One at a time, as whoever shares it promises.
              if (!onTheirWay.has(next.replica)) onTheirWay.set(next.replica, quota.unshared(noon));
              break;
            case 'end': {
              const added = onTheirWay.get(next.replica);
              onTheirWay.delete(next.replica);
              if (added !== undefined && next.works) quota.learn(added, sums.add(added), noon);
              break;
            }
            case 'restart':
              onTheirWay.delete(next.replica);
              share(quota, sums);
              quotas[next.replica] = new DailyQuota();
          }
          // Nobody believes in more than there is.
          for (const [of, calls] of truth) {
            for (const each of quotas) expect(each.calls(of as Group, noon)).toBeLessThanOrEqual(calls);
          }
        }
        for (const quota of quotas) share(quota, sums);
        for (const quota of quotas) share(quota, sums);
        expect(sums.of('2026-06-01')).toEqual(truth);
        for (const quota of quotas) {
          for (const [of, calls] of truth) expect(quota.calls(of as Group, noon)).toBe(calls);
        }
      }),
    );
  });
});
