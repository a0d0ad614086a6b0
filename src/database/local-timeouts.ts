import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';

import type { ClientPool } from './leave-read-only.ts';
import { TIME_LIMITS, type StatementTimeouts } from './statement-timeouts.ts';

/** What BEGIN results in. */
const BEGUN = { command: 'BEGIN', rowCount: 0, rows: [] };

/**
 * A pool for sessions that are shared: behind a pooler in transaction mode the next statement may run in another session,
 * and what is set for a session binds whoever gets it next. So each transaction sets its time limits in the message that
 * begins it, and a statement outside of transactions brings them along in its own: no round trip more, either way.
 */
export function withLocalTimeouts(pool: ClientPool, timeouts: StatementTimeouts, limits = TIME_LIMITS): PostgresPool {
  const now = (): StatementLimits => {
    const { statement_timeout: statement, lock_timeout: lock } = limits;
    return timeouts.suspended ? { statement: 0, lock: 0 } : { statement, lock };
  };
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
        if (client.getTransactionStatus() !== 'I') return client.query(text, [...values]);
        if (!isBegin(text)) return queryWithin(client, now(), text, values);
        const { statement, lock } = now();
        const idle = `set local idle_in_transaction_session_timeout = ${limits.idle_in_transaction_session_timeout}`;
        const waits = `set local statement_timeout = ${statement}; set local lock_timeout = ${lock}`;
        await client.query(`${text}; ${waits}; ${idle}`);
        return BEGUN;
      };
      return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
    },
  };
}

/** Milliseconds; 0 for none. */
interface StatementLimits {
  readonly statement: number;
  readonly lock: number;
}

function isBegin(text: string): boolean {
  return text === 'begin' || text.startsWith('start transaction');
}

/**
 * Runs one statement with limits on its time. All that is sent before one Sync is one transaction, which ends with it:
 * the statement goes behind another one that sets the limits for this transaction and has no rows.
 */
async function queryWithin(
  client: pg.PoolClient,
  { statement, lock }: StatementLimits,
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
        const both = `set_config('statement_timeout', '${statement}', true) || set_config('lock_timeout', '${lock}', true)`;
        const setting = `select where ${both} is null`;
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
