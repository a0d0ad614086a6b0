import type { Tx } from '../../database/database.ts';
import type { IdempotencyRow } from '../../database/schema.ts';
import { findKey, type IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import { leaseExpired } from '../../payments/charging/lease-expired.ts';
import { asPaymentId, type PaymentId } from '../../payments/identifiers.ts';
import { lockAttempts, lockPayment } from '../../payments/payment-rows.ts';
import type { Settle } from '../../payments/settlement/settle.ts';
import { Problem } from '../../problems/problem.ts';

/** What an earlier request with the same key has come to (M8, M9). */
export type Earlier =
  | { readonly kind: 'free' }
  | { readonly kind: 'replay'; readonly paymentId: PaymentId }
  /** Its call was never sent: the same key may charge (M5). */
  | { readonly kind: 'not_sent'; readonly key: IdempotencyRow };

/** @throws Problem `idempotency_key_reused` for another body, `idempotency_in_flight` while Ottu may still answer (M8) */
export async function readEarlierAttempt(tx: Tx, claim: IdempotencyClaim, settle: Settle): Promise<Earlier> {
  const key = await findKey(tx, claim);
  if (key === undefined) return { kind: 'free' };
  const payment = await lockPayment(tx, key.payment_id);
  const attempt = (await lockAttempts(tx, payment.id)).find(({ id }) => id === key.attempt_id);
  if (key.body_sha256 !== claim.bodySha256) throw new Problem('idempotency_key_reused', { outcome: 'unknown' });
  if (attempt?.not_sent === true) return { kind: 'not_sent', key };
  const paymentId = asPaymentId(payment.id);
  if (attempt?.state === 'sending') {
    if (!attempt.lease_passed) {
      throw new Problem('idempotency_in_flight', { outcome: 'unknown', retryAfterSeconds: 2 });
    }
    await settle.within(tx, leaseExpired(paymentId, attempt.id));
  }
  return { kind: 'replay', paymentId };
}
