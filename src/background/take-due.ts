import { sql, type Kysely, type RawBuilder } from 'kysely';

import type { Schema } from '../database/schema.ts';
import type { BackOff } from './back-off.ts';
import { interval } from '../database/interval.ts';

type Column<T extends keyof Schema> = keyof Schema[T] & string;

/** Rows of one table that are due, and what taking them writes. Expressions name columns as `table.column`. */
export interface DueRows<T extends keyof Schema> {
  readonly table: T;
  /** What names one row. */
  readonly key: Column<T>;
  /** From when on a row is due; never while it is null. */
  readonly due: Column<T>;
  /** What else makes a row one to be taken. */
  readonly where?: RawBuilder<boolean>;
  /** The longest overdue first unless given. */
  readonly orderBy?: RawBuilder<unknown>;
  readonly limit: number;
  /**
   * What keeps other replicas from a row while this one works on it: a time that taking pushes off, after which the row
   * is due again should this process die. It may be the due column itself. Absent where `set` makes the row not due.
   */
  readonly lease?: { readonly column: Column<T>; readonly until: RawBuilder<Date> };
  /** Counts how often a row was taken. */
  readonly tries?: Column<T>;
  /** What taking writes besides. */
  readonly set?: Readonly<Partial<Record<Column<T>, RawBuilder<unknown>>>>;
  readonly returning: RawBuilder<unknown>;
}

type AnyDueRows = { [T in keyof Schema]: DueRows<T> }[keyof Schema];

/**
 * Takes rows that are due, so that no other replica takes them too: what another one is just taking is passed over. The
 * taking is committed before the work begins.
 *
 * @returns what `returning` says of each, as it is after the taking, in their order.
 */
export async function takeDue<Row>(db: Kysely<Schema>, rows: AnyDueRows): Promise<Row[]> {
  const { table, key, due, where = sql<boolean>`true`, limit, lease, tries, set = {}, returning } = rows;
  const column = (name: string): RawBuilder<unknown> => sql.ref(`${table}.${name}`);
  const changes: readonly (readonly [string, RawBuilder<unknown>])[] = [
    ...(lease === undefined ? [] : [[lease.column, lease.until] as const]),
    ...(tries === undefined ? [] : [[tries, sql`${column(tries)} + 1`] as const]),
    ...Object.entries<RawBuilder<unknown>>(set),
  ];
  const taken = await sql<Row>`
    with due as (
      select ${column(key)} as key from ${sql.table(table)}
        where ${column(due)} <= now() and ${where}
        order by ${rows.orderBy ?? column(due)} limit ${limit}
        for update of ${sql.table(table)} skip locked),
    ordered as (select key, row_number() over () as place from due),
    taken as (
      update ${sql.table(table)}
        set ${sql.join(changes.map(([name, value]) => sql`${sql.ref(name)} = ${value}`))}
        from ordered where ${column(key)} = ordered.key
        returning ${returning}, ordered.place)
    select * from taken order by place`.execute(db);
  return taken.rows;
}

/**
 * `backOff` from now on, of a row that counts its tries.
 *
 * @param tries the row's own count, which the taking is about to raise.
 */
export function fromNowBackedOff(tries: RawBuilder<unknown>, { first, longest }: BackOff): RawBuilder<Date> {
  const doublings = Math.ceil(Math.log2(longest / first));
  return sql<Date>`now() + least(${interval(first)} * power(2, least(${tries}, ${doublings})), ${interval(longest)})`;
}
