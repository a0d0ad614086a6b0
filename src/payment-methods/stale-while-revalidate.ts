import { setTimeout as sleep } from 'node:timers/promises';

export interface StaleWhileRevalidateOptions {
  /** For this long a value is given without asking again. Milliseconds, as all of them. */
  readonly freshMs: number;
  /** For this long a caller waits for a newer value while there is an old one. */
  readonly maxWaitMs: number;
  /** After a failure `load` is not called again for this long. */
  readonly cooldownMs: number;
  readonly now: () => number;
}

/**
 * One value that is asked for at most once at a time, kept for a while, and given as it was when asking fails. Only
 * where there never was one does the failure reach the caller.
 */
export class StaleWhileRevalidate<T> {
  readonly #load: () => Promise<T>;
  readonly #options: StaleWhileRevalidateOptions;
  #known: { readonly value: T; readonly at: number } | undefined;
  #failed: { readonly error: unknown; readonly at: number } | undefined;
  #asking: Promise<void> | undefined;

  constructor(load: () => Promise<T>, freshness: StaleWhileRevalidateOptions) {
    this.#load = load;
    this.#options = freshness;
  }

  /** @throws what the last `load` has thrown, as long as none has succeeded */
  async get(): Promise<T> {
    const { freshMs, maxWaitMs } = this.#options;
    if (!this.#isWithin(this.#known, freshMs)) {
      const asking = this.#revalidate();
      await (this.#known === undefined ? asking : Promise.race([asking, sleep(maxWaitMs, undefined, { ref: false })]));
    }
    if (this.#known !== undefined) return this.#known.value;
    throw this.#failed?.error;
  }

  async #revalidate(): Promise<void> {
    if (this.#isWithin(this.#failed, this.#options.cooldownMs)) return;
    this.#asking ??= this.#loadOnce().finally(() => (this.#asking = undefined));
    await this.#asking;
  }

  async #loadOnce(): Promise<void> {
    try {
      this.#known = { value: await this.#load(), at: this.#options.now() };
      this.#failed = undefined;
    } catch (error) {
      this.#failed = { error, at: this.#options.now() };
    }
  }

  #isWithin(moment: { readonly at: number } | undefined, milliseconds: number): boolean {
    return moment !== undefined && this.#options.now() - moment.at < milliseconds;
  }
}
