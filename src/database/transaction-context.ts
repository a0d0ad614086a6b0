import { AsyncLocalStorage } from 'node:async_hooks';

const openTransaction = new AsyncLocalStorage<true>();

export function markedAsInTransaction<T>(work: () => Promise<T>): Promise<T> {
  return openTransaction.run(true, work);
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
