import { setTimeout as sleep } from 'node:timers/promises';

import { UnderWay } from './under-way.ts';

/** A divisor of all waits must not turn a pause into a busy loop. Milliseconds. */
const MIN_PAUSE_MS = 20;
/** Work whose runs wake it again and again must not become a busy loop either. Milliseconds, from start to start. */
const MIN_BETWEEN_RUNS_MS = 100;
/** Wake-ups are rounded up to so many moments of a pause: those that come close together are one. */
const MOMENTS_PER_PAUSE = 120;
/** A row that is due by this process's clock is due by the database's clock too, so much later. Milliseconds. */
const CLOCK_SLACK = 20;

export interface PollerOptions {
  /** As tests call it. */
  readonly name: string;
  /** The pause between the end of one run and the start of the next. Milliseconds. */
  readonly everyMs: number;
  /** One run: does what is due now. */
  readonly run: () => Promise<unknown>;
  /** Gets what a run has thrown; the next run comes all the same. */
  readonly onFault: (error: unknown) => void;
  /** However often it is woken, no run starts sooner after the start of the one before. Milliseconds. */
  readonly minBetweenMs?: number;
}

/**
 * Work that is looked for at start, after each pause and when woken (M30), until the process ends. One run follows the
 * other, never two at once.
 */
export class Poller {
  readonly name: string;
  readonly #options: PollerOptions;
  readonly #alone: boolean;
  readonly #everyMs: number;
  /** By the moment at which they wake, in steps of `#stepMs`. */
  readonly #alarms = new Map<number, NodeJS.Timeout>();
  readonly #stop = new AbortController();
  #woken = false;
  #pause = new AbortController();
  #loop: Promise<void> | undefined;
  #lastRun: Promise<unknown> = Promise.resolve();

  /** @param alone whether it begins by itself; otherwise only `run` and `runToEnd` run it. */
  constructor(options: PollerOptions, alone = true) {
    this.name = options.name;
    this.#options = options;
    this.#alone = alone;
    this.#everyMs = Math.max(options.everyMs, MIN_PAUSE_MS);
  }

  /** The first run begins at once. */
  start(): void {
    if (this.#alone && !this.stopping) this.#loop ??= this.#runAlways();
  }

  /**
   * Runs again now, or after `afterMs`, instead of after the pause. A run that is under way is followed by another. What
   * is further away than two pauses is left to the polling.
   *
   * Wakes are merged, so that a flood of them is no flood of runs. All wakes for now set one flag, and one run answers
   * them. Wakes for later are rounded up to steps of a pause's 120th part, and each step has one timer: there are some
   * 240 timers at most. One run follows the other, so the worst flood costs one query after the other.
   */
  wake(afterMs = 0): void {
    if (this.#loop === undefined || this.stopping) return;
    if (afterMs > 0) return this.#wakeLater(afterMs);
    this.#woken = true;
    this.#pause.abort();
  }

  /**
   * One run, after the one that is under way.
   *
   * @throws what the run throws.
   */
  async run(): Promise<void> {
    const run = this.#lastRun.then(() => this.#options.run());
    this.#lastRun = run.catch(() => undefined);
    await run;
  }

  /** What a test means by a run; `RowPoller` waits for the rows too. */
  async runToEnd(): Promise<unknown> {
    return this.run();
  }

  /** Whether the process is ending: a run that is under way begins nothing new, and what it leaves is due for others. */
  get stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  /** No run begins after this. */
  stop(): void {
    this.#stop.abort();
    for (const alarm of this.#alarms.values()) clearTimeout(alarm);
    this.#pause.abort();
  }

  /** Stops; resolves when what is under way has ended. */
  async end(): Promise<void> {
    this.stop();
    await this.#loop;
    await this.#lastRun;
  }

  /**
   * For a run: does batch after batch until one is not full, or the process is ending.
   *
   * @param batch returns how many it has done.
   * @returns how many were done in all.
   */
  async drain(size: number, batch: () => Promise<number>): Promise<number> {
    let done = 0;
    while (!this.stopping) {
      const count = await batch();
      done += count;
      if (count < size) break;
    }
    return done;
  }

  async #runAlways(): Promise<void> {
    const { onFault, minBetweenMs = MIN_BETWEEN_RUNS_MS } = this.#options;
    while (!this.stopping) {
      this.#woken = false;
      this.#pause = new AbortController();
      const started = performance.now();
      await this.run().catch(onFault);
      if (!this.#woken && !this.stopping) await rest(this.#everyMs, this.#pause.signal);
      await rest(started + minBetweenMs - performance.now(), this.#stop.signal);
    }
  }

  #wakeLater(afterMs: number): void {
    if (afterMs > 2 * this.#everyMs) return;
    const stepMs = this.#everyMs / MOMENTS_PER_PAUSE;
    const now = performance.now();
    const moment = Math.ceil((now + afterMs + CLOCK_SLACK) / stepMs);
    if (this.#alarms.has(moment)) return;
    const alarm = setTimeout(
      () => {
        this.#alarms.delete(moment);
        this.wake();
      },
      moment * stepMs - now,
    ).unref();
    this.#alarms.set(moment, alarm);
  }
}

/** Until the time is over, or the signal ends it sooner. */
async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return;
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}

export interface RowPollerOptions<Row> extends Omit<PollerOptions, 'run' | 'minBetweenMs'> {
  /** How many rows are worked on at a time. */
  readonly concurrency: number;
  /** Takes so many rows at most, so that no other replica takes them too (`takeDue`). */
  readonly take: (atMost: number) => Promise<readonly Row[]>;
  /** Never rejects: what fails is its own to write down. */
  readonly work: (row: Row) => Promise<void>;
}

/** Rows that are taken as places become free: one that is slow holds up no other. */
export class RowPoller<Row> extends Poller {
  readonly #rows: RowPollerOptions<Row>;
  readonly #underWay = new UnderWay();

  constructor(options: RowPollerOptions<Row>, alone = true) {
    // Every row that ends wakes it, and its places bound what it takes next.
    super({ ...options, minBetweenMs: 0, run: () => this.#begin(new UnderWay()) }, alone);
    this.#rows = options;
  }

  /**
   * Works on what is due, also on what becomes due by that, and waits until it has ended.
   *
   * @returns how many rows were worked on.
   */
  override async runToEnd(): Promise<number> {
    const begun = new UnderWay();
    let count = 0;
    while (!this.stopping) {
      // One that ends while the rows are read may have made the next one due.
      const wasUnderWay = begun.size > 0;
      count += await this.#begin(begun);
      if (begun.size === 0 && !wasUnderWay) return count;
      await begun.oneEnded();
    }
    await begun.ended();
    return count;
  }

  override async end(): Promise<void> {
    await super.end();
    await this.#underWay.ended();
  }

  /** @param begun holds what this call has begun until it has ended. */
  async #begin(begun: UnderWay): Promise<number> {
    const free = this.#rows.concurrency - this.#underWay.size;
    const rows = free > 0 ? await this.#rows.take(free) : [];
    for (const row of rows) {
      const work = this.#rows.work(row).finally(() => this.wake());
      void begun.add(this.#underWay.add(work));
    }
    return rows.length;
  }
}
