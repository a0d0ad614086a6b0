import { PostgresDialect, type Driver, type TransactionSettings } from 'kysely';
import type { PoolClient } from 'pg';

import type { ClientPool } from './leave-read-only.ts';
import { PostgresConnection, type Statements } from './postgres-connection.ts';
import { RowShapes } from './row-shape.ts';
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
  readonly #connections = new WeakMap<PoolClient, PostgresConnection>();
  readonly #statements: Statements = { names: new StatementNames(), shapes: new RowShapes() };

  constructor(private readonly pool: ClientPool) {}

  async init(): Promise<void> {
    // The pool connects by itself.
  }

  async acquireConnection(): Promise<PostgresConnection> {
    const client = await this.pool.connect();
    const known = this.#connections.get(client);
    if (known !== undefined) return known;
    const connection = new PostgresConnection(client, this.#statements);
    this.#connections.set(client, connection);
    return connection;
  }

  async beginTransaction(connection: PostgresConnection, { isolationLevel }: TransactionSettings): Promise<void> {
    connection.begin(isolationLevel === undefined ? 'begin' : `start transaction isolation level ${isolationLevel}`);
  }

  async commitTransaction(connection: PostgresConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: PostgresConnection): Promise<void> {
    await connection.rollBack();
  }

  async releaseConnection(connection: PostgresConnection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    await this.pool.end();
  }
}
