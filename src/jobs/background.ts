/** One kind of work that waits in rows. */
export interface BackgroundWork {
  /** As the log calls it. */
  readonly name: string;
  /** Does everything that is due now; resolves when what it began is done. */
  readonly run: () => Promise<unknown>;
}

/** `alone`: at start, after pauses and when woken, as in production. `when_told`: only by `run`, so that nothing happens behind a test's back. */
export type BackgroundMode = 'alone' | 'when_told';

/** Everything that this service does without being asked: each kind of work registers here, and asks here whether it begins alone. */
export class Background {
  readonly #works = new Map<string, BackgroundWork>();

  constructor(private readonly mode: BackgroundMode = 'alone') {}

  get runsAlone(): boolean {
    return this.mode === 'alone';
  }

  register(work: BackgroundWork): void {
    this.#works.set(work.name, work);
  }

  get names(): readonly string[] {
    return [...this.#works.keys()];
  }

  /** One run of this work. */
  async run(name: string): Promise<void> {
    const work = this.#works.get(name);
    if (work === undefined) throw new Error(`no work is called ${name}: ${this.names.join(', ')}`);
    await work.run();
  }
}
