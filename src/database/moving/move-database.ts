import { sql } from 'kysely';

import type { Database, Tx } from '../database.ts';
import { asReader, contentsOf, Differences, differencesOf, type Contents } from './contents.ts';
import { copyRows } from './copy-rows.ts';
import { continueSequence, sequencesOf, tablesOf, withoutTriggersOnInsert, type Table } from './inventory.ts';
import { requireNoRows } from './open-target.ts';
import { Refusal } from './refusal.ts';

/**
 * Copies every row of one database to another one that has the same tables and no rows, in one transaction on each: either
 * all of it is there afterwards, compared value by value, or nothing. The source is only read.
 *
 * @returns what both hold now
 * @throws Differences, Refusal where the target has rows
 */
export async function moveDatabase(from: Database, to: Database): Promise<Contents> {
  return to.withoutTimeout(() =>
    from.inTransaction(async (source) => {
      await sql`set transaction isolation level repeatable read, read only`.execute(source);
      await asReader(source);
      return to.inTransaction((target) => moveRows(source, target));
    }),
  );
}

async function moveRows(source: Tx, target: Tx): Promise<Contents> {
  await asReader(target);
  const tables = await tablesOf(target);
  await requireSameTables(source, tables);
  for (const { name } of tables) await sql`lock table ${sql.table(name)} in share row exclusive mode`.execute(target);
  await requireNoRows(target);
  await withoutTriggersOnInsert(target, async () => {
    for (const { name } of tables) await copyRows(source, target, name);
  });
  for (const sequence of await sequencesOf(source)) await continueSequence(target, sequence);
  const before = await contentsOf(source);
  const differences = differencesOf(before, await contentsOf(target));
  if (differences.length > 0) throw new Differences(differences);
  return before;
}

async function requireSameTables(source: Tx, tables: readonly Table[]): Promise<void> {
  const here = (await tablesOf(source)).map(columnsOf);
  const there = tables.map(columnsOf);
  const other = [...here.filter((table) => !there.includes(table)), ...there.filter((table) => !here.includes(table))];
  if (other.length > 0) throw new Refusal(`Source and target have different tables: ${other.join('; ')}`);
}

function columnsOf({ name, columns }: Table): string {
  return `${name} (${columns.join(', ')})`;
}
