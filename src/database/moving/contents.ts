import { sql } from 'kysely';

import type { Tx } from '../database.ts';
import { tablesOf, type Table } from './inventory.ts';

/** What is held against the same of another database. */
export interface Contents {
  readonly tables: readonly TableContents[];
  /** Amounts as decimal text in minor units. */
  readonly sums: readonly Sum[];
}

export interface TableContents {
  readonly name: string;
  readonly rows: string;
  /** Of all values of all rows, to the microsecond and the last digit, whatever the order of the rows. */
  readonly digest: string;
}

export interface Sum {
  /** Of which amounts, and in which currency. */
  readonly what: string;
  readonly minor: string;
}

/** Everything by which the text of a value depends on its session. Nothing is written, and nothing is too slow. */
export async function asReader(tx: Tx): Promise<void> {
  await sql`select set_config(name, value, true) from (values
    ('TimeZone', 'UTC'), ('DateStyle', 'ISO, MDY'), ('IntervalStyle', 'postgres'), ('extra_float_digits', '1'),
    ('bytea_output', 'hex'), ('statement_timeout', '0'), ('idle_in_transaction_session_timeout', '0')) as s (name, value)`.execute(
    tx,
  );
}

/** After `asReader`. */
export async function contentsOf(tx: Tx): Promise<Contents> {
  const tables: TableContents[] = [];
  for (const table of await tablesOf(tx)) tables.push(await contentsOfTable(tx, table));
  return { tables, sums: await sumsOf(tx) };
}

async function contentsOfTable(tx: Tx, { name, columns }: Table): Promise<TableContents> {
  // The sum of so many hashes does not depend on the order of the rows, and needs no memory for them.
  const { rows } = await sql<{ rows: string; digest: string }>`
    select count(*)::text as rows,
      coalesce(sum(('x' || left(hash, 15))::bit(60)::bigint::numeric), 0)::text || '.'
        || coalesce(sum(('x' || right(hash, 15))::bit(60)::bigint::numeric), 0)::text as digest
    from (select md5(row(${sql.join(columns.map((column) => sql.ref(column)))})::text) as hash
      from ${sql.table(name)}) as hashes`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error(`${name} cannot be counted`);
  return { name, ...row };
}

async function sumsOf(tx: Tx): Promise<readonly Sum[]> {
  const { rows } = await sql<Sum>`
    select what || ' ' || currency_code as what, minor from (
      select currency_code, what, sum(minor)::text as minor, min(place) as place
        from payments, lateral (values
          (1, 'payments', amount_minor), (2, 'captured', captured_minor), (3, 'refunded', refunded_minor),
          (4, 'fees', fee_minor)) as v (place, what, minor)
        group by currency_code, what
      union all
      select currency_code, 'operations', sum(o.amount_minor)::text, 5
        from payment_operations o join payments p on p.id = o.payment_id group by currency_code
      union all
      select currency_code, 'carts', sum(total_minor)::text, 6 from carts group by currency_code) as sums
    where minor is not null
    order by currency_code, place`.execute(tx);
  return rows;
}

/** The copy is not the same as its source; nothing of it was kept. */
export class Differences extends Error {
  constructor(readonly differences: readonly string[]) {
    super(`What was copied differs from its source, and nothing of it was kept:\n${differences.join('\n')}`);
  }
}

/** What differs, a sentence each; nothing where they are the same. */
export function differencesOf(from: Contents, to: Contents): readonly string[] {
  return [
    ...differing(
      from.tables,
      to.tables,
      ({ name }) => name,
      ({ rows, digest }) => `${rows} rows, digest ${digest}`,
    ),
    ...differing(
      from.sums,
      to.sums,
      ({ what }) => what,
      ({ minor }) => minor,
    ),
  ];
}

function differing<Item>(
  from: readonly Item[],
  to: readonly Item[],
  nameOf: (item: Item) => string,
  textOf: (item: Item) => string,
): string[] {
  const names = new Set([...from, ...to].map(nameOf));
  const text = (items: readonly Item[], name: string): string => {
    const found = items.find((item) => nameOf(item) === name);
    return found === undefined ? 'nothing' : textOf(found);
  };
  return [...names]
    .filter((name) => text(from, name) !== text(to, name))
    .map((name) => `${name}: ${text(from, name)} here, ${text(to, name)} there`);
}
