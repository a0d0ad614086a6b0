import { setTimeout as sleep } from 'node:timers/promises';

import { withoutWork } from '../tracing/work.ts';

/** Nobody sees it, and of many edits a second one statement in so many milliseconds is left. */
const GATHERING_MS = 20;
/** Real time, whatever `TIME_SCALE` is: this is about a database that is away. Milliseconds. */
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 1_000;
/** More than wait in any outage that is short; of a long one listeners read their rows anew. */
const MOST_WAITING = 10_000;

export interface Signal {
  readonly channel: string;
  readonly payload: string;
}

/**
 * What is to be told to all replicas once it is committed. What comes within some milliseconds goes out with one statement,
 * equal signals once, and one statement follows the other.
 */
export class SignalOutbox {
  readonly #send: (signals: readonly Signal[]) => Promise<void>;
  readonly #waiting = new Map<string, Signal>();
  readonly #closing = new AbortController();
  #sending: Promise<void> | undefined;

  /** @param send rejects where it cannot tell whether they were sent; they are sent again then. */
  constructor(send: (signals: readonly Signal[]) => Promise<void>) {
    this.#send = send;
  }

  add(signal: Signal): void {
    if (this.#waiting.size >= MOST_WAITING) return;
    this.#waiting.set(`${signal.channel} ${signal.payload}`, signal);
    // It outlives whoever has begun it.
    this.#sending ??= withoutWork(() => this.#sendAll());
  }

  /** Waits for what is being sent. What a database that is away has not taken by now is given up. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#sending;
  }

  /** Never rejects. */
  async #sendAll(): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; this.#waiting.size > 0;) {
      await this.#pause(GATHERING_MS);
      const signals = [...this.#waiting.values()];
      this.#waiting.clear();
      try {
        await this.#send(signals);
        pause = FIRST_PAUSE_MS;
      } catch {
        if (this.#closing.signal.aborted) break;
        this.#putBack(signals);
        await this.#pause(pause);
        pause = Math.min(pause * 2, MAX_PAUSE_MS);
      }
    }
    this.#sending = undefined;
  }

  /** Not when it is closing. */
  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }

  #putBack(signals: readonly Signal[]): void {
    const newer = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const signal of [...signals, ...newer]) {
      if (this.#waiting.size < MOST_WAITING) this.#waiting.set(`${signal.channel} ${signal.payload}`, signal);
    }
  }
}
