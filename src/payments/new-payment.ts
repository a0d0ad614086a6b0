import type { Tx } from '../database/database.ts';
import type { PaymentRow } from '../database/schema.ts';
import { concerns } from '../tracing/work.ts';
import type { PaymentId } from './identifiers.ts';
import { insertPaymentRow, replaceRequest, type NewPayment, type PaymentStart } from './payment-repository.ts';
import { storeTerms, requestAmount } from './requested-amounts.ts';

/** Rolls its transaction back, an idempotency key with it (M41). */
export class OrderNoConflict extends Error {}

/**
 * Writes the payment with the amount that Ottu is about to be asked for (M50).
 *
 * @returns the id of the amount's row.
 * @throws OrderNoConflict when the order number was used before, with any outcome
 */
export async function insertPayment(tx: Tx, id: PaymentId, payment: NewPayment, start: PaymentStart): Promise<string> {
  concerns({ order_no: payment.orderNo });
  if (await isRetired(tx, payment.orderNo)) throw new OrderNoConflict();
  if (!(await insertPaymentRow(tx, id, payment, start))) throw new OrderNoConflict();
  concerns({ payment_id: id });
  return requestFirstAmount(tx, id, payment);
}

/**
 * M41: the same order number is tried again with another body, since nothing came of it so far. What was asked for before
 * stays with its amount; the payment's row shows what is asked for now. The payment is locked.
 *
 * @returns the id of the new amount's row.
 */
export async function requestAnew(tx: Tx, before: PaymentRow, payment: NewPayment): Promise<string> {
  await storeTerms(tx, before);
  await replaceRequest(tx, before.id, payment);
  return requestFirstAmount(tx, before.id, payment);
}

/** The amount that a new transaction is asked for. It is never rejected: nothing else was asked for before. */
async function requestFirstAmount(tx: Tx, paymentId: string, { amount, cart, snapshot }: NewPayment): Promise<string> {
  const order = cart === undefined ? undefined : { version: cart.version, purchase: snapshot };
  return requestAmount(tx, paymentId, { amount, order });
}

/** M41: the number of a payment that has gone is used as much as that of one that is there. */
async function isRetired(tx: Tx, orderNo: string): Promise<boolean> {
  const retired = await tx
    .selectFrom('retired_order_numbers')
    .select('order_no')
    .where('order_no', '=', orderNo)
    .executeTakeFirst();
  return retired !== undefined;
}
