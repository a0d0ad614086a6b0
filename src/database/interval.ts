import { sql, type RawBuilder } from 'kysely';

/** So many milliseconds as an interval of the database. */
export function interval(milliseconds: number): RawBuilder<string> {
  return sql`${`${milliseconds} milliseconds`}::interval`;
}

/** So many milliseconds from now, by the database's clock. */
export function fromNow(milliseconds: number): RawBuilder<Date> {
  return sql<Date>`now() + ${interval(milliseconds)}`;
}
