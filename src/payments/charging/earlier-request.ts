import { randomUUID } from 'node:crypto';

import { sql } from 'kysely';

import type { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import type { AttemptRow, PaymentRow } from '../../database/schema.ts';
import { keyStandsFor, type IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import { Problem, type ProblemOptions } from '../../problems/problem.ts';
import { asAttemptId, asOrderNo, asPaymentId } from '../identifiers.ts';
import { lockAttempts, moneyOf, writeTimeline } from '../payment-rows.ts';
import { problemPayment } from '../reading/payment-links.ts';
import { restoreTerms } from '../requested-amounts.ts';
import type { Settle } from '../settlement/settle.ts';
import type { Claimed, Replay } from './claimed.ts';
import { insertAttempt } from './insert-attempt.ts';
import { leaseExpired } from './lease-expired.ts';
import { lockByKey } from './lock-by-key.ts';
import { orderNumberTaken } from './order-no-taken.ts';
import { cameToNothing } from './unused-payment.ts';

/** The charge of an earlier request came to nothing; this one may claim the same payment and order number again (M5a). */
export interface Reclaimable {
  readonly kind: 'reclaimable';
  readonly payment: PaymentRow;
  /** Of the earlier request. */
  readonly attempt: AttemptRow;
}

/**
 * What an earlier request with the same key has come to. The payment stays locked.
 *
 * @throws Problem `idempotency_key_reused` for another body, `idempotency_in_flight` while Ottu may still answer (M8),
 * `order_no_taken` where another key has used the order number since
 */
export async function readEarlier(tx: Tx, claim: IdempotencyClaim, settle: Settle): Promise<Replay | Reclaimable> {
  const earlier = await lockByKey(tx, claim);
  if (earlier === undefined) throw new Error('an idempotency key vanished; keys are never deleted while in use');
  const { key, payment } = earlier;
  const attempts = await lockAttempts(tx, payment.id);
  const attempt = attempts.find(({ id }) => id === key.attempt_id) ?? attempts[0];
  const replay: Replay = {
    kind: 'replay',
    paymentId: asPaymentId(payment.id),
    attemptId: attempt && asAttemptId(attempt.id),
  };
  if (key.body_sha256 !== claim.bodySha256) {
    throw new Problem('idempotency_key_reused', aboutPayment(payment, attempts.at(-1)));
  }
  if (attempt?.state === 'sending') {
    if (!attempt.lease_passed) {
      throw new Problem('idempotency_in_flight', { ...aboutPayment(payment, attempt), retryAfterSeconds: 2 });
    }
    await settle.within(tx, leaseExpired(replay.paymentId, attempt.id));
    return replay;
  }
  if (attempt?.claim_again !== true) return replay;
  if (await cameToNothing(tx, payment, attempts)) return { kind: 'reclaimable', payment, attempt };
  if (attempt.id === attempts.at(-1)?.id) return replay;
  // Another key has used the order number since then (M41), and what came of that is not this key's.
  throw orderNumberTaken(problemPayment(payment, attempts.at(-1)));
}

/** A claim like the first one, for what the key asked for then: a new attempt of the same payment (M1a). */
export async function reclaim(
  tx: Tx,
  idempotency: IdempotencyClaim,
  { payment, attempt }: Reclaimable,
  settings: Settings,
): Promise<Claimed> {
  const { method, amount_id: amountId } = attempt;
  const { amount_minor: minor, currency_code: currency } = await restoreTerms(tx, payment, amountId);
  const attemptId = asAttemptId(randomUUID());
  await insertAttempt(tx, { id: attemptId, paymentId: payment.id, method, amountId }, settings);
  await keyStandsFor(tx, idempotency, { paymentId: payment.id, attemptId });
  await beginAgain(tx, payment, method);
  return {
    kind: 'claimed',
    paymentId: asPaymentId(payment.id),
    attemptId,
    orderNo: asOrderNo(payment.order_no),
    amount: moneyOf(minor, currency),
  };
}

/** The state that a charge begins with, and the clock that reconciliation counts from (M32). */
export async function beginAgain(tx: Tx, payment: PaymentRow, method: string): Promise<void> {
  await tx
    .updateTable('payments')
    .set({
      state: 'sending',
      instrument_type: method,
      message: null,
      claimed_at: sql<Date>`now()`,
      activity_at: sql<Date>`now()`,
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', payment.id)
    .execute();
  await writeTimeline(tx, payment.id, 'claimed_again', { instrument_type: method });
}

function aboutPayment(payment: PaymentRow, attempt: AttemptRow | undefined): ProblemOptions {
  const described = problemPayment(payment, attempt);
  return { outcome: described.outcome, payment: described };
}
