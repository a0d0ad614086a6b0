import {
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';

import type { Tracer } from '../tracing/span.ts';
import { onBehalfOf, within, Work, type Subject } from '../tracing/work.ts';
import { afterCommit } from '../database/transaction-context.ts';
import { Poller, RowPoller, type PollerOptions, type RowPollerOptions } from './poller.ts';
import { UnderWay } from './under-way.ts';

/** `alone`: at start, after pauses and when woken, as in production. `when_told`: only by `run`, so that a test decides when anything happens. */
export type BackgroundMode = 'alone' | 'when_told';

/** Longer than any run takes to come to its end, since each waits for calls that have deadlines. Milliseconds. */
const END_WITHIN = 30_000;

/** What becomes of an error that a run throws: `failed` is the log line, under `context` or the name of its work. */
type Failed = { readonly failed: string; readonly context?: string } | { readonly onFault: (error: unknown) => void };

interface Handling {
  /** Replaces what one run is when a test tells the work to run; `never`: no test can. */
  readonly whenTold?: ((run: () => Promise<unknown>) => Promise<unknown>) | 'never';
  /** Other replicas wake it too (`wakeEverywhere`). */
  readonly wokenByReplicas?: boolean;
  /** Its owner ends it, after the last request has been answered instead of before. */
  readonly endedByOwner?: boolean;
}

/** What the work on a row is about, as far as the row says it. */
interface About<Row> {
  readonly about: (row: Row) => Subject;
}

type NewPoller<Options> = Omit<Options, 'onFault'> & Failed & Handling;

/**
 * Everything that this service does without a request. Rows are the truth (M30): each kind of work registers here what it
 * does and how often, and this class begins it, wakes it and ends it.
 */
export class Background implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  readonly #works = new Map<string, () => Promise<unknown>>();
  readonly #pollers: Poller[] = [];
  readonly #wokenByReplicas: Poller[] = [];
  readonly #endedHere: Poller[] = [];

  #tracer: Tracer | undefined;
  #tellReplicas: ((name: string, afterMs: number) => void) | undefined;

  constructor(private readonly mode: BackgroundMode = 'alone') {}

  get runsAlone(): boolean {
    return this.mode === 'alone';
  }

  get names(): readonly string[] {
    return [...this.#works.keys()];
  }

  /** From now on the work on each row is recorded. */
  recordedBy(tracer: Tracer | undefined): void {
    this.#tracer = tracer;
  }

  /** New work that does what is due in one run. Before the application has started. */
  poller(options: NewPoller<PollerOptions>): Poller {
    const { name, run } = options;
    // What a pass does for one row, it does on behalf of that (`onBehalfOf`).
    const pass = (): Promise<unknown> => within(this.#passOf(name), run);
    return this.#added(new Poller({ ...options, run: pass, onFault: faultOf(options) }, this.runsAlone), options);
  }

  /** New work on rows, so many at a time. Before the application has started. */
  rowPoller<Row>(options: NewPoller<RowPollerOptions<Row>> & About<Row>): RowPoller<Row> {
    const { name, take, work, about } = options;
    const named = {
      take: (atMost: number) => within(this.#passOf(name), () => take(atMost)),
      // Apart from the pass that took it, whose context may be nobody's by then.
      work: (row: Row) => onBehalfOf(name, about(row), () => work(row), this.#tracer),
    };
    return this.#added(new RowPoller({ ...options, ...named, onFault: faultOf(options) }, this.runsAlone), options);
  }

  /** One run of this work, to its end. */
  async run(name: string): Promise<void> {
    const run = this.#works.get(name);
    if (run === undefined) throw new Error(`no work is called ${name}: ${this.names.join(', ')}`);
    await run();
  }

  /** Wakes the work of this name, if there is any. */
  wake(name: string, afterMs = 0): void {
    for (const poller of this.#pollers) if (poller.name === name) poller.wake(afterMs);
  }

  /**
   * Wakes the work of this name here and on every replica that listens, `afterMs` after the commit of the transaction that is
   * open. Only for what is due soon: what comes later than two pauses of the poller is polled for.
   *
   * @param name of work that is `wokenByReplicas`; other replicas ignore any other.
   */
  wakeEverywhere(name: string, afterMs: number): void {
    afterCommit(() => this.wake(name, afterMs));
    this.#tellReplicas?.(name, afterMs);
  }

  /** @param tell tells all replicas once the transaction that is open is committed */
  tellReplicasBy(tell: (name: string, afterMs: number) => void): void {
    this.#tellReplicas = tell;
  }

  /** Wakes the work that another replica names, if it is work that replicas wake; any other name is ignored. */
  wakeForReplica(name: string, afterMs: number): void {
    for (const poller of this.#wokenByReplicas) if (poller.name === name) poller.wake(afterMs);
  }

  /** Wakes all that other replicas may have wanted to wake while this one could not hear them. */
  wakeAllWokenByReplicas(): void {
    for (const poller of this.#wokenByReplicas) poller.wake();
  }

  onApplicationBootstrap(): void {
    for (const poller of this.#pollers) poller.start();
  }

  /** The shutdown has begun: nothing new begins. */
  onModuleDestroy(): void {
    for (const poller of this.#endedHere) poller.stop();
  }

  /** What is under way is finished; what waits is found by the replica that looks next. */
  async beforeApplicationShutdown(): Promise<void> {
    const ending = new UnderWay();
    for (const poller of this.#endedHere) void ending.add(poller.end());
    await ending.ended(END_WITHIN);
  }

  #passOf(name: string): Work {
    return new Work({ name: { work: name }, tracer: this.#tracer, manyRows: true });
  }

  #added<P extends Poller>(poller: P, { whenTold, wokenByReplicas, endedByOwner }: Handling): P {
    this.#pollers.push(poller);
    if (wokenByReplicas === true) this.#wokenByReplicas.push(poller);
    if (endedByOwner !== true) this.#endedHere.push(poller);
    if (whenTold === 'never') return poller;
    const run = (): Promise<unknown> => poller.runToEnd();
    this.#works.set(poller.name, whenTold === undefined ? run : () => whenTold(run));
    return poller;
  }
}

function faultOf(options: { readonly name: string } & Failed): (error: unknown) => void {
  if ('onFault' in options) return options.onFault;
  const logger = new Logger(options.context ?? options.name);
  return (error) => logger.warn({ err: error }, options.failed);
}
