import { Database } from '../../src/database/database.ts';
import type { Schema } from '../../src/database/schema.ts';
import { sql, type Kysely } from 'kysely';
import type { TestService } from './service.ts';

/** Reads or changes rows behind the service's back: for what no route can bring about yet. */
export async function withRows<T>(service: TestService, work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
  return service.app.get(Database, { strict: false }).query(work);
}

/** Every row of every table, as text, a line each. */
export async function everyRow(service: TestService): Promise<string> {
  const tables = await withRows(service, (db) =>
    sql<{ name: string }>`select table_schema || '.' || table_name as name from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`.execute(db),
  );
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await withRows(service, (db) =>
      sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(db),
    );
    texts.push(...rows.map(({ row }) => `${name} ${row}`));
  }
  return texts.join('\n');
}
