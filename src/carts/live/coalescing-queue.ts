/**
 * Work per key: never twice at the same time for one key, never for more than so many keys, and asked for any number of
 * times before it begins it is done once. What is asked for while it is being done is done once more after that.
 */
export class CoalescingQueue {
  readonly #concurrency: number;
  readonly #work: (key: string) => Promise<void>;
  readonly #waiting = new Set<string>();
  readonly #underWay = new Set<string>();

  /** @param work never rejects. */
  constructor(most: number, work: (key: string) => Promise<void>) {
    this.#concurrency = most;
    this.#work = work;
  }

  add(key: string): void {
    this.#waiting.add(key);
    this.#begin();
  }

  #begin(): void {
    for (const key of this.#waiting) {
      if (this.#underWay.size >= this.#concurrency) return;
      if (this.#underWay.has(key)) continue;
      this.#waiting.delete(key);
      this.#underWay.add(key);
      void this.#do(key);
    }
  }

  async #do(key: string): Promise<void> {
    try {
      await this.#work(key);
    } finally {
      this.#underWay.delete(key);
      this.#begin();
    }
  }
}
