import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, describe, expect, it } from '@jest/globals';

import { Poller, RowPoller, type PollerOptions } from './poller.ts';

const NEVER = 3_600_000;

let poller: Poller | undefined;
afterEach(async () => {
  await poller?.end();
  poller = undefined;
});

function started(run: () => Promise<unknown>, more: Partial<PollerOptions> = {}, alone = true): Poller {
  poller = new Poller({ name: 'Work', everyMs: NEVER, onFault: () => undefined, run, ...more }, alone);
  poller.start();
  return poller;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(1);
}

/** Something that goes on until it is let go. */
function held(): { readonly promise: Promise<void>; readonly release: () => void } {
  let release = (): void => undefined;
  const promise = new Promise<void>((resolve) => (release = resolve));
  return { promise, release };
}

describe('a poller', () => {
  it('runs at once and again after the pause, never two at the same time, also when it is told to', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const work = started(
      async () => {
        most = Math.max(most, (running += 1));
        await sleep(2);
        running -= 1;
        runs += 1;
      },
      { everyMs: 0 },
    );
    work.start();
    await Promise.all([work.run(), work.runToEnd(), work.run()]);
    await until(() => runs >= 6);
    await work.end();
    expect(most).toBe(1);
  });

  it('runs again when it is woken, also in the middle of a run, whose rows may have been read before', async () => {
    let runs = 0;
    const first = held();
    const work = started(async () => {
      runs += 1;
      if (runs === 1) await first.promise;
    });
    await until(() => runs === 1);
    work.wake();
    first.release();
    await until(() => runs === 2);
    work.wake();
    await until(() => runs === 3);
  });

  it('runs once more for all wakes that come during a run, however many they are', async () => {
    let runs = 0;
    const first = held();
    const work = started(async () => {
      runs += 1;
      if (runs === 1) await first.promise;
    });
    await until(() => runs === 1);
    for (let wakes = 0; wakes < 1_000; wakes += 1) work.wake();
    first.release();
    await until(() => runs === 2);
    await work.end();
    expect(runs).toBe(2);
  });

  it('runs again when the time has come for which it was woken', async () => {
    let runs = 0;
    const work = started(async () => (runs += 1), { everyMs: 2_000 });
    await until(() => runs === 1);
    work.wake(30);
    work.wake(31);
    await until(() => runs === 2);
  });

  it('does not become a busy loop where each of its runs wakes it', async () => {
    let runs = 0;
    const work = started(
      async () => {
        runs += 1;
        work.wake();
      },
      { minBetweenMs: NEVER },
    );
    await until(() => runs === 1);
    await sleep(5);
    expect(runs).toBe(1);
  });

  it('goes on after a run that failed, and says so', async () => {
    const faults: unknown[] = [];
    let runs = 0;
    const work = started(
      async () => {
        runs += 1;
        throw new Error(`run ${runs}`);
      },
      { everyMs: 0, onFault: (fault) => faults.push(fault) },
    );
    await until(() => runs >= 3);
    await work.end();
    expect(faults).toHaveLength(runs);
    await expect(work.run()).rejects.toThrow('run ');
  });

  it('ends after the run that is under way, and begins none after that', async () => {
    let runs = 0;
    const first = held();
    const work = started(async () => {
      runs += 1;
      await first.promise;
    });
    await until(() => runs === 1);
    work.wake();
    let ended = false;
    const ending = work.end().then(() => (ended = true));
    work.wake();
    await sleep(5);
    expect(ended).toBe(false);
    first.release();
    await ending;
    work.start();
    work.wake();
    await sleep(5);
    expect(runs).toBe(1);
  });

  it('runs only when it is told to where work does not begin alone', async () => {
    let runs = 0;
    const work = started(async () => (runs += 1), { everyMs: 0 }, false);
    work.wake();
    work.wake(1);
    await sleep(30);
    expect(runs).toBe(0);
    await work.run();
    expect(runs).toBe(1);
  });
});

describe('a drain', () => {
  const FULL = 10;

  async function drained(batches: number[], onBatch: (work: Poller) => void = () => undefined): Promise<number> {
    const work = new Poller({ name: 'Work', everyMs: NEVER, onFault: () => undefined, run: async () => undefined });
    return work.drain(FULL, async () => {
      onBatch(work);
      return batches.shift() ?? 0;
    });
  }

  it.each([
    { batches: [], done: 0, rest: 0, what: 'nothing is looked for once' },
    { batches: [3, FULL], done: 3, rest: 1, what: 'a batch that is not full is the last one' },
    { batches: [FULL, FULL, 4, FULL], done: 24, rest: 1, what: 'a full batch is followed by another' },
    { batches: [FULL], done: 10, rest: 0, what: 'also when it was the last one by chance' },
  ])('$what', async ({ batches, done, rest }) => {
    const left = [...batches];
    expect(await drained(left)).toBe(done);
    expect(left).toHaveLength(rest);
  });

  it('begins no batch once the process is ending, however many rows wait', async () => {
    const left = [FULL, FULL, FULL, FULL];
    const stopAtSecond = (work: Poller): void => {
      if (left.length === 3) work.stop();
    };
    expect(await drained(left, stopAtSecond)).toBe(2 * FULL);
    expect(left).toHaveLength(2);
  });
});

describe('a poller of rows', () => {
  /** Rows that wait, and how each of them ends. */
  function rows(waiting: string[], work: (row: string) => Promise<void>, concurrency = 2): RowPoller<string> {
    const rowPoller = new RowPoller<string>({
      name: 'Rows',
      everyMs: NEVER,
      onFault: () => undefined,
      concurrency,
      take: async (atMost) => waiting.splice(0, atMost),
      work,
    });
    poller = rowPoller;
    return rowPoller;
  }

  it('works on so many at a time, and one that is slow holds up no other', async () => {
    const slow = held();
    const done: string[] = [];
    let running = 0;
    let most = 0;
    const work = rows(['slow', 'a', 'b', 'c', 'd'], async (row) => {
      most = Math.max(most, (running += 1));
      await (row === 'slow' ? slow.promise : sleep(1));
      running -= 1;
      done.push(row);
    });
    work.start();
    await until(() => done.length === 4);
    expect(done).toEqual(['a', 'b', 'c', 'd']);
    slow.release();
    await until(() => done.length === 5);
    expect(most).toBe(2);
  });

  it('when told, works also on what becomes due by its work, and waits until it has ended', async () => {
    const waiting = ['a', 'b', 'c'];
    const done: string[] = [];
    const work = rows(waiting, async (row) => {
      await sleep(1);
      if (row === 'c') waiting.push('after c');
      done.push(row);
    });
    await work.runToEnd();
    expect(done).toEqual(['a', 'b', 'c', 'after c']);
  });

  it('ends after the rows that it works on, and takes none after that', async () => {
    const waiting = ['a', 'b', 'c'];
    const slow = held();
    const done: string[] = [];
    const work = rows(waiting, async (row) => {
      await slow.promise;
      done.push(row);
    });
    work.start();
    await until(() => waiting.length === 1);
    const ending = work.end();
    slow.release();
    await ending;
    expect(done).toEqual(['a', 'b']);
    expect(waiting).toEqual(['c']);
  });
});
