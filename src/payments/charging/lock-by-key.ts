import type { Tx } from '../../database/database.ts';
import type { IdempotencyRow, PaymentRow } from '../../database/schema.ts';
import { findKey, type IdempotencyScope } from '../../idempotency/idempotency-keys.ts';
import { lockPayment } from '../payment-rows.ts';

/**
 * What a key stands for once its payment is locked: while this waited for the lock, another request with the same key may
 * have claimed again (M5a), and it is the newest claim that the key answers for.
 */
export async function lockByKey(
  tx: Tx,
  scope: IdempotencyScope,
): Promise<{ readonly key: IdempotencyRow; readonly payment: PaymentRow } | undefined> {
  let key = await findKey(tx, scope);
  while (key !== undefined) {
    const payment = await lockPayment(tx, key.payment_id);
    const now = await findKey(tx, scope);
    if (now?.payment_id === payment.id) return { key: now, payment };
    key = now;
  }
  return undefined;
}
