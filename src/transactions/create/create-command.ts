import type { IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import type { OrderNo } from '../../payments/identifiers.ts';
import type { NewPayment } from '../../payments/new-payment.ts';

/** Everything that is written before Ottu hears of a transaction that nobody pays yet, and what is sent then. */
export interface CreateCommand extends NewPayment {
  readonly caller: string;
  /** Absent where the caller sent no key; then nothing is replayed. */
  readonly idempotency: IdempotencyClaim | undefined;
  /** After a call that was not sent the payment keeps the order number of its first claim (M5). */
  readonly bodyFor: (orderNo: OrderNo) => string;
  /**
   * What may be concluded while nobody knows whether Ottu created it: `none`, since nobody can pay a session that was
   * never handed out; `unknown` where Ottu was asked to send the payer a link by itself.
   */
  readonly outcomeIfLost: 'none' | 'unknown';
}

/** The right to make one call to Ottu that creates a transaction. */
export interface CreateClaimed {
  readonly kind: 'claimed';
  readonly paymentId: string;
  readonly writeId: string;
  readonly orderNo: OrderNo;
  /** Ottu has heard of the order number before, or may have (M5a). */
  readonly again: boolean;
}
