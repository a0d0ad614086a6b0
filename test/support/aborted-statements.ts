import pg from 'pg';

import type { Asked } from '../../src/database/batch.ts';

/** What PostgreSQL says when two transactions stand in each other's way; and `statement_completion_unknown`. */
export type AbortCode = '40001' | '40P01' | '40003';

/**
 * `ends`: each COMMIT, when everything that its transaction does was done before, and each statement outside of transactions
 * once. `all`: each statement.
 */
export type Struck = 'ends' | 'all';

export interface AbortedStatements {
  /**
   * Aborts the next statement that was not aborted yet, and lets all others through.
   *
   * @param during what is done from now on: its COMMITs are told from those of others
   */
  abortNext(during: string, code: AbortCode, which: Struck): void;
  /** Aborts every COMMIT, until told otherwise. */
  abortCommits(code: AbortCode): void;
  /** What was aborted since, in order. */
  readonly aborted: () => readonly string[];
  /** Every statement since the last call of `heal`. */
  readonly seen: () => readonly string[];
  /** Lets all through again. */
  heal(): void;
  /** Gives the driver back. */
  stop(): void;
}

type Query = (this: pg.Client, asked: unknown, ...more: unknown[]) => unknown;

/** Of the service's own, before it is sent. */
interface Batch {
  statements: readonly Asked[];
}

function isBatch(asked: unknown): asked is Batch {
  return typeof asked === 'object' && asked !== null && 'statements' in asked;
}

/**
 * Stands between the service and its driver: a statement that is to be aborted is answered by the server itself, with the
 * fault that it gives, and nothing of its transaction is left. A COMMIT is one of the statements; a ROLLBACK is left alone.
 */
export function abortedStatements(): AbortedStatements {
  const { query } = pg.Client.prototype as unknown as { query: Query };
  const struck = new Set<string>();
  let codeFor: (text: string, isAlone: boolean) => AbortCode | undefined = () => undefined;
  let aborted: string[] = [];
  let seen: string[] = [];

  // Those with a transaction that was begun: that the server has answered is not waited for.
  const inTransaction = new WeakSet<pg.Client>();
  const codeOf = (client: pg.Client, text: string): AbortCode | undefined => {
    const isAlone = !inTransaction.has(client) && !text.startsWith('start transaction');
    if (text.startsWith('start transaction')) inTransaction.add(client);
    else if (text === 'commit' || text === 'rollback') inTransaction.delete(client);
    return text === 'rollback' ? undefined : codeFor(text, isAlone);
  };
  const inPlaceOf = (client: pg.Client, asked: Asked): Asked => {
    seen.push(asked.text);
    const code = codeOf(client, asked.text);
    if (code === undefined) return asked;
    aborted.push(asked.text);
    const text = `do $$ begin raise exception 'in the way' using errcode = '${code}'; end $$`;
    return { ...asked, text, values: [], name: undefined };
  };
  const patched = function (this: pg.Client, ...parts: Parameters<Query>): unknown {
    const [asked] = parts;
    // As the service's pool is asked, and not a test's own client.
    if (isBatch(asked)) asked.statements = asked.statements.map((one) => inPlaceOf(this, one));
    return query.apply(this, parts);
  };
  Object.assign(pg.Client.prototype, { query: patched });

  return {
    abortNext: (during, code, which) => {
      let [count, isOver] = [0, false];
      aborted = [];
      codeFor = (text, isAlone) => {
        if (isOver || (which === 'ends' && !isAlone && text !== 'commit')) return undefined;
        count += isAlone && which === 'ends' ? 0 : 1;
        const name = isAlone && which === 'ends' ? text : `${during}, ${count}`;
        isOver = !struck.has(name);
        if (isOver) struck.add(name);
        return isOver ? code : undefined;
      };
    },
    abortCommits: (code) => {
      aborted = [];
      codeFor = (text) => (text === 'commit' ? code : undefined);
    },
    aborted: () => aborted,
    seen: () => seen,
    heal: () => {
      seen = [];
      codeFor = () => undefined;
    },
    stop: () => void Object.assign(pg.Client.prototype, { query }),
  };
}
