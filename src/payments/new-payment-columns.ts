import type { StoredLink } from '../database/stored-link.ts';
import { json, type PaymentRow, type PlannedCheck } from '../database/schema.ts';
import type { Money } from '../money/money.ts';
import type { OrderNo, PaymentId } from './identifiers.ts';
import type { PaymentState } from './states/payment-state.ts';

/** What is known of a payment before Ottu hears of it. */
export interface NewPayment {
  readonly origin: 'buy_now' | 'auto_debit' | 'cart' | 'transaction' | 'link';
  readonly orderNo: OrderNo;
  readonly transactionType: string;
  readonly paymentType: string;
  readonly pgCodes: readonly string[];
  readonly customerId: string | undefined;
  /** The merchant's own name of the order. */
  readonly merchantReference?: string | undefined;
  readonly amount: Money;
  /** As Ottu is given it. */
  readonly webhookUrl: string;
  /** The webhook URL is the caller's own: this service follows the payment by asking Ottu. */
  readonly foreignWebhook: boolean;
  readonly agreement: object | undefined;
  /** The payer has, or will get, a link to pay by (M14). Where it is not said, a payment request has one. */
  readonly paymentLink?: boolean | undefined;
  /** Of a payment link: what belongs to the link alone. */
  readonly link?: StoredLink | undefined;
  /** What is bought (M50), without anything secret. */
  readonly snapshot: Readonly<Record<string, unknown>>;
  /** The cart that it is for, and the version of it that the amount is of (M50). */
  readonly cart?: { readonly id: string; readonly version: number } | undefined;
}

/** Who asks for a new payment, and what it begins as. */
export interface PaymentStart {
  readonly caller: string;
  readonly mode: PaymentRow['mode'];
  readonly state: 'sending' | 'unknown';
  readonly instrumentType?: string;
  /** What follows where nothing settles it until then: its process may die (M30). */
  readonly planned?: { readonly check: PlannedCheck; readonly afterMs: number };
}

/** The row of a payment that begins. */
export interface NewRow extends ReturnType<typeof requestColumns> {
  readonly id: string;
  readonly order_no: string;
  readonly origin: PaymentRow['origin'];
  readonly caller: string;
  readonly instrument_type: string | null;
  readonly state: PaymentState;
  readonly mode: PaymentRow['mode'];
  readonly cart_id: string | null;
  readonly next_check: PlannedCheck | null;
  /** How long from now that check is due, as the text of an interval. */
  readonly plannedAfter: string | null;
}

const REQUEST_COLUMNS = [
  'transaction_type',
  'payment_type',
  'pg_codes',
  'customer_id',
  'merchant_reference',
  'amount_minor',
  'currency_code',
  'webhook_url',
  'foreign_webhook',
  'agreement',
  'payment_link',
  'link',
  'snapshot',
] as const satisfies readonly (keyof ReturnType<typeof requestColumns>)[];

export const NEW_COLUMNS = [
  'id',
  'order_no',
  'origin',
  'caller',
  'instrument_type',
  ...REQUEST_COLUMNS,
  'state',
  'mode',
  'cart_id',
  'next_check',
] as const satisfies readonly (keyof NewRow)[];

export function newRowOf(
  id: PaymentId,
  payment: NewPayment,
  { caller, mode, state, instrumentType, planned }: PaymentStart,
): NewRow {
  return {
    id,
    order_no: payment.orderNo,
    origin: payment.origin,
    caller,
    instrument_type: instrumentType ?? null,
    ...requestColumns(payment),
    state,
    mode,
    cart_id: payment.cart?.id ?? null,
    next_check: planned?.check ?? null,
    plannedAfter: planned === undefined ? null : `${planned.afterMs} milliseconds`,
  };
}

/** What is asked for, as it is stored. */
export function requestColumns(payment: NewPayment) {
  const { agreement, amount, transactionType } = payment;
  return {
    transaction_type: transactionType,
    payment_type: payment.paymentType,
    pg_codes: json(payment.pgCodes),
    customer_id: payment.customerId ?? null,
    merchant_reference: payment.merchantReference ?? null,
    amount_minor: amount.minor.toString(),
    currency_code: amount.currency,
    webhook_url: payment.webhookUrl,
    foreign_webhook: payment.foreignWebhook,
    agreement: agreement === undefined ? null : json(agreement),
    payment_link: payment.paymentLink ?? transactionType === 'payment_request',
    link: payment.link === undefined ? null : json(payment.link),
    snapshot: json(payment.snapshot),
  };
}
