import { Kysely, type Dialect, type Transaction } from 'kysely';

import type { Schema } from './schema.ts';
import { isStoreTrouble, StoreUnavailable } from './store-unavailable.ts';
import { markedAsInTransaction } from './transaction-context.ts';

export type Tx = Transaction<Schema>;

/** The one door to the rows. Outside of it nobody opens a transaction. */
export class Database {
  readonly #kysely: Kysely<Schema>;

  constructor(dialect: Dialect) {
    this.#kysely = new Kysely<Schema>({ dialect });
  }

  /**
   * Runs `work` in one transaction (READ COMMITTED; rows that decide are locked by the statement that reads them).
   *
   * @throws StoreUnavailable when the database is away; whatever `work` throws otherwise. Either way it is rolled back.
   */
  async inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#guarded(() => this.#kysely.transaction().execute((tx) => markedAsInTransaction(() => work(tx))));
  }

  /** Reads without a transaction. */
  async read<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
    return this.#guarded(() => work(this.#kysely));
  }

  async close(): Promise<void> {
    await this.#kysely.destroy();
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw isStoreTrouble(error) && !(error instanceof StoreUnavailable) ? new StoreUnavailable(error) : error;
    }
  }
}
