import { setTimeout as sleep } from 'node:timers/promises';

import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PgBoss } from 'pg-boss';

import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import { isStoreTrouble } from '../database/store-unavailable.ts';
import { Background } from './background.ts';
import { bossDatabase } from './boss-database.ts';

const POLLING_SECONDS = 1;
/** A nudge says only that rows wait: one worker takes all that have come. */
const BATCH = 1_000;
/** A job that nobody took is worth nothing any more: the sweeps have found its row. */
const RETENTION_SECONDS = 60 * 60;
const DONE_RETENTION_SECONDS = 60;
/** Milliseconds; an end that takes longer is left to the operating system. */
const STOP_WITHIN = 2_000;

/**
 * Jobs on the service's own database. M30: they only nudge. A job says "look at your rows" to one of the replicas sooner
 * than its sweep would; rows are the truth, and whatever becomes of a job the sweeps find them.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Jobs');
  readonly #handlers = new Map<string, () => void>();
  #boss: PgBoss | undefined;
  #starting: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly background: Background,
  ) {}

  /** Registers who looks at the rows; before the application has started. */
  onNudge(queue: string, look: () => void): void {
    this.#handlers.set(queue, look);
  }

  /** Asks that the rows be looked at. It never fails and makes nobody wait. */
  nudge(queue: string, afterMs = 0): void {
    const options = afterMs > 0 ? { startAfter: Math.ceil(afterMs / 1_000) } : {};
    this.#boss?.send(queue, null, options).catch((error: unknown) => this.#tell(error));
  }

  /** Nothing waits for the jobs: a service that charges is worth more than one whose sweeps are early. */
  onApplicationBootstrap(): void {
    if (this.background.runsAlone) this.#starting = this.#start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    // A database that has fallen silent must not hold up the end of the process.
    const ended = this.#starting.then(() => this.#stop());
    await Promise.race([ended, sleep(STOP_WITHIN, undefined, { ref: false })]);
  }

  async #start(): Promise<void> {
    const boss = new PgBoss({
      ...bossDatabase(this.settings.database, this.database),
      schedule: false,
      monitorVacuum: false,
      reindex: false,
    });
    boss.on('error', (error) => this.#tell(error));
    this.#boss = boss;
    try {
      await boss.start();
      for (const [queue, look] of this.#handlers) {
        if (!this.#stopped) await this.#listen(boss, queue, look);
      }
    } catch (error) {
      this.#tell(error);
      await this.#stop();
    }
  }

  async #listen(boss: PgBoss, queue: string, look: () => void): Promise<void> {
    const keeping = { retryLimit: 0, retentionSeconds: RETENTION_SECONDS, deleteAfterSeconds: DONE_RETENTION_SECONDS };
    if ((await boss.getQueue(queue)) === null) await boss.createQueue(queue, keeping);
    await boss.work(queue, { pollingIntervalSeconds: POLLING_SECONDS, batchSize: BATCH }, async () => look());
  }

  async #stop(): Promise<void> {
    const boss = this.#boss;
    this.#boss = undefined;
    await boss?.stop({ graceful: false }).catch((error: unknown) => this.#tell(error));
  }

  /** No statement and no parameter of the failure is logged, only what kind of failure it was. */
  #tell(error: unknown): void {
    if (this.#stopped) return;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const away = isStoreTrouble(error);
    this.#logger.warn(
      { code },
      away ? 'The database is away: no jobs, only sweeps' : 'A job could not be handled; the sweeps go on',
    );
  }
}
