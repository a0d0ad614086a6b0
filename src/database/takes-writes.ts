import { sql } from 'kysely';

import type { Database } from './database.ts';

/**
 * Asks for a lock on no row, which a standby, or a session with `default_transaction_read_only`, refuses as it refuses
 * writes (SQLSTATE 25006). Nothing is written.
 *
 * @throws StoreUnavailable
 */
export async function assertTakesWrites(database: Database): Promise<void> {
  await database.query((db) =>
    db
      .selectFrom('payments')
      .select('id')
      .where(sql<boolean>`false`)
      .forUpdate()
      .execute(),
  );
}
