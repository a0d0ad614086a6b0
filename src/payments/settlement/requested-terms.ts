import type { Tx } from '../../database/database.ts';
import { json, type AmountRow, type PaymentRow, type StoredTerms } from '../../database/schema.ts';
import type { EarlierTerms } from '../facts/check-fact.ts';
import { moneyOf } from '../payment-rows.ts';

/** Whether this row says by itself what was asked for with it: another claim's, by another body (M41). */
export function hasOwnTerms(row: AmountRow): row is AmountRow & { terms: StoredTerms } {
  return row.terms !== null;
}

/** What earlier attempts asked for under the same order number, newest first (M41). */
export function earlierTerms(rows: readonly AmountRow[]): EarlierTerms[] {
  return rows
    .filter(hasOwnTerms)
    .map((row) => ({
      amountId: row.id,
      amount: moneyOf(row.amount_minor, row.currency_code),
      pgCodes: row.terms.pg_codes,
      customerId: row.terms.customer_id,
      paymentType: row.terms.payment_type,
      claimedAt: row.at,
    }))
    .toReversed();
}

function termsOf(payment: PaymentRow): StoredTerms {
  return {
    transaction_type: payment.transaction_type,
    payment_type: payment.payment_type,
    pg_codes: payment.pg_codes,
    customer_id: payment.customer_id,
    webhook_url: payment.webhook_url,
    foreign_webhook: payment.foreign_webhook,
    agreement: payment.agreement,
    payment_link: payment.payment_link,
    snapshot: payment.snapshot,
  };
}

/** The payment's columns that show what is asked for, from what was stored of a claim. */
function columnsOf(terms: StoredTerms) {
  return {
    ...terms,
    pg_codes: json(terms.pg_codes),
    agreement: terms.agreement === null ? null : json(terms.agreement),
    snapshot: json(terms.snapshot),
  };
}

/**
 * M41: the payment's row is about to show what another attempt asks for. What it shows now stays with the amounts that
 * were asked for with it. The payment is locked.
 */
export async function keepTerms(tx: Tx, payment: PaymentRow): Promise<void> {
  await tx
    .updateTable('payment_amounts')
    .set({ terms: json(termsOf(payment)) })
    .where('payment_id', '=', payment.id)
    .where('terms', 'is', null)
    .execute();
}

/**
 * The payment's row shows again what an earlier attempt asked for: its key claims again, or its success came late (M22).
 *
 * @returns the payment as it is now.
 */
export async function restoreTerms(tx: Tx, payment: PaymentRow, amountId: string | null): Promise<PaymentRow> {
  if (amountId === null) return payment;
  const row = await tx
    .selectFrom('payment_amounts')
    .selectAll()
    .where('payment_id', '=', payment.id)
    .where('id', '=', amountId)
    .executeTakeFirst();
  if (row === undefined || !hasOwnTerms(row)) return payment;
  await keepTerms(tx, payment);
  await tx.updateTable('payment_amounts').set({ terms: null }).where('id', '=', row.id).execute();
  return tx
    .updateTable('payments')
    .set({ ...columnsOf(row.terms), amount_minor: row.amount_minor, currency_code: row.currency_code })
    .where('id', '=', payment.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
