import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { Repeating } from './repeating.ts';

const NEVER = 3_600_000;
const noFault = (): void => undefined;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(1);
}

describe('Repeating', () => {
  it('runs at once, and again after the pause, never two at the same time', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const repeating = new Repeating(
      0,
      async () => {
        most = Math.max(most, (running += 1));
        await sleep(5);
        running -= 1;
        runs += 1;
      },
      noFault,
    );
    repeating.start();
    repeating.start();
    await until(() => runs >= 3);
    await repeating.stop();
    expect(most).toBe(1);
  });

  it('runs again at once when it is woken, also in the middle of a run', async () => {
    let runs = 0;
    const repeating = new Repeating(
      NEVER,
      async () => {
        runs += 1;
        if (runs === 1) repeating.wake();
      },
      noFault,
    );
    repeating.start();
    await until(() => runs === 2);
    repeating.wake();
    await until(() => runs === 3);
    await repeating.stop();
  });

  it('goes on after a run that failed, and says so', async () => {
    const faults: unknown[] = [];
    let runs = 0;
    const repeating = new Repeating(
      0,
      async () => {
        runs += 1;
        throw new Error(`run ${runs}`);
      },
      (fault) => faults.push(fault),
    );
    repeating.start();
    await until(() => runs >= 2);
    await repeating.stop();
    expect(faults).toHaveLength(runs);
  });

  it('stops after the run that is under way, and begins none after that', async () => {
    let ended = false;
    let runs = 0;
    const repeating = new Repeating(
      0,
      async () => {
        runs += 1;
        await sleep(20);
        ended = true;
      },
      noFault,
    );
    repeating.start();
    await repeating.stop();
    expect({ ended, runs }).toEqual({ ended: true, runs: 1 });
    repeating.start();
    await sleep(5);
    expect(runs).toBe(1);
  });
});
