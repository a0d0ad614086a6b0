import type { Tx } from '../../database/database.ts';
import type { AttemptRow, PaymentRow } from '../../database/schema.ts';
import type { IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import { leaseExpired } from '../../payments/charging/lease-expired.ts';
import { lockByKey } from '../../payments/charging/lock-by-key.ts';
import { asPaymentId, type PaymentId } from '../../payments/identifiers.ts';
import { lockAttempts } from '../../payments/payment-rows.ts';
import type { Settle } from '../../payments/settlement/settle.ts';
import { problemPayment } from '../../payments/reading/payment-links.ts';
import { Problem, type ProblemOptions } from '../../problems/problem.ts';
import { statusLink } from './cart-payment.ts';

/** It has come to its end, or Ottu's answer is being waited for elsewhere. */
export interface Replay {
  readonly kind: 'replay';
  readonly paymentId: PaymentId;
  /** Ottu took nothing of it; later attempts on the same payment do not change that. */
  readonly refused: boolean;
}

/** What an earlier request with the same key has come to (M8, M9). */
export type Earlier =
  | { readonly kind: 'free' }
  | Replay
  /** Its call came to nothing in a way that lets the same key charge, on the cart's present transaction (M5a). */
  | { readonly kind: 'claimable' };

/**
 * What a key of a cart's payment has come to. The payment stays locked.
 *
 * @throws Problem `idempotency_key_reused` for another body, `idempotency_in_flight` while Ottu may still answer; both
 * with the link and the outcome of what the key stands for (M8)
 */
export async function readEarlierAttempt(tx: Tx, claim: IdempotencyClaim, settle: Settle): Promise<Earlier> {
  const earlier = await lockByKey(tx, claim);
  if (earlier === undefined) return { kind: 'free' };
  const { key, payment } = earlier;
  const attempt = (await lockAttempts(tx, payment.id)).find(({ id }) => id === key.attempt_id);
  if (key.body_sha256 !== claim.bodySha256) throw new Problem('idempotency_key_reused', about(claim, payment, attempt));
  if (attempt?.claim_again === true && attempt.state === 'not_processed') return { kind: 'claimable' };
  const paymentId = asPaymentId(payment.id);
  if (attempt?.state === 'sending') {
    if (!attempt.lease_passed) {
      throw new Problem('idempotency_in_flight', { ...about(claim, payment, attempt), retryAfterSeconds: 2 });
    }
    await settle.within(tx, leaseExpired(paymentId, attempt.id));
  }
  return { kind: 'replay', paymentId, refused: attempt?.state === 'not_processed' };
}

/** What was not processed charged nothing, whatever a later attempt on the same payment did. */
function about(
  { caller: cartId }: IdempotencyClaim,
  payment: PaymentRow,
  attempt: AttemptRow | undefined,
): ProblemOptions {
  const outcome = attempt?.state === 'not_processed' ? 'none' : problemPayment(payment, attempt).outcome;
  return { outcome, payment: { id: payment.id, order_no: payment.order_no, outcome, self: statusLink(cartId) } };
}
