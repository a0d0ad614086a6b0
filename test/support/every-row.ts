import { sql } from 'kysely';

import { withRows } from './rows.ts';
import type { TestService } from './service.ts';

/** Every row of every table of the database as text, one a line. */
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
