import { sql } from 'kysely';

import type { Tx } from '../../database/database.ts';
import { json, type AmountRow, type PaymentRow } from '../../database/schema.ts';
import type { EarlierTerms } from '../facts/check-fact.ts';
import { moneyOf } from '../payment-rows.ts';

/** Whether this row says by itself what was asked for with it: an earlier claim's, by another body (M41). */
export function hasOwnTerms(row: AmountRow): row is AmountRow & { pg_codes: string[]; payment_type: string } {
  return row.pg_codes !== null && row.payment_type !== null;
}

/** What earlier attempts asked for under the same order number, newest first (M41). */
export function earlierTerms(rows: readonly AmountRow[]): EarlierTerms[] {
  return rows
    .filter(hasOwnTerms)
    .map((row) => ({
      amountId: row.id,
      amount: moneyOf(row.amount_minor, row.currency_code),
      pgCodes: row.pg_codes,
      customerId: row.customer_id,
      paymentType: row.payment_type,
      claimedAt: row.at,
    }))
    .toReversed();
}

/**
 * M41: the payment's row is about to show what another attempt asks for. What it shows now stays with the amounts that
 * were asked for with it. The payment is locked.
 */
export async function keepTerms(tx: Tx, payment: PaymentRow): Promise<void> {
  await tx
    .updateTable('payment_amounts')
    .set({
      payment_type: payment.payment_type,
      pg_codes: json(payment.pg_codes),
      customer_id: payment.customer_id,
      purchase: sql<string>`coalesce(purchase, ${json(payment.snapshot)}::jsonb)`,
    })
    .where('payment_id', '=', payment.id)
    .where('pg_codes', 'is', null)
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
  await tx
    .updateTable('payment_amounts')
    .set({ payment_type: null, pg_codes: null, customer_id: null })
    .where('id', '=', row.id)
    .execute();
  return tx
    .updateTable('payments')
    .set({
      payment_type: row.payment_type,
      pg_codes: json(row.pg_codes),
      customer_id: row.customer_id,
      amount_minor: row.amount_minor,
      currency_code: row.currency_code,
      ...(row.purchase === null ? {} : { snapshot: json(row.purchase) }),
    })
    .where('id', '=', payment.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
