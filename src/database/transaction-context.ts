import { AsyncLocalStorage } from 'node:async_hooks';

/** What is to happen once the transaction has been committed. */
export type AfterCommit = (() => void)[];

const openTransaction = new AsyncLocalStorage<AfterCommit>();

export function markedAsInTransaction<T>(work: () => Promise<T>, effects: AfterCommit): Promise<T> {
  return openTransaction.run(effects, work);
}

/**
 * Runs `effect` when the transaction on the current async context has been committed, and never when it is rolled back;
 * at once when none is open. A process that dies in between never runs it: only for wake-ups, whose work rows remember, and for
 * counters that are read as rates.
 */
export function afterCommit(effect: () => void): void {
  const effects = openTransaction.getStore();
  if (effects === undefined) effect();
  else effects.push(effect);
}

/**
 * Throws when a transaction is open on the current async context (M2): a network call inside a transaction would hold
 * its locks for as long as the other side likes.
 */
export function assertNotInTransaction(): void {
  if (openTransaction.getStore() !== undefined) {
    throw new Error('M2: a call to Ottu was about to be made inside a database transaction');
  }
}
