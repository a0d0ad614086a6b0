import { setTimeout as sleep } from 'node:timers/promises';

import type { Clock } from './careful-loop.ts';

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: async (ms, signal) => {
    // Only an abort rejects, and that ends the wait as well as the time does.
    await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  },
  random: Math.random,
};
