import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { CoalescingQueue } from './coalescing-queue.ts';

/** Work that ends when it is told to. */
function held() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (key: string): Promise<void> => {
    begun.push(key);
    return new Promise((resolve) => ends.set(key, resolve));
  };
  const end = async (key: string): Promise<void> => {
    ends.get(key)?.();
    await sleep(0);
  };
  return { begun, work, end };
}

describe('CoalescingQueue', () => {
  it('does once what is asked for many times while it is being done', async () => {
    const { begun, work, end } = held();
    const queue = new CoalescingQueue(4, work);
    for (let count = 0; count < 100; count += 1) queue.add('a');
    expect(begun).toEqual(['a']);
    await end('a');
    expect(begun).toEqual(['a', 'a']);
    await end('a');
    expect(begun).toEqual(['a', 'a']);
  });

  it('does no more than so many at the same time, and each of them in the end', async () => {
    const { begun, work, end } = held();
    const queue = new CoalescingQueue(2, work);
    for (const key of ['a', 'b', 'c', 'a', 'd']) queue.add(key);
    expect(begun).toEqual(['a', 'b']);
    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await end('a');
    await end('c');
    await end('a');
    await end('d');
    expect(begun.toSorted()).toEqual(['a', 'a', 'b', 'c', 'd']);
  });
});
