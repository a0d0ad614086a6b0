import type { Attempt, Child, Transaction } from './transaction.ts';

/** Minor units of the children in these states. */
export function sumOf({ children }: Pick<Transaction, 'children'>, ...states: readonly Child['state'][]): bigint {
  return children.filter(({ state }) => states.includes(state)).reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/** The attempt that succeeded; with several the last one. */
export function settledAttempt({ attempts }: Transaction): Attempt | undefined {
  return attempts.findLast(({ result }) => result === 'success' || result === 'cod');
}

/** What can still be captured of a hold. */
export function capturable(transaction: Transaction, attempt: Attempt): bigint {
  return attempt.amountMinor - sumOf(transaction, 'paid');
}

/** What can still be given back: of what was paid or captured, less refunds that are done or on their way (F8.2). */
export function refundable(transaction: Transaction, attempt: Attempt): bigint {
  const taken = transaction.state === 'paid' ? attempt.amountMinor : sumOf(transaction, 'paid');
  return taken - sumOf(transaction, 'refunded', 'refund_queued');
}
