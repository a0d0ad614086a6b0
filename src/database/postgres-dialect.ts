import {
  AbortedTransactionError,
  PostgresDialect,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { PoolClient, QueryResult as PgResult } from 'pg';

import type { ClientPool } from './leave-read-only.ts';
import { StalePreparation } from './retry-aborted.ts';
import { isUnawaited, type Sent } from './send.ts';
import { StatementNames } from './statement-names.ts';

/**
 * Kysely over node-postgres, in a hurry: what a transaction need not wait for it does not wait for (`send`), its BEGIN to
 * begin with, and statements that come again are prepared once for each connection. The connections are in node-postgres's
 * pipeline mode. Behind a pooler, which may give each transaction another session, Kysely's own driver serves.
 */
export class PipeliningDialect extends PostgresDialect {
  readonly #pool: ClientPool;

  constructor(pool: ClientPool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): Driver {
    return new PipeliningDriver(this.#pool);
  }
}

class PipeliningDriver implements Driver {
  readonly #connections = new WeakMap<PoolClient, Connection>();
  readonly #names = new StatementNames();

  constructor(private readonly pool: ClientPool) {}

  async init(): Promise<void> {
    // The pool connects by itself.
  }

  async acquireConnection(): Promise<Connection> {
    const client = await this.pool.connect();
    const known = this.#connections.get(client);
    if (known !== undefined) return known;
    const connection = new Connection(client, this.#names);
    this.#connections.set(client, connection);
    return connection;
  }

  async beginTransaction(connection: Connection, { isolationLevel }: TransactionSettings): Promise<void> {
    const text = isolationLevel === undefined ? 'begin' : `start transaction isolation level ${isolationLevel}`;
    connection.begin(text);
  }

  async commitTransaction(connection: Connection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: Connection): Promise<void> {
    await connection.rollBack();
  }

  async releaseConnection(connection: Connection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    await this.pool.end();
  }
}

class Connection implements DatabaseConnection {
  /** What has failed first in the transaction that is open. */
  #fault: Error | undefined;
  #inTransaction = false;
  #broken = false;

  constructor(
    private readonly client: PoolClient,
    private readonly names: StatementNames,
  ) {}

  async executeQuery<R>(query: CompiledQuery): Promise<Sent<R>> {
    const answer = this.#answerTo(query.sql, query.parameters);
    if (!this.#inTransaction || !isUnawaited(query)) return resultOf(await answer);
    const later = answer.then(resultOf<R>);
    later.catch(() => undefined);
    return { rows: [], later };
  }

  streamQuery(): never {
    throw new Error('rows are not streamed');
  }

  begin(text: string): void {
    this.#inTransaction = true;
    this.#answerTo(text).catch(() => undefined);
  }

  /** @throws the first fault of the transaction: then it was rolled back */
  async commit(): Promise<void> {
    const { command } = await this.#answerTo('commit');
    if (command === 'ROLLBACK') throw this.#fault ?? new AbortedTransactionError();
    this.#end();
  }

  async rollBack(): Promise<void> {
    this.#end();
    try {
      await this.#answerTo('rollback');
    } catch (error) {
      this.#broken = true;
      throw error;
    }
  }

  release(): void {
    this.client.release(this.#broken);
  }

  #end(): void {
    this.#inTransaction = false;
    this.#fault = undefined;
  }

  /** What is sent before the process waits goes out in one write. */
  #gather(): void {
    const { stream } = this.client.connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }

  /** @throws the first fault of the transaction: what failed after it failed because of it */
  async #answerTo(text: string, values?: readonly unknown[]): Promise<PgResult> {
    const name = values === undefined ? undefined : this.names.nameOf(text);
    this.#gather();
    let answer: PgResult;
    try {
      answer = await this.client.query({ text, values: [...(values ?? [])], ...(name && { name }) });
    } catch (error) {
      const fault = this.names.wereAtFault(error) ? new StalePreparation(error) : asError(error);
      if (!this.#inTransaction) throw fault;
      this.#fault ??= fault;
      throw this.#fault;
    }
    // Behind a fault nothing succeeds in a transaction but its end: it was BEGIN that failed, and there is none.
    if (this.#fault !== undefined && answer.command !== 'ROLLBACK') throw this.#fault;
    return answer;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function resultOf<R>({ command, rowCount, rows }: PgResult): QueryResult<R> {
  const writes = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
  return { rows: rows as R[], ...(writes && { numAffectedRows: BigInt(rowCount ?? 0) }) };
}
