import { createHash } from 'node:crypto';

import type { Insertable } from 'kysely';

import type { Tx } from '../../database/database.ts';
import { json, type PaymentFactsTable } from '../../database/schema.ts';
import type { SettlementInput } from './settlement-input.ts';

/**
 * Stores what Ottu said, once: the same word said again changes nothing (M21).
 *
 * @returns whether any of it was news.
 */
export async function recordFact(tx: Tx, paymentId: string, input: SettlementInput): Promise<boolean> {
  let isNews = false;
  const rows = [factRow(paymentId, input), verdictRow(paymentId, input)].filter((row) => row !== undefined);
  for (const row of rows) {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('payment_facts')
      .values(row)
      .onConflict((conflict) => conflict.columns(['payment_id', 'digest']).doNothing())
      .executeTakeFirst();
    isNews ||= numInsertedOrUpdatedRows === 1n;
  }
  return isNews;
}

function factRow(paymentId: string, { fact, attempt }: SettlementInput): Insertable<PaymentFactsTable> | undefined {
  if (fact === undefined) return undefined;
  const { reported, checked } = fact;
  return {
    payment_id: paymentId,
    attempt_id: attempt?.id ?? null,
    source: reported.source,
    digest: digestOf([
      reported.source,
      reported.state,
      reported.result,
      reported.orderNo,
      reported.sessionId,
      reported.amount,
      reported.currencyCode,
      reported.settledAmount,
      reported.referenceNumber,
      reported.isSandbox,
    ]),
    state: reported.state ?? '',
    result: reported.result ?? null,
    counts: checked.matches,
    mismatches: json(checked.mismatches),
    reference_number: reported.referenceNumber ?? null,
  };
}

function verdictRow(
  paymentId: string,
  { verdict, attempt }: SettlementInput,
): Insertable<PaymentFactsTable> | undefined {
  if (verdict === undefined) return undefined;
  return {
    payment_id: paymentId,
    attempt_id: attempt?.id ?? null,
    source: 'one_step',
    digest: digestOf(['verdict', attempt?.id, verdict.state]),
    state: verdict.state,
    result: verdict.result ?? null,
    counts: true,
    mismatches: json([]),
    reference_number: null,
  };
}

function digestOf(parts: readonly unknown[]): string {
  const text = JSON.stringify(parts.map((part) => part ?? null));
  return createHash('sha256').update(text).digest('hex');
}
