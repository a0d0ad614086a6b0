import type { Tx } from '../database/database.ts';
import type { PaymentRow } from '../database/schema.ts';
import { concerns } from '../tracing/work.ts';
import type { PaymentId } from './identifiers.ts';
import type { NewPayment, PaymentStart } from './new-payment-columns.ts';
import { insertPaymentRow, replaceRequest } from './payment-repository.ts';
import { sendAmount, storeTerms } from './requested-amounts.ts';

/** Rolls its transaction back, an idempotency key with it (M41). */
export class OrderNoConflict extends Error {}

/**
 * Writes the payment with the amount that Ottu is about to be asked for (M50), which is its newest (`newestAmountOf`).
 *
 * @throws OrderNoConflict when the order number was used before, with any outcome
 */
export async function insertPayment(tx: Tx, id: PaymentId, payment: NewPayment, start: PaymentStart): Promise<void> {
  concerns({ order_no: payment.orderNo });
  if (!(await insertPaymentRow(tx, id, payment, start))) throw new OrderNoConflict();
  concerns({ payment_id: id });
  await requestFirstAmount(tx, id, payment);
}

/**
 * M41: the same order number is tried again with another body, since nothing came of it so far. What was asked for before
 * stays with its amount; the payment's row shows what is asked for now, its newest amount (`newestAmountOf`). The payment is
 * locked.
 */
export async function requestAnew(tx: Tx, before: PaymentRow, payment: NewPayment): Promise<void> {
  await storeTerms(tx, before);
  await replaceRequest(tx, before.id, payment);
  await requestFirstAmount(tx, before.id, payment);
}

/** The amount that a new transaction is asked for. It is never rejected: nothing else was asked for before. */
async function requestFirstAmount(tx: Tx, paymentId: string, { amount, cart, snapshot }: NewPayment): Promise<void> {
  const order = cart === undefined ? undefined : { version: cart.version, purchase: snapshot };
  await sendAmount(tx, paymentId, { amount, order });
}
