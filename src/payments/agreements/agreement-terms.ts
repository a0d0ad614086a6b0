import type { AgreementRow } from '../../database/schema.ts';
import { isCurrencyCode, type CurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import { moneyOf } from '../payment-rows.ts';

/** What was agreed on, in the columns of `agreements`; null where nothing was said. */
export type AgreementTerms = Pick<
  AgreementRow,
  | 'type'
  | 'amount_minor'
  | 'currency_code'
  | 'amount_variability'
  | 'max_minor'
  | 'frequency'
  | 'interval_days'
  | 'total_cycles'
  | 'expires_on'
>;

/**
 * Reads an `agreement` as it was given (F2.4). It never throws: what cannot be read is not enforced here, and Ottu has
 * taken it as it was.
 *
 * @param amount of the payment by which the payer agreed; zero says nothing of later ones.
 */
export function termsOf(given: object, amount: Money | CurrencyCode): AgreementTerms {
  const agreement = given as Readonly<Record<string, unknown>>;
  const currency = typeof amount === 'string' ? amount : amount.currency;
  return {
    type: textOf(agreement['type']) ?? 'recurring',
    amount_minor: typeof amount === 'string' || amount.isZero() ? null : amount.minor.toString(),
    currency_code: currency,
    amount_variability: textOf(agreement['amount_variability']) ?? null,
    max_minor: minorOf(agreement['max_amount_per_cycle'], currency),
    frequency: textOf(agreement['frequency']) ?? null,
    interval_days: wholeOf(agreement['cycle_interval_days']),
    total_cycles: wholeOf(agreement['total_cycles']),
    expires_on: dayOf(agreement['expiry_date']),
  };
}

export function isFixed({ amount_variability: variability }: Pick<AgreementTerms, 'amount_variability'>): boolean {
  return variability === 'fixed';
}

/** The one amount of an agreement of fixed amounts, where it is known. */
export function fixedAmount(terms: AgreementTerms): Money | undefined {
  const { amount_minor: minor, currency_code: currency } = terms;
  return isFixed(terms) && minor !== null ? moneyOf(minor, currency) : undefined;
}

export function largestAmount({ max_minor: minor, currency_code: currency }: AgreementTerms): Money | undefined {
  return minor === null ? undefined : moneyOf(minor, currency);
}

/** Names of the members in which two sets of terms differ. */
export function differences(one: AgreementTerms, other: AgreementTerms): string[] {
  const members: readonly (readonly [keyof AgreementTerms, string])[] = [
    ['type', 'type'],
    ['amount_variability', 'amount_variability'],
    ['max_minor', 'max_amount_per_cycle'],
    ['frequency', 'frequency'],
    ['interval_days', 'cycle_interval_days'],
    ['total_cycles', 'total_cycles'],
    ['expires_on', 'expiry_date'],
  ];
  return members.filter(([column]) => one[column] !== other[column]).map(([, name]) => name);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function wholeOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : null;
}

function minorOf(value: unknown, currency: string): string | null {
  if (value === undefined || value === null || !isCurrencyCode(currency)) return null;
  try {
    return Money.fromProvider(String(value as string | number), currency).minor.toString();
  } catch {
    return null;
  }
}

/** Both forms that Ottu takes (F2.4), as `YYYY-MM-DD`. */
function dayOf(value: unknown): string | null {
  const text = textOf(value) ?? '';
  const parts = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  const day = parts === null ? text : `${parts[3]}-${parts[2]}-${parts[1]}`;
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null;
}
