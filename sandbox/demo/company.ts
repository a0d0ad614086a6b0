import { setTimeout as sleep } from 'node:timers/promises';
import { startChild, type Child, type ChildOptions } from './child.ts';

const READY_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 50;
/** One answer that never comes must not be waited for: the next one may. */
const ANSWER_WITHIN_MS = 5_000;

/** A process that did not do what it was there for, in a sentence, with its last words. */
export class ChildTrouble extends Error {
  readonly lines: readonly string[];

  constructor(child: Child, what: string) {
    super(`${child.name} ${what}`);
    this.name = 'ChildTrouble';
    this.lines = child.lastLines();
  }
}

/** The demo's processes: started one after the other, ended in the opposite order. */
export class Company {
  readonly #members: Child[] = [];
  readonly #death = Promise.withResolvers<ChildTrouble>();
  #ending = false;

  /** Resolves when a process ends that was to stay and was not told to end. */
  get death(): Promise<ChildTrouble> {
    return this.#death.promise;
  }

  /** Runs a process to its end, which must be a good one. Returns how long that took, in milliseconds. */
  async run(options: ChildOptions): Promise<number> {
    const began = performance.now();
    const child = this.#join(options);
    const how = await child.ended;
    if (how !== 'status 0') throw new ChildTrouble(child, `failed (${how}).`);
    return performance.now() - began;
  }

  /** Starts a process and waits until `readyUrl` answers 200. Returns how long that took, in milliseconds. */
  async start(options: ChildOptions, readyUrl: string): Promise<number> {
    const began = performance.now();
    const child = this.#join(options);
    const over = new AbortController();
    const ended = child.ended.then((how) => {
      over.abort();
      if (!this.#ending) this.#death.resolve(new ChildTrouble(child, `ended by itself (${how}).`));
      return false;
    });
    const ready = await Promise.race([ended, answers(readyUrl, over.signal)]);
    if (!ready) throw new ChildTrouble(child, 'did not get ready.');
    return performance.now() - began;
  }

  /** Ends every process; resolves when they are gone. */
  async end(): Promise<void> {
    this.#ending = true;
    for (const child of this.#members.toReversed()) await child.end();
  }

  /** Ends every process without waiting for anything. */
  kill(): void {
    this.#ending = true;
    for (const child of this.#members) child.kill();
  }

  /** A process that is started while all end, ends at once. */
  #join(options: ChildOptions): Child {
    const child = startChild(options);
    this.#members.push(child);
    if (this.#ending) child.kill();
    return child;
  }
}

async function answers(url: string, over: AbortSignal): Promise<boolean> {
  for (
    const until = performance.now() + READY_WITHIN_MS;
    !over.aborted && performance.now() < until;
    await sleep(ASK_EVERY_MS)
  ) {
    const ready = await fetch(url, { signal: AbortSignal.any([over, AbortSignal.timeout(ANSWER_WITHIN_MS)]) }).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return true;
  }
  return false;
}
