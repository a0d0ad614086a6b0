import {
  Inject,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';

import { Background } from './background.ts';
import { Repeating } from './repeating.ts';

/** Rows that are looked through at start and then for ever (M30), until the service stops. */
export abstract class Sweep implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  protected readonly logger: Logger;
  /** A property, so that no sweep has to hand it on. */
  @Inject(Background) private readonly background!: Background;
  readonly #name: string;
  readonly #repeating: Repeating;
  #stopping = false;

  /**
   * @param everyMs the pause between two runs.
   * @param failed what the log says of a run that threw; the next one comes all the same.
   */
  protected constructor(name: string, everyMs: number, failed: string) {
    this.#name = name;
    this.logger = new Logger(name);
    this.#repeating = new Repeating(
      everyMs,
      async () => {
        await this.sweep();
      },
      (error) => this.logger.warn({ err: error }, failed),
    );
  }

  /** One run. */
  abstract sweep(): Promise<unknown>;

  onModuleInit(): void {
    this.background.register({ name: this.#name, run: () => this.sweep() });
  }

  onApplicationBootstrap(): void {
    if (this.background.runsAlone) this.#repeating.start();
  }

  /** Resolves when the run that is under way has ended. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    await this.#repeating.stop();
  }

  /** Whether a run that is under way should come to its end: what it leaves is found by whoever looks next. */
  protected get stopping(): boolean {
    return this.#stopping;
  }

  /** Runs again now instead of after the pause. */
  protected wake(): void {
    this.#repeating.wake();
  }

  /**
   * Does batch after batch until one is not full, or the service is stopping.
   *
   * @param batch returns how many it has done.
   * @returns how many were done in all.
   */
  protected async drain(size: number, batch: () => Promise<number>): Promise<number> {
    let done = 0;
    while (!this.#stopping) {
      const count = await batch();
      done += count;
      if (count < size) break;
    }
    return done;
  }
}
