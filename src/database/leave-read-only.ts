import type { Pool, PoolClient } from 'pg';

/** SQLSTATE `read_only_sql_transaction`. */
export const READ_ONLY = '25006';

/** What is used of a pool. */
export interface ClientPool extends Pick<Pool, 'options' | 'end' | 'totalCount' | 'idleCount' | 'waitingCount'> {
  readonly connect: () => Promise<PoolClient>;
}

/**
 * After a failover the connections of a pool may lead to the former primary, which came back as a standby: it answers, and
 * takes no writes. The first statement that it refuses for that ends all connections of the pool, each before it is used
 * next, so that the next ones lead to wherever the address leads now.
 *
 * @param onReadOnly told about each refusal.
 */
export function leaveReadOnly(pool: Pool, onReadOnly: () => void): ClientPool {
  // Since the last refusal.
  let opened = new WeakSet<PoolClient>();
  pool.on('connect', (client) => {
    opened.add(client);
    client.connection.on('errorMessage', ({ code }: { readonly code?: string }) => {
      if (code !== READ_ONLY) return;
      opened = new WeakSet();
      onReadOnly();
    });
  });
  pool.on('release', (_fault, client) => {
    // The pool forgets what is ending.
    if (!opened.has(client)) client.end().catch(() => undefined);
  });
  const connect = async (): Promise<PoolClient> => {
    const client = await pool.connect();
    if (opened.has(client)) return client;
    client.release(true);
    return connect();
  };
  return {
    options: pool.options,
    get totalCount() {
      return pool.totalCount;
    },
    get idleCount() {
      return pool.idleCount;
    },
    get waitingCount() {
      return pool.waitingCount;
    },
    end: () => pool.end(),
    connect,
  };
}
