import type { PaymentId } from '../identifiers.ts';
import type { Settlement } from '../settlement/settle.ts';

/** M3: nobody is left who could still hear Ottu's answer to this call; that is all that a passed lease means. */
export function leaseExpired(paymentId: PaymentId, attemptId: string): Settlement {
  return { paymentId, learn: () => ({ event: 'lease_expired', attempt: { id: attemptId, state: 'unknown' } }) };
}
