import { sql, type RawBuilder } from 'kysely';

/** The time of a row to the microsecond, as cursors hold it. */
export function cursorAt(column: string): RawBuilder<string> {
  return sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** Of a list by time and id, newest first: what comes after the place at which a page ended. */
export function comesAfter(
  { at, id }: { readonly at: string; readonly id: string },
  [time, key]: readonly [string, string],
): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(time)}, ${sql.ref(key)}) < (${at}::timestamptz, ${id}::uuid)`;
}
