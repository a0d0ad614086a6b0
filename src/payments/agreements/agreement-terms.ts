import { isDeepStrictEqual } from 'node:util';

import type { AgreementRow } from '../../database/schema.ts';
import { exponentOf, isCurrencyCode, type CurrencyCode } from '../../money/currency.ts';
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

/** Terms that the payer agreed to anew, in the place of those before; what was not said again stays. */
export function termsAfter(before: AgreementRow, given: AgreementTerms): AgreementTerms {
  const kept = termsOfRow(before);
  const sameCurrency = kept.currency_code === given.currency_code;
  return {
    ...given,
    // Amounts of another currency mean nothing in this one.
    amount_minor: given.amount_minor ?? (sameCurrency ? kept.amount_minor : null),
    max_minor: given.max_minor ?? (sameCurrency ? kept.max_minor : null),
    amount_variability: given.amount_variability ?? kept.amount_variability,
    frequency: given.frequency ?? kept.frequency,
    interval_days: given.interval_days ?? kept.interval_days,
    total_cycles: given.total_cycles ?? kept.total_cycles,
    expires_on: given.expires_on ?? kept.expires_on,
  };
}

function termsOfRow(row: AgreementRow): AgreementTerms {
  return {
    type: row.type,
    amount_minor: row.amount_minor,
    currency_code: row.currency_code,
    amount_variability: row.amount_variability,
    max_minor: row.max_minor,
    frequency: row.frequency,
    interval_days: row.interval_days,
    total_cycles: row.total_cycles,
    expires_on: row.expires_on,
  };
}

/**
 * Whether other limits were agreed on. Its type and the word for its frequency limit nothing, nor does the amount of the
 * payment where amounts vary.
 */
export function isAgreedAnew(before: AgreementRow, terms: AgreementTerms): boolean {
  const saysNothing = { type: '', frequency: null, ...(isFixed(terms) ? {} : { amount_minor: null }) };
  return !isDeepStrictEqual({ ...termsOfRow(before), ...saysNothing }, { ...terms, ...saysNothing });
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

/** A largest amount with digits that the currency does not have is rounded down: no more than it is ever charged. */
function minorOf(value: unknown, currency: string): string | null {
  if (value === undefined || value === null || !isCurrencyCode(currency)) return null;
  const [, whole, digits = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(value as string | number)) ?? [];
  if (whole === undefined) return null;
  const exponent = exponentOf(currency);
  const kept = digits.slice(0, exponent);
  try {
    return Money.fromProvider(exponent === 0 || kept === '' ? whole : `${whole}.${kept}`, currency).minor.toString();
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
