import { sql, type Insertable, type RawBuilder } from 'kysely';

import type { Tx } from '../database/database.ts';
import { compiled } from '../database/compiled.ts';
import { send } from '../database/send.ts';
import { json, type AmountRow, type PaymentRow, type Schema, type StoredTerms } from '../database/schema.ts';
import type { Money } from '../money/money.ts';
import { awaitsConfirmation, type CheckedFact, type EarlierTerms, type Expected } from './facts/check-fact.ts';
import type { ProviderFact } from './facts/provider-fact.ts';
import { restoreRequest } from './payment-repository.ts';
import { moneyOf } from './payment-rows.ts';
import { isSuccess } from './states/payment-state.ts';

/*
 * The one owner of the table `payment_amounts`: every amount that a transaction was, or may have been, brought to (M50,
 * M61). An amount is requested before the call that asks for it, confirmed when Ottu shows it, and rejected when Ottu
 * shows another one, or has not made the change. Until then it is open: it is as possible as the one before.
 */

export interface RequestedAmount {
  readonly amount: Money;
  /** What is bought for it, and in which version of the cart, where there is one (M50). */
  readonly order?:
    { readonly version?: number | undefined; readonly purchase: Readonly<Record<string, unknown>> } | undefined;
  /** From when on another word of Ottu's rejects it. Absent for what a create asks for, which is never rejected. */
  readonly rejectableFrom?: RawBuilder<Date>;
}

/** @returns the id of its row. The payment is locked, or was written by the same transaction. */
export async function requestAmount(tx: Tx, paymentId: string, requested: RequestedAmount): Promise<string> {
  const { id } = await requesting(tx, paymentId, requested).returning('id').executeTakeFirstOrThrow();
  return id;
}

/** Of a create, for those who need not know the id: it is that of `newestAmountOf` in the statements behind it. */
export async function sendAmount(
  tx: Tx,
  paymentId: string,
  { amount, order }: Pick<RequestedAmount, 'amount' | 'order'>,
): Promise<void> {
  const insert = insertingAmount({
    payment_id: paymentId,
    amount_minor: amount.minor.toString(),
    currency_code: amount.currency,
    cart_version: order?.version ?? null,
    purchase: order === undefined ? null : json(order.purchase),
  });
  await send(tx, insert);
}

type FirstAmount = Pick<
  Required<Insertable<Schema['payment_amounts']>>,
  'payment_id' | 'amount_minor' | 'currency_code' | 'cart_version' | 'purchase'
>;

const insertingAmount = compiled<FirstAmount, unknown>((db, value) =>
  db.insertInto('payment_amounts').values({
    payment_id: value('payment_id'),
    amount_minor: value('amount_minor'),
    currency_code: value('currency_code'),
    cart_version: value('cart_version'),
    purchase: value('purchase'),
  }),
);

/** Of a payment that is locked, or was written by the same transaction. */
export function newestAmountOf(paymentId: string): RawBuilder<string> {
  return sql<string>`(select max(id) from payment_amounts where payment_id = ${paymentId})`;
}

function requesting(tx: Tx, paymentId: string, { amount, order, rejectableFrom }: RequestedAmount) {
  return tx.insertInto('payment_amounts').values({
    payment_id: paymentId,
    amount_minor: amount.minor.toString(),
    currency_code: amount.currency,
    ...(rejectableFrom === undefined
      ? {}
      : {
          refutable_from: rejectableFrom,
          handed_out: sql<boolean>`(select handed_out_at is not null from payments where id = ${paymentId})`,
          after_freeze: sql<boolean>`exists (
              select from cart_transactions where payment_id = ${paymentId} and frozen_at is not null)`,
        }),
    ...(order === undefined ? {} : { cart_version: order.version ?? null, purchase: json(order.purchase) }),
  });
}

/** M50: what was bought until now stays with the amounts that were asked for with it. The payment is locked. */
export async function keepPurchase(tx: Tx, { id, snapshot }: PaymentRow): Promise<void> {
  await tx
    .updateTable('payment_amounts')
    .set({ purchase: json(snapshot) })
    .where('payment_id', '=', id)
    .where('purchase', 'is', null)
    .execute();
}

/** The change was not made, unless Ottu has shown its amount before: no page has shown it either (M51). */
export async function rejectAmount(tx: Tx, amountId: string): Promise<void> {
  await tx
    .updateTable('payment_amounts')
    .set({ refuted_at: sql<Date>`now()`, handed_out: false })
    .where('id', '=', amountId)
    .where('acknowledged_at', 'is', null)
    .execute();
}

