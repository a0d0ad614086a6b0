import { PGliteDialect, PGliteDriver, type DatabaseConnection, type Driver, type PGliteDialectConfig } from 'kysely';

import { Mutex } from './mutex.ts';

/**
 * Kysely's own PGlite driver hands its one connection to everybody at once: a statement from another request would run
 * inside the transaction that happens to be open, and a second `begin` would overwrite the first one's bookkeeping.
 * Here a connection has one holder at a time, as a pool of one would give it.
 */
class SerialPGliteDriver extends PGliteDriver implements Driver {
  readonly #mutex = new Mutex();
  #release: (() => void) | undefined;

  override async acquireConnection(): Promise<DatabaseConnection> {
    const release = await this.#mutex.acquire();
    try {
      const connection = await super.acquireConnection();
      this.#release = release;
      return connection;
    } catch (error) {
      release();
      throw error;
    }
  }

  override async releaseConnection(): Promise<void> {
    const release = this.#release;
    this.#release = undefined;
    release?.();
  }
}

export class SerialPGliteDialect extends PGliteDialect {
  readonly #config: PGliteDialectConfig;

  constructor(config: PGliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new SerialPGliteDriver(this.#config);
  }
}
