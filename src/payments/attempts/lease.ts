import { sql, type RawBuilder } from 'kysely';

import type { Settings } from '../../config/settings.ts';
import type { PaymentId } from '../identifiers.ts';
import type { Settlement } from '../settlement/settle.ts';

/**
 * M3: database time at the claim plus the charge deadline plus a grace. When it passes, `sending` becomes `unknown`, and
 * nothing else follows from it.
 */
export function leaseUntil({ ottu, durations }: Settings): RawBuilder<Date> {
  return sql<Date>`now() + ${`${ottu.chargeTimeoutMs + durations.leaseGrace} milliseconds`}::interval`;
}

/** M3: a passed lease means that no process can hear Ottu's answer to this call any more, and means nothing else. */
export function leaseExpired(paymentId: PaymentId, attemptId: string): Settlement {
  return { paymentId, interpret: () => ({ event: 'lease_expired', attempt: { id: attemptId, state: 'unknown' } }) };
}