/** Whether Ottu has acknowledged what was asked for after this: then a word about this one comes late (M52). */
export async function isOutdated(tx: Tx, paymentId: string, amountId: string): Promise<boolean> {
  const newer = await tx
    .selectFrom('payment_amounts')
    .select('id')
    .where('payment_id', '=', paymentId)
    .where('id', '>', amountId)
    .where('acknowledged_at', 'is not', null)
    .executeTakeFirst();
  return newer !== undefined;
}

/** Of a row of `payments` that is being read: whether an amount of it is open. */
export const openAmountExists = sql<boolean>`exists (
  select from payment_amounts
    where payment_id = payments.id and acknowledged_at is null and refuted_at is null)`;

/** What facts are compared with. */
export type ExpectedAmounts = Pick<Expected, 'amounts' | 'payable' | 'rejected' | 'provedAlone' | 'claimedAt'> & {
  readonly earlier: readonly EarlierTerms[];
};

/** Reads them, oldest first; the payment is locked. */
export const amountsOf = compiled<{ readonly paymentId: string }, AmountRow>((db, value) =>
  db.selectFrom('payment_amounts').selectAll().where('payment_id', '=', value('paymentId')).orderBy('id'),
);

/**
 * M20, M50, M61: a fact may show any amount that was ever asked for; a success may be about every one but those that Ottu
 * has denied. Whether its amount alone proves it says M51.
 *
 * @param rows the payment's, oldest first.
 */
export function expectedAmounts(payment: PaymentRow, rows: readonly AmountRow[]): ExpectedAmounts {
  const own = rows.filter((row) => !hasOwnTerms(row));
  return {
    amounts: own.map(moneyOfRow),
    payable: own.filter((row) => !isRejected(row)).map(moneyOfRow),
    rejected: own.filter(isRejected).map(moneyOfRow),
    provedAlone: provedAlone(own),
    earlier: earlierTerms(rows),
    // Of the first claim that asked for it: Ottu may report what that one did after a later claim.
    claimedAt: own[0]?.at ?? payment.claimed_at,
  };
}

/**
 * M51: the newest amount, if no page or wallet sheet can have been open when the transaction was brought to it: each write
 * that changed the amount since the hand-out was answered with `created`, and none of them came after a freeze. One that
 * got no answer may have been on a page until a later write replaced it, although no retrieve has shown it.
 */
function provedAlone(own: readonly AmountRow[]): Money | null {
  const newestAt = own.findLastIndex((row) => !isRejected(row));
  const newest = own[newestAt];
  if (newest === undefined) return null;
  const rows = own.slice(0, newestAt + 1).filter((row) => !isRejected(row) || row.handed_out);
  const unclear = rows.some(
    (row, index) =>
      row.handed_out &&
      !isSameAmount(row, rows[index - 1]) &&
      (row.acknowledged_at === null || row.shown_state !== 'created' || row.after_freeze),
  );
  return unclear ? null : moneyOfRow(newest);
}

function isSameAmount(row: AmountRow, before: AmountRow | undefined): boolean {
  return before !== undefined && moneyOfRow(row).equals(moneyOfRow(before));
}

/** What Ottu said of an amount. */
interface AmountWord {
  readonly fact?: { readonly reported: ProviderFact; readonly checked: CheckedFact } | undefined;
  /** It is the answer to the write that asked for this one. */
  readonly answersAmountId?: string | undefined;
}

/**
 * Ottu's word on the amount of the transaction. What it shows was asked for indeed, and is the payment's amount from now
 * on. What a retrieve does not show is rejected once the call that asked for it can take no effect any more (M61). A
 * success says which version was paid: the newest that Ottu has acknowledged with its amount, or else one whose write got
 * no answer (M50).
 *
 * @param rows as `amountsOf` has read them under the same lock.
 * @returns the payment with the amount, and what is bought for it, as they are confirmed by now; `recordSettlement` writes
 * them into the payment's row.
 */
