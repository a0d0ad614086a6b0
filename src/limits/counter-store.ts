import { CompiledQuery } from 'kysely';
import type { Database } from '../database/database.ts';

/** What `rate-limiter-flexible` asks its PostgreSQL client for. */
export interface CounterQuery {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface CounterStore {
  query(query: CounterQuery): Promise<{ readonly rows: readonly unknown[]; readonly rowCount: number }>;
}

/** The one database of this service as such a client: the same statements reach PGlite and PostgreSQL. */
export function counterStore(database: Database): CounterStore {
  return {
    query: async ({ text, values }) => {
      const { rows } = await database.read((db) => db.executeQuery(CompiledQuery.raw(text, [...values])));
      return { rows, rowCount: rows.length };
    },
  };
}
