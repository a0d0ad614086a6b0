import type { Tx } from '../database/database.ts';
import { json, type PaymentRow } from '../database/schema.ts';
import type { Money } from '../money/money.ts';
import type { OrderNo, PaymentId } from './identifiers.ts';
import { storeTerms, requestAmount } from './requested-amounts.ts';

/** What is known of a payment before Ottu hears of it. */
export interface NewPayment {
  readonly origin: 'buy_now' | 'auto_debit' | 'cart' | 'transaction';
  readonly orderNo: OrderNo;
  readonly transactionType: string;
  readonly paymentType: string;
  readonly pgCodes: readonly string[];
  readonly customerId: string | undefined;
  readonly amount: Money;
  /** As Ottu is given it. */
  readonly webhookUrl: string;
  /** It is the caller's own: the payment is followed by asking Ottu. */
  readonly foreignWebhook: boolean;
  readonly agreement: object | undefined;
  /** The payer has, or will get, a link to pay by (M14). Where it is not said, a payment request has one. */
  readonly paymentLink?: boolean | undefined;
  /** What is bought (M50), without anything secret. */
  readonly snapshot: Readonly<Record<string, unknown>>;
  /** The cart that it is for, and the version of it that the amount is of (M50). */
  readonly cart?: { readonly id: string; readonly version: number } | undefined;
}

/** Rolls its transaction back, an idempotency key with it (M41). */
export class OrderNoConflict extends Error {}

/**
 * Writes the payment with the amount that Ottu is about to be asked for (M50).
 *
 * @returns the id of the amount's row.
 * @throws OrderNoConflict when the order number was used before, whatever became of it
 */
export async function insertPayment(
  tx: Tx,
  id: PaymentId,
  payment: NewPayment,
  more: {
    readonly caller: string;
    readonly mode: PaymentRow['mode'];
    readonly state: 'sending' | 'unknown';
    readonly instrumentType?: string;
  },
): Promise<string> {
  const { amount } = payment;
  if (await isRetired(tx, payment.orderNo)) throw new OrderNoConflict();
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('payments')
    .values({
      id,
      order_no: payment.orderNo,
      origin: payment.origin,
      caller: more.caller,
      transaction_type: payment.transactionType,
      payment_type: payment.paymentType,
      pg_codes: json(payment.pgCodes),
      instrument_type: more.instrumentType ?? null,
      customer_id: payment.customerId ?? null,
      amount_minor: amount.minor.toString(),
      currency_code: amount.currency,
      state: more.state,
      webhook_url: payment.webhookUrl,
      foreign_webhook: payment.foreignWebhook,
      agreement: payment.agreement === undefined ? null : json(payment.agreement),
      payment_link: hasPaymentLink(payment),
      snapshot: json(payment.snapshot),
      mode: more.mode,
      cart_id: payment.cart?.id ?? null,
    })
    .onConflict((conflict) => conflict.column('order_no').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new OrderNoConflict();
  return requestFirstAmount(tx, id, payment);
}

/**
 * M41: the same order number is tried again with another body, since nothing came of it so far. What was asked for before
 * stays with its amount; the payment's row shows what is asked for now. The payment is locked.
 *
 * @returns the id of the new amount's row.
 */
export async function requestAnew(tx: Tx, before: PaymentRow, payment: NewPayment): Promise<string> {
  const { amount } = payment;
  await storeTerms(tx, before);
  await tx
    .updateTable('payments')
    .set({
      transaction_type: payment.transactionType,
      payment_type: payment.paymentType,
      pg_codes: json(payment.pgCodes),
      customer_id: payment.customerId ?? null,
      amount_minor: amount.minor.toString(),
      currency_code: amount.currency,
      webhook_url: payment.webhookUrl,
      foreign_webhook: payment.foreignWebhook,
      agreement: payment.agreement === undefined ? null : json(payment.agreement),
      payment_link: hasPaymentLink(payment),
      snapshot: json(payment.snapshot),
    })
    .where('id', '=', before.id)
    .execute();
  return requestFirstAmount(tx, before.id, payment);
}

function hasPaymentLink({ paymentLink, transactionType }: NewPayment): boolean {
  return paymentLink ?? transactionType === 'payment_request';
}

/** The amount that a new transaction is asked for. It is never rejected: nothing else was asked for before. */
async function requestFirstAmount(tx: Tx, paymentId: string, { amount, cart, snapshot }: NewPayment): Promise<string> {
  const ofCart = cart === undefined ? undefined : { version: cart.version, purchase: snapshot };
  return requestAmount(tx, paymentId, { amount, ofCart });
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
