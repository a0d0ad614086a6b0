import { sql } from 'kysely';
import { Injectable } from '@nestjs/common';

import { Background } from '../../background/background.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { type PaymentId, asPaymentId } from '../identifiers.ts';
import { lockAttempts, lockPayment } from '../payment-rows.ts';
import { type Settlement, Settle } from '../settlement/settle.ts';

/**
 * M3: how long a claim's lease is, in milliseconds from database time at the claim: the charge deadline plus a grace. When
 * it passes, `sending` becomes `unknown`, and
 * nothing else follows from it.
 */
export function leaseLength({ ottu, durations }: Settings): number {
  return ottu.chargeTimeoutMs + durations.leaseGrace;
}

/** M3: a passed lease means that no process can hear Ottu's answer to this call any more, and means nothing else. */
export function leaseExpired(paymentId: PaymentId, attemptId: string): Settlement {
  return { paymentId, interpret: () => ({ event: 'lease_expired', attempt: { id: attemptId, state: 'unknown' } }) };
}

const BATCH = 100;

/** Finds `sending` attempts whose process died or lost its answer, and says so (M3, M30): at start and then for ever. */
@Injectable()
export class LeaseSweep {
  constructor(
    private readonly database: Database,
    private readonly settle: Settle,
    { durations }: Settings,
    background: Background,
  ) {
    background.poller({
      name: 'LeaseSweep',
      everyMs: durations.sweep,
      run: () => this.sweep(),
      failed: 'The lease sweep failed; it runs again',
    });
  }

  /**
   * Looks for them without taking any: the payment is locked before its attempt, and what counts is read under its lock.
   *
   * @returns how many leases had passed.
   */
  async sweep(): Promise<number> {
    const expired = await this.database.query((db) =>
      db
        .selectFrom('payment_attempts')
        .select(['id', 'payment_id'])
        .where('state', '=', 'sending')
        .where('lease_until', '<', sql<Date>`now()`)
        .orderBy('lease_until')
        .limit(BATCH)
        .execute(),
    );
    for (const attempt of expired) await this.#expire(attempt.payment_id, attempt.id);
    return expired.length;
  }

  async #expire(paymentId: string, attemptId: string): Promise<void> {
    await this.database.inTransaction(async (tx) => {
      await lockPayment(tx, paymentId);
      const attempt = (await lockAttempts(tx, paymentId)).find(({ id }) => id === attemptId);
      // Settled, claimed again or swept by another replica in the meantime.
      if (attempt?.state !== 'sending' || !attempt.lease_passed) return;
      await this.settle.within(tx, leaseExpired(asPaymentId(paymentId), attemptId));
    });
  }
}
