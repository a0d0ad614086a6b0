import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Injectable, Logger, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import type { DatabaseSignals } from '../database/database-signals.ts';
import { Background } from './background.ts';
import { BackgroundModule } from './background.module.ts';
import { WakeUps } from './wake-ups.ts';

/** Work as the service has it: registered by a class that Nest makes. */
@Injectable()
class Work {
  runs = 0;
  /** Runs that have ended. */
  done = 0;
  onRun: () => void = () => undefined;

  constructor(private readonly background: Background) {
    background.poller({ name: 'Work', everyMs: 0, run: () => this.run(), failed: 'The rows could not be read' });
    background.poller({
      name: 'Hidden',
      everyMs: 3_600_000,
      run: async () => undefined,
      failed: 'It failed',
      whenTold: 'never',
    });
  }

  async run(): Promise<void> {
    this.runs += 1;
    this.onRun();
    await sleep(1);
    this.done += 1;
  }

  wake(): void {
    this.background.wake('Work');
  }
}

@Module({ providers: [Work] })
class WorkModule {}

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

async function start(background = new Background()): Promise<Work> {
  const module = { module: WorkModule, imports: [BackgroundModule.with(background)] };
  app = await NestFactory.createApplicationContext(module, { logger: false });
  return app.get(Work);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(1);
}

describe('what a service does without being asked', () => {
  it('M30: begins when the application has started, and comes again and again', async () => {
    const work = await start();
    await until(() => work.runs >= 3);
    expect(warn).not.toHaveBeenCalled();
  });

  it('goes on after a run that failed, and says so in its own words', async () => {
    const work = await start();
    const fault = new Error('no rows today');
    work.onRun = () => {
      throw fault;
    };
    const { runs } = work;
    await until(() => work.runs >= runs + 3);
    expect(warn).toHaveBeenCalledWith({ err: fault }, 'The rows could not be read');
  });

  it('is in the log under its own name, or under what it gives as its context', async () => {
    const background = new Background();
    const run = (): never => {
      throw new Error('no rows today');
    };
    background.poller({ name: 'Named', everyMs: 3_600_000, run, failed: 'It failed' });
    background.poller({ name: 'Told', everyMs: 3_600_000, run, failed: 'It failed', context: 'Elsewhere' });
    background.onApplicationBootstrap();
    await until(() => warn.mock.calls.length === 2);
    expect(warn.mock.contexts).toMatchObject([{ context: 'Named' }, { context: 'Elsewhere' }]);
    await background.beforeApplicationShutdown();
  });

  it('runs no more when the application has stopped, which waits for the run that is under way', async () => {
    const work = await start();
    await until(() => work.runs >= 2);
    await app?.close();
    app = undefined;
    const { runs, done } = work;
    expect(done).toBe(runs);
    await sleep(50);
    expect(work.runs).toBe(runs);
  });

  it('happens only when it is told to where a test says when, also when it is woken', async () => {
    const background = new Background('when_told');
    const work = await start(background);
    work.wake();
    await sleep(30);
    expect(work.runs).toBe(0);
    await background.run('Work');
    expect(work).toMatchObject({ runs: 1, done: 1 });
    expect(background.names).toEqual(['Work']);
    await expect(background.run('Another')).rejects.toThrow('no work is called Another: Work');
  });
});

describe('what other replicas send', () => {
  it('wakes the work that says so, and nothing else: other names and other texts are ignored', async () => {
    const background = new Background();
    const runs = new Map<string, number>();
    for (const [name, wokenByReplicas] of Object.entries({ Shared: true, Own: false })) {
      background.poller({
        name,
        everyMs: 3_600_000,
        run: async () => runs.set(name, (runs.get(name) ?? 0) + 1),
        failed: 'It failed',
        wokenByReplicas,
      });
    }
    let hear: (payload: string) => void = () => undefined;
    const signals: Pick<DatabaseSignals, 'listen'> = { listen: (_channel, { onSignal }) => (hear = onSignal) };
    new WakeUps(background, signals as DatabaseSignals).onModuleInit();
    background.onApplicationBootstrap();
    await until(() => runs.size === 2);
    for (const payload of ['Own 0', 'Unknown 0', '', 'Shared', 'Shared now', 'Shared 0 0']) hear(payload);
    // A run that was woken would have begun by now.
    await sleep(1);
    expect([...runs.values()]).toEqual([1, 1]);
    hear('Shared 0');
    await until(() => runs.get('Shared') === 2);
    background.onModuleDestroy();
    await background.beforeApplicationShutdown();
    expect(runs.get('Own')).toBe(1);
  });
});
