import { createHash } from 'node:crypto';

import type { Insertable } from 'kysely';

import type { Tx } from '../../database/database.ts';
import { json, type PaymentFactsTable, type FactRow, type PaymentRow } from '../../database/schema.ts';
import { isCurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import type { ProviderFact } from '../facts/provider-fact.ts';
import type { ProviderWords } from '../payment-repository.ts';
import { isPaymentState, isSuccess, rankOf } from '../states/payment-state.ts';
import type { SettlementInput, LockedPayment } from './settlement-input.ts';

/**
 * Stores what Ottu said, once: the same word said again changes nothing (M21).
 *
 * @returns whether any of it was not known before.
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
    session_id: reported.sessionId ?? null,
    amount: reported.amount === undefined ? null : inDigits(reported.amount, reported.currencyCode),
    settled_amount:
      reported.settledAmount === undefined ? null : inDigits(reported.settledAmount, reported.currencyCode),
    currency_code: reported.currencyCode ?? null,
  };
}

/** The same amount has the same text however Ottu has spelt it; one that its currency cannot hold stays as it came. */
function inDigits(amount: string, currency: string | undefined): string {
  if (currency === undefined || !isCurrencyCode(currency)) return amount;
  try {
    return Money.fromProvider(amount, currency).toString();
  } catch {
    return amount;
  }
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

/**
 * M53: a success with another reference than those that are recorded is a second charge. Only of a payment that was
 * attempted more than once: then an earlier attempt that seemed to have come to nothing was charged after all. The
 * references are those of successes, since a decline before them has one, too; where a success is known only from a
 * retrieve, which names none, nothing can be compared. (An authorized payment that is captured is the same charge, so only
 * like states are.)
 */
export function isSecondSuccess(
  { payment, attempts, facts }: Pick<LockedPayment, 'payment' | 'attempts' | 'facts'>,
  reported: ProviderFact,
): boolean {
  const { state } = payment;
  if (!isSuccess(state) || reported.state !== state || attempts.length < 2) return false;
  const recorded = facts.filter((fact) => fact.counts && fact.state === state).flatMap(referenceOf);
  return recorded.length > 0 && reported.referenceNumber !== undefined && !recorded.includes(reported.referenceNumber);
}

function referenceOf({ reference_number: reference }: FactRow): readonly string[] {
  return reference === null ? [] : [reference];
}

/** What callers read beside the state. The words of the strongest fact stay; a weaker one that comes later is not shown. */
export function wordsOf(
  payment: PaymentRow,
  { fact, verdict, attempt }: SettlementInput,
  newestId: string | undefined,
): ProviderWords {
  if (verdict !== undefined) {
    // M21: what became of an earlier attempt is not the payment's word any more.
    if (attempt !== undefined && attempt.id !== newestId) return {};
    return { result: verdict.result, message: verdict.message ?? null };
  }
  if (fact === undefined || (!fact.checked.matches && !fact.checked.success)) return {};
  const { reported, checked } = fact;
  const stored = isPaymentState(payment.state) ? rankOf(payment.state) : -1;
  if (checked.state !== undefined && rankOf(checked.state) < stored) return {};
  const { result, message, referenceNumber, pgParams } = reported;
  return { result, message, referenceNumber, pgParams };
}
