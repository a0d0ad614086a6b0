import type { Tx } from '../../database/database.ts';
import { compiled } from '../../database/compiled.ts';
import { send } from '../../database/send.ts';
import { json, type FactRow, type PaymentRow } from '../../database/schema.ts';
import { isCurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import type { KnownFact } from '../facts/derive-state.ts';
import { digestOf, digestOfVerdict } from '../facts/fact-digest.ts';

import type { ProviderFact } from '../facts/provider-fact.ts';
import { awaitsCard, type Mismatch } from '../facts/check-fact.ts';
import type { ProviderWords } from '../settled-columns.ts';
import { isPaymentState, isSuccess, rankOf } from '../states/payment-state.ts';
import type { SettlementInput, LockedPayment } from './settlement-input.ts';

/** What is known of a payment once a settlement's input is stored. */
export interface RecordedFacts {
  /** Oldest first. */
  readonly facts: readonly KnownFact[];
  /** Some of it was not known before. */
  readonly isNews: boolean;
}

/**
 * Stores what Ottu said, once: the same word said again changes nothing (M21).
 *
 * @param known what was said before, oldest first, as it was read under the payment's lock: no other settlement adds to it.
 */
export async function recordFact(
  tx: Tx,
  { paymentId, known }: { readonly paymentId: string; readonly known: readonly FactRow[] },
  input: SettlementInput,
): Promise<RecordedFacts> {
  const digests = new Set(known.map(({ digest }) => digest));
  const said = [factRow(paymentId, input), verdictRow(paymentId, input)].filter((row) => row !== undefined);
  const news = said.filter(({ digest }) => !digests.has(digest));
  for (const row of news) {
    await send(tx, insertingFact({ ...row, mismatches: json(row.mismatches) }));
  }
  return {
    facts: [...known, ...news.map((row, index) => ({ ...row, id: idBehind(known, index) }))],
    isNews: news.length > 0,
  };
}

type StoredFact = Omit<NewFact, 'mismatches'> & { readonly mismatches: string };

const FACT_COLUMNS = [
  'payment_id',
  'attempt_id',
  'source',
  'digest',
  'state',
  'result',
  'counts',
  'mismatches',
  'reference_number',
  'session_id',
  'amount',
  'settled_amount',
  'currency_code',
  'card_hash',
] as const satisfies readonly (keyof NewFact)[];

const insertingFact = compiled<StoredFact, unknown>((db, value) =>
  db
    .insertInto('payment_facts')
    .values(Object.fromEntries(FACT_COLUMNS.map((name) => [name, value(name)])) as StoredFact)
    .onConflict((conflict) => conflict.columns(['payment_id', 'digest']).doNothing()),
);

/** Ids tell earlier from later: the database's own one is not lower than this. */
function idBehind(known: readonly FactRow[], index: number): string {
  return (BigInt(known.at(-1)?.id ?? 0) + BigInt(index + 1)).toString();
}

/** As it is stored, but for what the database adds. */
type NewFact = Omit<FactRow, 'id' | 'at'>;

function factRow(paymentId: string, { fact, attempt }: SettlementInput): NewFact | undefined {
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
    mismatches: [...checked.mismatches],
    reference_number: reported.referenceNumber ?? null,
    session_id: reported.sessionId ?? null,
    amount: reported.amount === undefined ? null : amountInDigits(reported.amount, reported.currencyCode),
    settled_amount:
      reported.settledAmount === undefined ? null : amountInDigits(reported.settledAmount, reported.currencyCode),
    currency_code: reported.currencyCode ?? null,
    card_hash: reported.cardHash ?? null,
  };
}

/** The same amount has the same text however Ottu has spelt it; one that its currency cannot hold stays as it came. */
export function amountInDigits(amount: string, currency: string | undefined): string {
  if (currency === undefined || !isCurrencyCode(currency)) return amount;
  try {
    return Money.fromProvider(amount, currency).toString();
  } catch {
    return amount;
  }
}

function verdictRow(paymentId: string, { verdict, attempt }: SettlementInput): NewFact | undefined {
  if (verdict === undefined) return undefined;
  return {
    payment_id: paymentId,
    attempt_id: attempt?.id ?? null,
    source: 'one_step',
    digest: digestOfVerdict(attempt?.id, verdict.state),
    state: verdict.state,
    result: verdict.result ?? null,
    counts: true,
    mismatches: [],
    reference_number: null,
    session_id: null,
    amount: null,
    settled_amount: null,
    currency_code: null,
    card_hash: null,
  };
}

/** Differences by which a success is no word about this payment at all. */
const OF_ANOTHER_ORDER: ReadonlySet<string> = new Set<Mismatch>([
  'order_no_differs',
  'session_held_by_another_payment',
  'older_than_claim',
  'result_contradicts_state',
]);

/** M53: a second charge, and the references of those that were recorded before it. */
export interface SecondSuccess {
  readonly recorded: readonly string[];
  readonly reference: string | undefined;
}

/**
 * M53: a success with another reference, or of another session, than what is recorded is a second charge, whatever the
 * state and however many attempts there were. The references are those of successes, since a decline before them has one,
 * too; where a success is known only from a retrieve, which names none, there is nothing to compare. An authorized payment
 * that is captured is the same charge, with a reference of its own, so only like states are compared. An event's session
 * need not be signed: there only the reference counts.
 */
export function secondSuccess(
  { payment, facts }: Pick<LockedPayment, 'payment' | 'facts'>,
  { reported, checked }: NonNullable<SettlementInput['fact']>,
): SecondSuccess | undefined {
  const { state, referenceNumber: reference, sessionId } = reported;
  if (state === undefined || !isSuccess(state) || isOfAnotherOrder(checked.mismatches)) return undefined;
  const successes = facts.filter((fact) => fact.state === state && !isOfAnotherOrder(fact.mismatches));
  if (successes.length === 0) return undefined;
  const recorded = [...new Set(successes.flatMap(referenceOf))];
  if (reference !== undefined && recorded.includes(reference)) return undefined;
  const otherReference = reference !== undefined && recorded.length > 0;
  const otherSession =
    reported.source !== 'webhook' &&
    payment.session_id !== null &&
    sessionId !== undefined &&
    sessionId !== payment.session_id;
  return otherReference || otherSession ? { recorded, reference } : undefined;
}

function isOfAnotherOrder(mismatches: readonly string[]): boolean {
  return mismatches.some((mismatch) => OF_ANOTHER_ORDER.has(mismatch));
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
  if (fact === undefined) return {};
  // M24: that the card is on Ottu's list proves this word, and has none of its own.
  if (!fact.checked.matches && !fact.checked.success && !awaitsCard(fact.checked.mismatches)) return {};
  const { reported, checked } = fact;
  const stored = isPaymentState(payment.state) ? rankOf(payment.state) : -1;
  if (checked.state !== undefined && rankOf(checked.state) < stored) return {};
  const { result, message, referenceNumber, pgParams } = reported;
  return { result, message, referenceNumber, pgParams, feeMinor: feeOf(reported, checked.success) };
}

/** Of a success alone: what was not paid has cost nothing. */
function feeOf({ fee, currencyCode: currency }: ProviderFact, success: boolean): string | undefined {
  if (!success || fee === undefined || currency === undefined || !isCurrencyCode(currency)) return undefined;
  try {
    return Money.fromProvider(fee, currency).minor.toString();
  } catch {
    return undefined;
  }
}