export async function confirmAmount(
  tx: Tx,
  payment: PaymentRow,
  rows: readonly AmountRow[],
  { fact, answersAmountId }: AmountWord,
): Promise<PaymentRow> {
  const amount = fact?.checked.amount;
  if (fact === undefined || amount === undefined) return payment;
  const { reported, checked } = fact;
  if (!checked.matches && !awaitsConfirmation(checked.mismatches)) return payment;
  // The first success decides what was bought; a second one is a second charge (M53).
  const decided = isSuccess(payment.state);
  if (checked.earlierAmountId !== undefined) {
    return checked.success && !decided ? restoreTerms(tx, payment, checked.earlierAmountId) : payment;
  }
  const own = rows.filter((row) => !hasOwnTerms(row));
  const retrieved = reported.source === 'retrieve' && answersAmountId === undefined;
  if (retrieved) await rejectLapsed(tx, idsOf(own.filter((row) => isOpen(row) && !moneyOfRow(row).equals(amount))));
  const shown = rowShown(own, amount, { answersAmountId, rejectedToo: retrieved });
  if (shown === undefined || decided) return payment;
  if (shown.acknowledged_at === null) {
    const state = shown.id === answersAmountId ? (reported.state ?? null) : null;
    await send(tx, acknowledging({ id: shown.id, state }));
  }
  const succeeds = checked.state !== undefined && isSuccess(checked.state);
  // An answer that comes late says nothing about what a newer write has brought the transaction to since.
  const outdated = own.some((row) => row.acknowledged_at !== null && isAfter(row, shown));
  if (!succeeds && (shown.acknowledged_at !== null || outdated)) return payment;
  return {
    ...payment,
    amount_minor: amount.minor.toString(),
    currency_code: amount.currency,
    ...(succeeds && shown.purchase !== null ? { snapshot: shown.purchase } : {}),
  };
}

const acknowledging = compiled<{ readonly id: string; readonly state: string | null }, unknown>((db, value) =>
  db
    .updateTable('payment_amounts')
    .set({ acknowledged_at: sql<Date>`now()`, refuted_at: null, shown_state: value('state') })
    .where('id', '=', value('id')),
);

/** The row that Ottu's word is about: of the same amount the newest acknowledged one goes before those in doubt. */
function rowShown(
  own: readonly AmountRow[],
  amount: Money,
  { answersAmountId, rejectedToo }: { readonly answersAmountId: string | undefined; readonly rejectedToo: boolean },
): AmountRow | undefined {
  const same = own.filter((row) => moneyOfRow(row).equals(amount));
  const answered = same.find(({ id }) => id === answersAmountId);
  if (answered !== undefined) return answered;
  return (
    same.findLast((row) => row.acknowledged_at !== null) ??
    same.findLast(isOpen) ??
    (rejectedToo ? same.findLast(isRejected) : undefined)
  );
}

function isAfter(row: AmountRow, other: AmountRow): boolean {
  return BigInt(row.id) > BigInt(other.id);
}

function isRejected(row: AmountRow): boolean {
  return row.refuted_at !== null;
}

async function rejectLapsed(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('payment_amounts')
    .set({ refuted_at: sql<Date>`now()` })
    .where('id', 'in', ids)
    .where('refutable_from', '<', sql<Date>`now()`)
    .execute();
}

/**
 * M41: the payment's row is about to show what another attempt asks for. What it shows now stays with the amounts that
 * were asked for with it. The payment is locked.
 */
export async function storeTerms(tx: Tx, payment: PaymentRow): Promise<void> {
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
  await storeTerms(tx, payment);
  await tx.updateTable('payment_amounts').set({ terms: null }).where('id', '=', row.id).execute();
  return restoreRequest(tx, payment.id, { terms: row.terms, amount: moneyOfRow(row) });
}

/** What earlier attempts asked for under the same order number, newest first (M41). */
function earlierTerms(rows: readonly AmountRow[]): EarlierTerms[] {
  return rows
    .filter(hasOwnTerms)
    .map((row) => ({
      amountId: row.id,
      amount: moneyOfRow(row),
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
    merchant_reference: payment.merchant_reference,
    webhook_url: payment.webhook_url,
    foreign_webhook: payment.foreign_webhook,
    agreement: payment.agreement,
    payment_link: payment.payment_link,
    snapshot: payment.snapshot,
  };
}

/** Whether this row says by itself what was asked for with it: another claim's, by another body (M41). */
function hasOwnTerms(row: AmountRow): row is AmountRow & { terms: StoredTerms } {
  return row.terms !== null;
}

function isOpen(row: AmountRow): boolean {
  return row.acknowledged_at === null && row.refuted_at === null;
}

function moneyOfRow(row: AmountRow): Money {
  return moneyOf(row.amount_minor, row.currency_code);
}

function idsOf(rows: readonly AmountRow[]): readonly string[] {
  return rows.map(({ id }) => id);
}
