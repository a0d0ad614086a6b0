import { sql } from 'kysely';

import type { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import type { AttemptRow, IdempotencyRow, PaymentRow } from '../../database/schema.ts';
import type { IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import { Problem, type ProblemOptions } from '../../problems/problem.ts';
import { asAttemptId, asOrderNo, asPaymentId } from '../identifiers.ts';
import { lockAttempts, lockPayment, moneyOf, writeTimeline } from '../payment-rows.ts';
import { problemPayment } from '../reading/payment-links.ts';
import type { Settle } from '../settlement/settle.ts';
import type { Claimed, Replay } from './claimed.ts';
import { leaseExpired } from './lease-expired.ts';
import { leaseUntil } from './lease.ts';

/** The charge of an earlier request was never sent; this one may claim the same row and order number again (M5). */
export interface Reclaimable {
  readonly kind: 'reclaimable';
  readonly payment: PaymentRow;
  readonly attempt: AttemptRow;
}

/**
 * What an earlier request with the same key has come to. The payment stays locked.
 *
 * @throws Problem `idempotency_key_reused` for another body, `idempotency_in_flight` while Ottu may still answer (M8)
 */
export async function readEarlier(
  tx: Tx,
  existing: IdempotencyRow,
  claim: IdempotencyClaim,
  settle: Settle,
): Promise<Replay | Reclaimable> {
  const payment = await lockPayment(tx, existing.payment_id);
  const attempt = (await lockAttempts(tx, payment.id)).at(-1);
  const replay: Replay = { kind: 'replay', paymentId: asPaymentId(payment.id) };
  if (existing.body_sha256 !== claim.bodySha256) {
    throw new Problem('idempotency_key_reused', aboutPayment(payment, attempt));
  }
  if (attempt?.state === 'sending') {
    if (!attempt.lease_passed) {
      throw new Problem('idempotency_in_flight', { ...aboutPayment(payment, attempt), retryAfterSeconds: 2 });
    }
    await settle.within(tx, leaseExpired(replay.paymentId, attempt.id));
    return replay;
  }
  return attempt?.not_sent === true ? { kind: 'reclaimable', payment, attempt } : replay;
}

/** A claim like the first one: it writes the state that a charge begins with. */
export async function reclaim(tx: Tx, { payment, attempt }: Reclaimable, settings: Settings): Promise<Claimed> {
  await tx
    .updateTable('payment_attempts')
    .set({
      state: 'sending',
      not_sent: false,
      finished_at: null,
      started_at: sql<Date>`now()`,
      lease_until: leaseUntil(settings),
    })
    .where('id', '=', attempt.id)
    .execute();
  await tx
    .updateTable('payments')
    .set({ state: 'sending', claimed_at: sql<Date>`now()`, updated_at: sql<Date>`now()` })
    .where('id', '=', payment.id)
    .execute();
  await writeTimeline(tx, payment.id, 'claimed_again');
  return {
    kind: 'claimed',
    paymentId: asPaymentId(payment.id),
    attemptId: asAttemptId(attempt.id),
    orderNo: asOrderNo(payment.order_no),
    amount: moneyOf(payment.amount_minor, payment.currency_code),
  };
}

function aboutPayment(payment: PaymentRow, attempt: AttemptRow | undefined): ProblemOptions {
  const described = problemPayment(payment, attempt);
  return { outcome: described.outcome, payment: described };
}
