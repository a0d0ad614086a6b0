import { createHash } from 'node:crypto';

import type { Insertable } from 'kysely';

import type { Tx } from '../../database/database.ts';
import { json, type PaymentFactsTable } from '../../database/schema.ts';
import type { Learnt } from './learnt.ts';

/**
 * Stores what Ottu said, once: the same word said again changes nothing (M21).
 *
 * @returns whether any of it was news.
 */
export async function recordFact(tx: Tx, paymentId: string, learnt: Learnt): Promise<boolean> {
  let news = false;
  const rows = [factRow(paymentId, learnt), verdictRow(paymentId, learnt)].filter((row) => row !== undefined);
  for (const row of rows) {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('payment_facts')
      .values(row)
      .onConflict((conflict) => conflict.columns(['payment_id', 'digest']).doNothing())
      .executeTakeFirst();
    news ||= numInsertedOrUpdatedRows === 1n;
  }
  return news;
}

function factRow(paymentId: string, { fact, attempt }: Learnt): Insertable<PaymentFactsTable> | undefined {
  if (fact === undefined) return undefined;
  const { said, checked } = fact;
  return {
    payment_id: paymentId,
    attempt_id: attempt?.id ?? null,
    source: said.source,
    digest: digestOf([
      said.source,
      said.state,
      said.result,
      said.orderNo,
      said.sessionId,
      said.amount,
      said.currencyCode,
      said.settledAmount,
      said.referenceNumber,
      said.isSandbox,
    ]),
    state: said.state ?? '',
    result: said.result ?? null,
    counts: checked.counts,
    mismatches: json(checked.mismatches),
    reference_number: said.referenceNumber ?? null,
  };
}

function verdictRow(paymentId: string, { verdict, attempt }: Learnt): Insertable<PaymentFactsTable> | undefined {
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
