import type { IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import type { Money } from '../../money/money.ts';
import type { OrderNo } from '../identifiers.ts';
import type { NewPayment } from '../new-payment.ts';
import type { Redactor } from './redactor.ts';

/** Everything that is written before Ottu hears of a charge, and what is sent then. */
export interface ChargeCommand extends NewPayment {
  readonly idempotency: IdempotencyClaim;
  readonly instrumentType: string;
  /**
   * The JSON text for Ottu, payload verbatim. After a call that was not sent the payment keeps the order number and the
   * amount of its first claim, whatever the catalog says by now.
   */
  readonly bodyFor: (claimed: { readonly orderNo: OrderNo; readonly amount: Money }) => string;
  /** Cleans Ottu's words of what was in the payload. */
  readonly redactor: Redactor;
}
