import type { CompiledQuery, Kysely, QueryResult } from 'kysely';

import type { Tx } from './database.ts';
import type { Schema } from './schema.ts';

const unawaited = new WeakSet<CompiledQuery>();

/** What a driver answers with that has sent a statement and does not wait: its rows come later. */
export interface Sent<R> extends QueryResult<R> {
  readonly later?: Promise<QueryResult<R>>;
}

/** Asked by drivers: whether the transaction goes on without the answer to this statement. */
export function isUnawaited(query: CompiledQuery): boolean {
  return unawaited.has(query);
}

/** A statement that can be run. */
export interface Statement<R> {
  compile(): CompiledQuery<R>;
}

/**
 * Sends a statement and does not wait: on a connection to PostgreSQL it shares the way there and back with the next one that
 * is waited for, COMMIT at the latest. A statement that fails fails the transaction: the next one that is waited for throws
 * its fault, and nothing is committed.
 *
 * @returns asks for its rows.
 */
export async function send<R>(tx: Tx, statement: Statement<R>): Promise<() => Promise<R[]>> {
  const query = statement.compile();
  unawaited.add(query);
  const { rows, later }: Sent<R> = await tx.executeQuery(query);
  return async () => (later === undefined ? rows : (await later).rows);
}

/** Runs a statement, and waits for its rows. */
export async function run<R>(db: Kysely<Schema>, statement: Statement<R>): Promise<R[]> {
  return (await db.executeQuery(statement.compile())).rows;
}

/**
 * Runs statements in this order, with one way there and back for all of them. Each sees what those before it have locked and
 * written.
 *
 * @returns the rows of each.
 */
export async function together<Rows extends readonly unknown[]>(
  tx: Tx,
  ...statements: { readonly [K in keyof Rows]: Statement<Rows[K]> }
): Promise<{ [K in keyof Rows]: Rows[K][] }> {
  const answers: (() => Promise<unknown[]>)[] = [];
  for (const statement of statements) answers.push(await send(tx, statement));
  const results: unknown[][] = [];
  for (const rows of answers) results.push(await rows());
  return results as { [K in keyof Rows]: Rows[K][] };
}
