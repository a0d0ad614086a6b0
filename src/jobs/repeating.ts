import { setTimeout as sleep } from 'node:timers/promises';

/** A divisor of all waits must not turn a pause into a busy loop. */
const SHORTEST_PAUSE_MS = 20;

/** Work that is done again and again, one run after the other and never two at once. */
export class Repeating {
  readonly #everyMs: number;
  readonly #work: () => Promise<void>;
  readonly #onFault: (error: unknown) => void;
  #stopped = false;
  #woken = false;
  #pause = new AbortController();
  #running: Promise<void> | undefined;

  /**
   * @param everyMs the pause between the end of one run and the start of the next.
   * @param onFault told what a run threw; the next one comes all the same.
   */
  constructor(everyMs: number, work: () => Promise<void>, onFault: (error: unknown) => void) {
    this.#everyMs = Math.max(everyMs, SHORTEST_PAUSE_MS);
    this.#work = work;
    this.#onFault = onFault;
  }

  /** The first run begins at once. */
  start(): void {
    if (!this.#stopped) this.#running ??= this.#loop();
  }

  /** Ends the pause; a run that is under way is followed by another at once. */
  wake(): void {
    this.#woken = true;
    this.#pause.abort();
  }

  /** Resolves when the run that is under way has ended; none comes after it. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pause.abort();
    await this.#running;
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      this.#woken = false;
      this.#pause = new AbortController();
      await this.#work().catch(this.#onFault);
      if (!this.#woken && !this.#stopped) await this.#rest();
    }
  }

  async #rest(): Promise<void> {
    try {
      await sleep(this.#everyMs, undefined, { signal: this.#pause.signal, ref: false });
    } catch {
      // Woken, or stopped.
    }
  }
}
