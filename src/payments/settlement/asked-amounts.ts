import { sql } from 'kysely';

import type { Tx } from '../../database/database.ts';
import type { AmountRow, PaymentRow } from '../../database/schema.ts';
import type { Money } from '../../money/money.ts';
import { isOnlyAwaited, type EarlierTerms, type Expected } from '../facts/check-fact.ts';
import { amountRowsOf, moneyOf } from '../payment-rows.ts';
import { isSuccess } from '../states/payment-state.ts';
import type { Learnt } from './learnt.ts';
import { earlierTerms, hasOwnTerms, restoreTerms } from './requested-terms.ts';

const moneyOfRow = (row: AmountRow): Money => moneyOf(row.amount_minor, row.currency_code);
const isOpen = (row: AmountRow): boolean => row.acknowledged_at === null && row.refuted_at === null;

type AskedAmounts = Pick<Expected, 'amounts' | 'payable' | 'denied' | 'settledAmountNeeded' | 'claimedAt'> & {
  readonly earlier: readonly EarlierTerms[];
};

/**
 * M20, M50, M61: a fact may show any amount that was ever asked for; a success must be about the one that Ottu showed
 * last, or about one whose change got no readable answer, since both are possible then.
 */
export function askedAmounts(payment: PaymentRow, all: readonly AmountRow[]): AskedAmounts {
  const rows = all.filter((row) => !hasOwnTerms(row));
  const amounts = rows.map(moneyOfRow);
  const current = moneyOf(payment.amount_minor, payment.currency_code);
  const changed = rows.some((row) => row.refuted_at === null && !moneyOfRow(row).equals(current));
  return {
    amounts,
    payable: [current, ...rows.filter(isOpen).map(moneyOfRow)],
    denied: rows.filter((row) => row.refuted_at !== null).map(moneyOfRow),
    settledAmountNeeded: changed && payment.handed_out_at !== null,
    earlier: earlierTerms(all),
    // Of the first claim that asked for it: what it did may be told after a later one.
    claimedAt: rows[0]?.at ?? payment.claimed_at,
  };
}

/**
 * Ottu's word on the amount of the transaction: what it shows was asked for indeed and is the payment's amount from now
 * on; what it does not show, although the call for it can do nothing any more, never came about (M61).
 *
 * @returns the payment as it is now.
 */
export async function acknowledgeAmount(tx: Tx, payment: PaymentRow, { fact }: Learnt): Promise<PaymentRow> {
  const amount = fact?.checked.amount;
  if (fact === undefined || amount === undefined) return payment;
  if (!fact.checked.counts && !isOnlyAwaited(fact.checked.mismatches)) return payment;
  const { earlierAmountId } = fact.checked;
  if (earlierAmountId !== undefined) {
    // The first success decides what was bought; a second one is a second charge (M53).
    const first = fact.checked.success && !isSuccess(payment.state);
    return first ? restoreTerms(tx, payment, earlierAmountId) : payment;
  }
  const rows = await amountRowsOf(tx, payment.id);
  const asked = fact.said.source === 'retrieve';
  if (asked) {
    await refute(
      tx,
      rows.filter((row) => isOpen(row) && !moneyOfRow(row).equals(amount)),
    );
  }
  const mayShow = (row: AmountRow): boolean => isOpen(row) || (asked && row.refuted_at !== null);
  const shown = rows.filter((row) => mayShow(row) && moneyOfRow(row).equals(amount));
  if (shown.length === 0) return payment;
  await tx
    .updateTable('payment_amounts')
    .set({ acknowledged_at: sql<Date>`now()`, refuted_at: null })
    .where(
      'id',
      'in',
      shown.map(({ id }) => id),
    )
    .execute();
  const changes = { amount_minor: amount.minor.toString(), currency_code: amount.currency };
  await tx.updateTable('payments').set(changes).where('id', '=', payment.id).execute();
  return { ...payment, ...changes };
}

async function refute(tx: Tx, rows: readonly AmountRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .updateTable('payment_amounts')
    .set({ refuted_at: sql<Date>`now()` })
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .where('refutable_from', '<', sql<Date>`now()`)
    .execute();
}
