import type { Tracer } from './span.ts';

/** Where spans go to. */
export class Traces {
  readonly #close: () => Promise<void>;

  /** @param tracer absent: nothing is recorded. */
  constructor(
    readonly tracer?: Tracer,
    close = async (): Promise<void> => undefined,
  ) {
    this.#close = close;
  }

  /** Sends what waits, for a short while, and records nothing more. Never rejects. */
  async close(): Promise<void> {
    await this.#close();
  }
}
