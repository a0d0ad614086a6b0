import type { PGlite } from '@electric-sql/pglite';
import { Kysely, type Dialect, type Transaction } from 'kysely';

import type { DirectoryLock } from './directory-lock.ts';
import { inPipeline } from './pipeline.ts';
import { retryAborted } from './retry-aborted.ts';
import { StatementTimeouts } from './statement-timeouts.ts';
import type { Schema } from './schema.ts';
import { recorded } from '../tracing/work.ts';
import { isStoreUnavailable, StoreUnavailable } from './store-unavailable.ts';
import { markedAsInTransaction, type AfterCommit } from './transaction-context.ts';

export type Tx = Transaction<Schema>;

/** Of the pool of this process. */
export interface ConnectionUse {
  readonly used: number;
  readonly idle: number;
  /** The most that there may be. */
  readonly most: number;
  /** Statements and transactions that wait for one. */
  readonly waiting: number;
}

export interface DatabaseParts {
  readonly embedded?: PGlite;
  /** Of the directory that is written to; released when all is closed. */
  readonly lock?: DirectoryLock;
  /** Told when connections may be silent for long. */
  readonly timeouts?: StatementTimeouts;
  /** How the connections to PostgreSQL are used at this moment. */
  readonly connections?: () => ConnectionUse;
  /** A pooler stands in between that keeps nothing for a connection: what is set for one would bind others. */
  readonly pooled?: boolean;
}

/** The only way to the rows: all transactions are opened here. */
export class Database {
  readonly #kysely: Kysely<Schema>;

  readonly #lock: DirectoryLock | undefined;
  readonly #timeouts: StatementTimeouts;
  /** The PGlite behind the dialect, for LISTEN. */
  readonly embedded: PGlite | undefined;
  /** Whether a pooler stands in between that keeps no time limits for a connection. */
  readonly pooled: boolean;
  /** Absent with PGlite, which has one. */
  readonly connections: (() => ConnectionUse) | undefined;

  constructor(
    dialect: Dialect,
    { embedded, lock, timeouts = new StatementTimeouts(), connections, pooled = false }: DatabaseParts = {},
  ) {
    this.embedded = embedded;
    this.pooled = pooled;
    this.connections = connections;
    this.#lock = lock;
    this.#timeouts = timeouts;
    this.#kysely = new Kysely<Schema>({ dialect });
  }

  /**
   * Runs `work` in one transaction: READ COMMITTED, whatever the server's default is; rows that decide are locked by the
   * statement that reads them. Where the database undoes it because of another transaction, it is run again as a whole.
   *
   * @throws StoreUnavailable when the database is away, or what `work` throws. Either way it is rolled back.
   */
  async inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const { result, afterCommit } = await this.#guarded('transaction', () => retryAborted(() => this.#once(work)));
    for (const effect of afterCommit) effect();
    return result;
  }

  /**
   * Runs statements without a transaction. They are run again from the first one where the database undoes one because of
   * another transaction: what writes before the last of them must be able to be written twice.
   *
   * @throws StoreUnavailable
   */
  async query<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
    return this.#guarded('query', () => retryAborted(() => work(this.#kysely)));
  }

  /** Runs `work` on one connection, with transactions of its own: migrations. */
  async onConnection<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
    return this.#guarded('migration', () => this.#kysely.connection().execute(work));
  }

  /** Runs `work` without a limit on the time of its statements: migrations. */
  async withoutTimeout<T>(work: () => Promise<T>): Promise<T> {
    return this.#timeouts.suspendDuring(work);
  }

  /** Runs `work` while it alone uses the connection of `embedded`. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.#kysely.connection().execute(work);
  }

  async close(): Promise<void> {
    await this.#kysely.destroy();
    await this.#lock?.release();
  }

  async #once<T>(work: (tx: Tx) => Promise<T>): Promise<{ readonly result: T; readonly afterCommit: AfterCommit }> {
    // Of a run that was undone nothing is to happen.
    const afterCommit: AfterCommit = [];
    const transaction = this.#kysely.transaction().setIsolationLevel('read committed');
    const result = await transaction.execute((tx) =>
      inPipeline(tx, () => markedAsInTransaction(() => work(tx), afterCommit)),
    );
    return { result, afterCommit };
  }

  async #guarded<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await recorded(name, work);
    } catch (error) {
      throw isStoreUnavailable(error) && !(error instanceof StoreUnavailable) ? new StoreUnavailable(error) : error;
    }
  }
}
