import { CompiledQuery, PostgresDialect, PostgresDriver } from 'kysely';
import type { DatabaseConnection, Driver, PostgresDialectConfig, TransactionSettings } from 'kysely';

import { TIME_LIMITS, type StatementTimeouts } from './statement-timeouts.ts';

/**
 * Behind a pooler that keeps nothing for a connection each transaction takes its time limits along, in the message that
 * begins it: one round trip, as without them.
 */
class PooledPostgresDriver extends PostgresDriver implements Driver {
  readonly #timeouts: StatementTimeouts;

  constructor(config: PostgresDialectConfig, timeouts: StatementTimeouts) {
    super(config);
    this.#timeouts = timeouts;
  }

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    if (settings.isolationLevel !== undefined || settings.accessMode !== undefined) {
      throw new Error('transactions are READ COMMITTED and may write');
    }
    const statement = this.#timeouts.suspended ? 0 : TIME_LIMITS.statement_timeout;
    const idle = TIME_LIMITS.idle_in_transaction_session_timeout;
    const begin = `begin; set local statement_timeout = ${statement}; set local idle_in_transaction_session_timeout = ${idle}`;
    await connection.executeQuery(CompiledQuery.raw(begin));
  }
}

export class PooledPostgresDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;
  readonly #timeouts: StatementTimeouts;

  constructor(config: PostgresDialectConfig, timeouts: StatementTimeouts) {
    super(config);
    this.#config = config;
    this.#timeouts = timeouts;
  }

  override createDriver(): Driver {
    return new PooledPostgresDriver(this.#config, this.#timeouts);
  }
}
