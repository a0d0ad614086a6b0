import { createHash } from 'node:crypto';

import type { PaymentState } from '../states/payment-state.ts';

/** M21: what is said again in the same words has the same digest, and is stored once. Hex SHA-256. */
export function digestOf(parts: readonly unknown[]): string {
  const text = JSON.stringify(parts.map((part) => part ?? null));
  return createHash('sha256').update(text).digest('hex');
}

/** Of a word of Ottu's about one attempt that names no state of the transaction: a refusal, or E4 (M11). */
export function digestOfVerdict(attemptId: string | undefined, state: PaymentState): string {
  return digestOf(['verdict', attemptId, state]);
}
