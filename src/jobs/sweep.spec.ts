import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Injectable, Logger, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { Background } from './background.ts';
import { BackgroundModule } from './background.module.ts';
import { Sweep } from './sweep.ts';

const FULL = 10;
const NEVER = 3_600_000;

/** What waits to be done, and what has been. */
@Injectable()
class Rows {
  everyMs = 0;
  runs = 0;
  /** Batches that have ended. */
  done = 0;
  /** The size of each batch to come; then there is nothing. */
  batches: number[] = [];
  onBatch: () => void = () => undefined;
}

/** As the sweeps of the service are: made by Nest, which knows the hooks of their base only by the prototype. */
@Injectable()
class RowsSweep extends Sweep {
  constructor(private readonly rows: Rows) {
    super('RowsSweep', rows.everyMs, 'The rows could not be looked through');
  }

  async sweep(): Promise<number> {
    this.rows.runs += 1;
    return this.drain(FULL, async () => {
      this.rows.onBatch();
      await sleep(1);
      this.rows.done += 1;
      return this.rows.batches.shift() ?? 0;
    });
  }

  nudge(): void {
    this.wake();
  }
}

@Module({ providers: [RowsSweep] })
class RowsModule {}

let warn: jest.SpiedFunction<Logger['warn']>;
let app: INestApplicationContext | undefined;
beforeEach(() => {
  warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});
afterEach(async () => {
  await app?.close();
  app = undefined;
  jest.restoreAllMocks();
});

interface Started {
  readonly rows: Rows;
  readonly rowsSweep: RowsSweep;
}

async function start(background = new Background(), everyMs = 0): Promise<Started> {
  const rows = new Rows();
  rows.everyMs = everyMs;
  const module = {
    module: RowsModule,
    imports: [BackgroundModule.with(background)],
    providers: [{ provide: Rows, useValue: rows }],
  };
  app = await NestFactory.createApplicationContext(module, { logger: false });
  return { rows, rowsSweep: app.get(RowsSweep) };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(1);
}

describe('Sweep', () => {
  it('M30: runs when the application has started, and then again and again', async () => {
    const { rows } = await start();
    await until(() => rows.runs >= 3);
    expect(warn).not.toHaveBeenCalled();
  });

  it('goes on after a run that failed, and says so in its own words', async () => {
    const { rows } = await start();
    const fault = new Error('no rows today');
    rows.onBatch = () => {
      throw fault;
    };
    const { runs } = rows;
    await until(() => rows.runs >= runs + 3);
    expect(warn).toHaveBeenCalledWith({ err: fault }, 'The rows could not be looked through');
  });

  it('runs no more when the application has stopped, which waits for the run that is under way', async () => {
    const { rows } = await start();
    await until(() => rows.runs >= 2);
    await app?.close();
    app = undefined;
    const { runs, done } = rows;
    expect(done).toBe(runs);
    await sleep(100);
    expect(rows.runs).toBe(runs);
  });

  it('runs at once when it is woken', async () => {
    const { rows, rowsSweep } = await start(new Background(), NEVER);
    await until(() => rows.done === 1);
    rowsSweep.nudge();
    await until(() => rows.done === 2);
  });

  it('runs only when it is told to where the background does not run alone, also when it is woken', async () => {
    const background = new Background('when_told');
    const { rows, rowsSweep } = await start(background);
    rowsSweep.nudge();
    expect(rows.runs).toBe(0);
    await background.run('RowsSweep');
    expect(rows).toMatchObject({ runs: 1, done: 1 });
    await expect(background.run('Another')).rejects.toThrow('no work is called Another: RowsSweep');
  });
});

describe('a drain', () => {
  it.each([
    { batches: [], done: 0, rest: 0, what: 'nothing is looked for once' },
    { batches: [3, FULL], done: 3, rest: 1, what: 'a batch that is not full is the last one' },
    { batches: [FULL, FULL, 4, FULL], done: 24, rest: 1, what: 'a full batch is followed by another' },
    { batches: [FULL], done: 10, rest: 0, what: 'also when it was the last one by chance' },
  ])('$what', async ({ batches, done, rest }) => {
    const rows = new Rows();
    rows.batches = [...batches];
    expect(await new RowsSweep(rows).sweep()).toBe(done);
    expect(rows.batches).toHaveLength(rest);
  });

  it('begins no batch once the service is stopping, however many rows wait', async () => {
    const rows = new Rows();
    rows.batches = [FULL, FULL, FULL, FULL];
    const rowsSweep = new RowsSweep(rows);
    rows.onBatch = () => {
      if (rows.done === 1) void rowsSweep.beforeApplicationShutdown();
    };
    expect(await rowsSweep.sweep()).toBe(2 * FULL);
    expect(await rowsSweep.sweep()).toBe(0);
    expect(rows.done).toBe(2);
  });
});
