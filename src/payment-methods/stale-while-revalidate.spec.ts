import { beforeEach, describe, expect, it } from '@jest/globals';

import { StaleWhileRevalidate } from './stale-while-revalidate.ts';

let now: number;
let asked: number;
let answer: () => Promise<string>;
let value: StaleWhileRevalidate<string>;

beforeEach(() => {
  now = 1_000_000;
  asked = 0;
  answer = async () => `answer ${asked}`;
  const load = async (): Promise<string> => {
    asked += 1;
    return answer();
  };
  value = new StaleWhileRevalidate(load, { freshMs: 60_000, maxWaitMs: 5, cooldownMs: 5_000, now: () => now });
});

const fails = async (): Promise<string> => {
  throw new Error('away');
};

describe('a value that is fresh enough', () => {
  it('is asked for once, however many want it at the same time', async () => {
    const given = await Promise.all(Array.from({ length: 20 }, () => value.get()));
    expect(new Set(given)).toEqual(new Set(['answer 1']));
    expect(asked).toBe(1);
  });

  it('is not asked for again while it is fresh, and is when it is not', async () => {
    await value.get();
    now += 59_999;
    expect(await value.get()).toBe('answer 1');
    now += 1;
    expect(await value.get()).toBe('answer 2');
  });

  it('is given stale when asking fails, and nobody asks again for a moment', async () => {
    await value.get();
    now += 60_000;
    answer = fails;
    expect(await value.get()).toBe('answer 1');
    expect(await value.get()).toBe('answer 1');
    expect(asked).toBe(2);
    now += 5_000;
    answer = async () => 'back';
    expect(await value.get()).toBe('back');
  });

  it('is given stale when asking takes longer than a caller waits', async () => {
    await value.get();
    now += 60_000;
    let arrive: (text: string) => void = () => undefined;
    answer = () => new Promise((resolve) => (arrive = resolve));
    expect(await value.get()).toBe('answer 1');
    arrive('late');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await value.get()).toBe('late');
  });

  it('is missing only while there never was one', async () => {
    answer = fails;
    await expect(value.get()).rejects.toThrow('away');
    now += 5_000;
    answer = async () => 'first';
    expect(await value.get()).toBe('first');
  });
});
