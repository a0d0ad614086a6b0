import { setTimeout as sleep } from 'node:timers/promises';

/** Work that its beginner does not wait for. The end of the process waits for it, within bounds. */
export class UnderWay {
  readonly #works = new Set<Promise<unknown>>();

  get size(): number {
    return this.#works.size;
  }

  /** @param work the caller handles its rejection. */
  add<T>(work: Promise<T>): Promise<T> {
    const ended = (): void => void this.#works.delete(work);
    this.#works.add(work);
    void work.then(ended, ended);
    return work;
  }

  /** Resolves when one has ended; at once when there is none. */
  async oneEnded(): Promise<void> {
    if (this.size > 0) await Promise.race([...this.#works].map((work) => work.catch(() => undefined)));
  }

  /**
   * Resolves when all have ended, or after `withinMs`. It keeps the process alive until then: while the database is away
   * and the last connection is closed, nothing else does, and what is tried once more would be lost with it.
   */
  async ended(withinMs?: number): Promise<void> {
    const all = Promise.allSettled(this.#works);
    const giveUp = new AbortController();
    const bound = withinMs === undefined ? [] : [sleep(withinMs, undefined, { signal: giveUp.signal })];
    await Promise.race([all, ...bound]);
    giveUp.abort();
    await Promise.allSettled(bound);
  }
}
