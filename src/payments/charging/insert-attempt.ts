import { sql } from 'kysely';

import type { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import type { AttemptId } from '../identifiers.ts';
import { leaseUntil } from './lease.ts';

export interface NewAttempt {
  readonly id: AttemptId;
  readonly paymentId: string;
  /** `instrument_type`, or how a cart's session is paid. */
  readonly method: string;
  /** M6: one open attempt per cart. */
  readonly cartId?: string | undefined;
  /** Of `payment_amounts`: what it asks for, where the session was not brought to it before. */
  readonly amountId?: string | null | undefined;
}

/**
 * M1a: every claim writes an attempt of its own, and what is settled is addressed to it. The payment is locked, or was
 * written by the same transaction.
 */
export async function insertAttempt(tx: Tx, attempt: NewAttempt, settings: Settings): Promise<void> {
  const { id, paymentId, method, cartId, amountId } = attempt;
  await tx
    .insertInto('payment_attempts')
    .values({
      id,
      payment_id: paymentId,
      number: sql<number>`
        (select coalesce(max(number), 0) + 1 from payment_attempts where payment_id = ${paymentId})`,
      method,
      state: 'sending',
      cart_id: cartId ?? null,
      amount_id: amountId ?? null,
      lease_until: leaseUntil(settings),
    })
    .execute();
}
