import type { CompiledQuery, DatabaseConnection, Kysely, QueryResult } from 'kysely';

import type { Schema } from './schema.ts';

/** A connection that takes a statement before the one before it is answered. */
export interface Pipeline {
  /** Statements run in the order in which they were asked for. */
  ask<R>(query: CompiledQuery): Promise<QueryResult<R>>;
}

/** Of the transactions that are open. */
const pipelines = new WeakMap<Kysely<Schema>, Pipeline>();

/** Runs `work`, in which what is sent and run in this transaction goes to its connection without a detour. */
export async function inPipeline<T>(tx: Kysely<Schema>, work: () => Promise<T>): Promise<T> {
  const connection = await tx.getExecutor().provideConnection(async (own) => own);
  if (!isPipeline(connection)) return work();
  pipelines.set(tx, connection);
  try {
    return await work();
  } finally {
    pipelines.delete(tx);
  }
}

/** Nothing where the connection takes one statement after the other. */
export function pipelineOf(tx: Kysely<Schema>): Pipeline | undefined {
  return pipelines.get(tx);
}

function isPipeline(connection: DatabaseConnection): connection is DatabaseConnection & Pipeline {
  return 'ask' in connection;
}
