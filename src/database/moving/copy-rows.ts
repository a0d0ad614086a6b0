import { sql } from 'kysely';

import type { Tx } from '../database.ts';

/** Rows in memory at a time. Few are larger than some kilobytes, none than some megabytes. */
const BATCH = 100;

/**
 * Copies all rows of one table, whose columns are the same ones in the same order in both. A row travels as the text that
 * the one database writes of it and the other one reads, so that no value passes through a type of JavaScript.
 *
 * @param from a transaction on the source, after `asReader`
 * @param to a transaction on the target
 */
export async function copyRows(from: Tx, to: Tx, name: string): Promise<void> {
  const table = sql.table(name);
  await sql`declare rows_to_copy no scroll cursor for select t::text as row from ${table} t`.execute(from);
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(BATCH)} from rows_to_copy`.execute(from);
    if (rows.length > 0) {
      // Behind `offset 0` each text is read once, and not once for each column.
      await sql`
        insert into ${table} overriding system value
          select (read.r).* from (
            select u.row::${table} as r from unnest(${rows.map(({ row }) => row)}::text[]) as u (row) offset 0) as read`.execute(
        to,
      );
    }
    if (rows.length < BATCH) break;
  }
  await sql`close rows_to_copy`.execute(from);
}
