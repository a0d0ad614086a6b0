import { randomBytes } from 'node:crypto';
import type { SessionId, Transaction } from './transaction.ts';

/** Transactions in memory. No look-up depends on how many there are. */
export interface TransactionStore {
  add(transaction: Transaction): void;
  /** Takes note of a changed order number. */
  reindex(transaction: Transaction, formerOrderNo: string | undefined): void;
  remove(transaction: Transaction): void;
  find(sessionId: string): Transaction | undefined;
  /** With duplicates of an order number the newest answers. */
  withOrderNo(orderNo: string): Transaction | undefined;
  /** One that is not this, as new as possible. */
  another(sessionId: string): Transaction | undefined;
  /** Remembers that a customer paid with a gateway. */
  notePaid(customerId: string, pgCode: string): void;
  paidWith(customerId: string): readonly string[];
  /** Of all. */
  names(): { readonly sessions: readonly string[]; readonly orderNos: readonly string[] };
  clear(): void;
}

export function newSessionId(): SessionId {
  return randomBytes(20).toString('hex') as SessionId;
}

export function createTransactionStore(): TransactionStore {
  const bySession = new Map<string, Transaction>();
  /** Newest last. */
  const byOrderNo = new Map<string, Transaction[]>();
  const paid = new Map<string, Set<string>>();
  let newest: readonly Transaction[] = [];
  const link = (transaction: Transaction): void => {
    const { orderNo } = transaction;
    if (orderNo === undefined) return;
    const list = byOrderNo.get(orderNo);
    if (list === undefined) byOrderNo.set(orderNo, [transaction]);
    else list.push(transaction);
  };
  const unlink = (transaction: Transaction, orderNo: string | undefined): void => {
    if (orderNo === undefined) return;
    const rest = byOrderNo.get(orderNo)?.filter((each) => each !== transaction) ?? [];
    if (rest.length === 0) byOrderNo.delete(orderNo);
    else byOrderNo.set(orderNo, rest);
  };
  return {
    add(transaction) {
      bySession.set(transaction.sessionId, transaction);
      newest = [transaction, ...newest.slice(0, 1)];
      link(transaction);
    },
    reindex(transaction, former) {
      if (former === transaction.orderNo) return;
      unlink(transaction, former);
      link(transaction);
    },
    remove(transaction) {
      bySession.delete(transaction.sessionId);
      unlink(transaction, transaction.orderNo);
    },
    find: (sessionId) => bySession.get(sessionId),
    withOrderNo: (orderNo) => byOrderNo.get(orderNo)?.at(-1),
    another: (sessionId) => newest.find((each) => each.sessionId !== sessionId),
    notePaid(customerId, pgCode) {
      const codes = paid.get(customerId);
      if (codes === undefined) paid.set(customerId, new Set([pgCode]));
      else codes.add(pgCode);
    },
    paidWith: (customerId) => [...(paid.get(customerId) ?? [])],
    names: () => ({ sessions: [...bySession.keys()], orderNos: [...byOrderNo.keys()] }),
    clear() {
      bySession.clear();
      byOrderNo.clear();
      paid.clear();
      newest = [];
    },
  };
}
