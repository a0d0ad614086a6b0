import { Money } from '../money/money.ts';
import type { Quote } from './catalog.ts';

/**
 * Lines less discounts plus fees plus shipping plus tax, exact (M57). What is taken off is taken off last, so that a voucher may
 * pay for the shipping too.
 *
 * @throws MoneyError `below_zero` when more is taken off than there is, `too_large` for a sum that is no amount.
 */
export function totalOf({ currency, lines, discounts, fees, shipping, tax }: Omit<Quote, 'total'>): Money {
  const zero = Money.fromMinor(0n, currency);
  const sum = (amounts: readonly Money[]): Money => amounts.reduce((total, amount) => total.add(amount), zero);
  const ofFees = fees.map(({ amount }) => amount);
  const added = [...lines.map(({ lineTotal }) => lineTotal), ...ofFees, shipping ?? zero, tax ?? zero];
  return sum(added).subtract(sum(discounts.map(({ amount }) => amount)));
}
