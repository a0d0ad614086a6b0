import { randomBytes } from 'node:crypto';
import type { SessionId, Transaction } from './transaction.ts';

/** Transactions in memory, newest last. */
export interface TransactionStore {
  add(transaction: Transaction): void;
  find(sessionId: string): Transaction | undefined;
  /** Newest first: with duplicates of an order number the last one answers. */
  withOrderNo(orderNo: string): readonly Transaction[];
  all(): readonly Transaction[];
  clear(): void;
}

export function newSessionId(): SessionId {
  return randomBytes(20).toString('hex') as SessionId;
}

export function createTransactionStore(): TransactionStore {
  const bySession = new Map<string, Transaction>();
  const byOrderNo = new Map<string, Transaction[]>();
  return {
    add(transaction) {
      bySession.set(transaction.sessionId, transaction);
      const { orderNo } = transaction;
      if (orderNo !== undefined) byOrderNo.set(orderNo, [transaction, ...(byOrderNo.get(orderNo) ?? [])]);
    },
    find: (sessionId) => bySession.get(sessionId),
    withOrderNo: (orderNo) => byOrderNo.get(orderNo) ?? [],
    all: () => [...bySession.values()],
    clear() {
      bySession.clear();
      byOrderNo.clear();
    },
  };
}
