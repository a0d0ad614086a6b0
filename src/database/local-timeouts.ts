import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';

import { TIME_LIMITS, type StatementTimeouts } from './statement-timeouts.ts';

/** What BEGIN results in. */
const BEGUN = { command: 'BEGIN', rowCount: 0, rows: [] };

/**
 * A pool for sessions that are shared: behind a pooler in transaction mode the next statement may run in another session,
 * and what is set for a session binds whoever gets it next. So each transaction sets its time limits in the message that
 * begins it, and a statement outside of transactions brings them along in its own: no round trip more, either way.
 */
export function withLocalTimeouts(pool: pg.Pool, timeouts: StatementTimeouts, limits = TIME_LIMITS): PostgresPool {
  const statementLimit = (): number => (timeouts.suspended ? 0 : limits.statement_timeout);
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
        if (client.getTransactionStatus() !== 'I') return client.query(text, [...values]);
        if (!isBegin(text)) return queryWithin(client, statementLimit(), text, values);
        const idle = `set local idle_in_transaction_session_timeout = ${limits.idle_in_transaction_session_timeout}`;
        await client.query(`${text}; set local statement_timeout = ${statementLimit()}; ${idle}`);
        return BEGUN;
      };
      return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
    },
  };
}

function isBegin(text: string): boolean {
  return text === 'begin' || text.startsWith('start transaction');
}

/**
 * Runs one statement with a limit on its time. All that is sent before one Sync is one transaction, which ends with it:
 * the statement goes behind another one that sets the limit for this transaction and has no rows.
 */
async function queryWithin(
  client: pg.PoolClient,
  statementLimit: number,
  text: string,
  values: readonly unknown[],
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const config: pg.QueryConfig & { readonly queryMode: 'extended' } = {
      text,
      values: [...values],
      queryMode: 'extended',
    };
    const query = new pg.Query(config, (error, result) => {
      if (error) reject(error);
      // Of two statements there are two results.
      else resolve(Array.isArray(result) ? result.at(-1) : result);
    });
    const submit = query.submit.bind(query);
    query.submit = (connection) => {
      connection.stream.cork();
      try {
        const setting = `select where set_config('statement_timeout', '${statementLimit}', true) is null`;
        connection.parse({ text: setting, name: '', types: [] }, true);
        connection.bind({}, true);
        connection.execute(null, true);
        // Null, or the fault for which nothing was sent.
        return submit(connection);
      } finally {
        connection.stream.uncork();
      }
    };
    client.query(query);
  });
}
