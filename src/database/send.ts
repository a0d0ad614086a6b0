import type { CompiledQuery, Kysely } from 'kysely';

import type { Tx } from './database.ts';
import { pipelineOf } from './pipeline.ts';
import type { Schema } from './schema.ts';

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
  const pipeline = pipelineOf(tx);
  if (pipeline === undefined) {
    const rows = await run(tx, statement);
    return async () => rows;
  }
  const answer = pipeline.ask<R>(statement.compile());
  answer.catch(() => undefined);
  return async () => (await answer).rows;
}

/** Runs a statement, and waits for its rows. */
export async function run<R>(db: Kysely<Schema>, statement: Statement<R>): Promise<R[]> {
  const query = statement.compile();
  return (await (pipelineOf(db)?.ask<R>(query) ?? db.executeQuery(query))).rows;
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
