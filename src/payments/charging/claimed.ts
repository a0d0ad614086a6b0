import type { Money } from '../../money/money.ts';
import type { AttemptId, OrderNo, PaymentId } from '../identifiers.ts';

/** The right to make one call to Ottu for one attempt. */
export interface Claimed {
  readonly kind: 'claimed';
  readonly paymentId: PaymentId;
  readonly attemptId: AttemptId;
  readonly orderNo: OrderNo;
  /** As its key claimed it the first time. */
  readonly amount: Money;
}

/** The key was used before, and what came of it stands: its payment as it is now is the answer (M9). */
export interface Replay {
  readonly kind: 'replay';
  readonly paymentId: PaymentId;
  /** The newest of the key, which it answers for. */
  readonly attemptId: AttemptId | undefined;
}
