import { sql } from 'kysely';

import type { Tx } from '../database.ts';

/** The migrator's own tables: each database has those of its own migrations. */
const OF_MIGRATOR = ['kysely_migration', 'kysely_migration_lock'];

export interface Table {
  readonly name: string;
  /** In the order of their names, those left out that the database computes itself. */
  readonly columns: readonly string[];
}

export interface Sequence {
  readonly name: string;
  readonly lastValue: string;
  readonly isCalled: boolean;
}

/** All tables of the service, each after those that it refers to. */
export async function tablesOf(tx: Tx): Promise<readonly Table[]> {
  const { rows } = await sql<{ name: string; columns: string[]; refers_to: string[] }>`
    select c.relname::text as name,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attname) as columns,
      array(select distinct t.relname::text from pg_constraint k join pg_class t on t.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> k.conrelid) as refers_to
    from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> all(${OF_MIGRATOR})
    order by c.relname`.execute(tx);
  const ordered: Table[] = [];
  const waiting = [...rows];
  while (waiting.length > 0) {
    const free = waiting.findIndex(({ refers_to }) =>
      refers_to.every((name) => !waiting.some((row) => row.name === name)),
    );
    const [row] = waiting.splice(free, 1);
    if (free < 0 || row === undefined) throw new Error('tables refer to each other in a circle');
    ordered.push({ name: row.name, columns: row.columns });
  }
  return ordered;
}

/** Where the numbers of identity columns go on. */
export async function sequencesOf(tx: Tx): Promise<readonly Sequence[]> {
  const { rows } = await sql<{ name: string }>`
    select relname::text as name from pg_class
      where relnamespace = current_schema()::regnamespace and relkind = 'S' order by relname`.execute(tx);
  const sequences: Sequence[] = [];
  for (const { name } of rows) {
    const state = await sql<{ last: string; called: boolean }>`
      select last_value::text as last, is_called as called from ${sql.table(name)}`.execute(tx);
    const [row] = state.rows;
    if (row !== undefined) sequences.push({ name, lastValue: row.last, isCalled: row.called });
  }
  return sequences;
}

/** Ids are never used again, those of rows that are gone included. */
export async function continueSequence(tx: Tx, { name, lastValue, isCalled }: Sequence): Promise<void> {
  await sql`select setval(${name}::regclass, ${lastValue}::bigint, ${isCalled})`.execute(tx);
}

interface Trigger {
  readonly table: string;
  readonly name: string;
  /** `tgenabled`: in ordinary sessions, always, or in those of replicas. */
  readonly fires: 'O' | 'A' | 'R';
}

const ENABLE = { O: sql`enable trigger`, A: sql`enable always trigger`, R: sql`enable replica trigger` };

/**
 * Runs `work` while no trigger of ours changes a row that is written: what they had to do was done where the rows come from.
 * Those that guard against changes and removals are left as they are, and foreign keys are checked.
 */
export async function withoutTriggersOnInsert<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<Trigger>`
    select c.relname::text as table, t.tgname::text as name, t.tgenabled as fires
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = current_schema()::regnamespace and not t.tgisinternal and t.tgenabled <> 'D'
        -- It fires on inserts.
        and t.tgtype & 4 <> 0
      order by 1, 2`.execute(tx);
  for (const { table, name } of rows) {
    await sql`alter table ${sql.table(table)} disable trigger ${sql.ref(name)}`.execute(tx);
  }
  const result = await work();
  for (const { table, name, fires } of rows) {
    await sql`alter table ${sql.table(table)} ${ENABLE[fires]} ${sql.ref(name)}`.execute(tx);
  }
  return result;
}
