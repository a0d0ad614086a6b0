import { randomBytes } from 'node:crypto';
import type { SessionId, Transaction } from './transaction.ts';

/** Transactions in memory, newest last. */
export interface TransactionStore {
  add(transaction: Transaction): void;
  /** Takes note of a changed order number. */
  reindex(transaction: Transaction, formerOrderNo: string | undefined): void;
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
  const withOrderNo = (orderNo: string): readonly Transaction[] => byOrderNo.get(orderNo) ?? [];
  const link = (transaction: Transaction): void => {
    const { orderNo } = transaction;
    if (orderNo !== undefined) byOrderNo.set(orderNo, [transaction, ...withOrderNo(orderNo)]);
  };
  return {
    add(transaction) {
      bySession.set(transaction.sessionId, transaction);
      link(transaction);
    },
    reindex(transaction, former) {
      if (former === transaction.orderNo) return;
      if (former !== undefined) {
        byOrderNo.set(
          former,
          withOrderNo(former).filter((each) => each !== transaction),
        );
      }
      link(transaction);
    },
    find: (sessionId) => bySession.get(sessionId),
    withOrderNo,
    all: () => [...bySession.values()],
    clear() {
      bySession.clear();
      byOrderNo.clear();
    },
  };
}
