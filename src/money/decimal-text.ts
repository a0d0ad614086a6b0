import { exponentOf, type CurrencyCode } from './currency.ts';
import { MoneyError } from './money-error.ts';

const MAX_INTEGER_DIGITS = 15;
/** Far more than any provider prints; keeps the work on a hostile answer small. */
const MAX_FRACTION_DIGITS = 40;
const DECIMAL = /^(?<whole>0|[1-9][0-9]*)(?:\.(?<fraction>[0-9]+))?$/;

/** `strict`: no more digits than the currency has. `provider`: further digits may follow if every one of them is zero. */
export type Reading = 'strict' | 'provider';

/** Reads a decimal text as minor units without ever rounding; throws MoneyError with a sentence that can be shown. */
export function minorUnits(text: unknown, currency: CurrencyCode, reading: Reading): bigint {
  const exponent = exponentOf(currency);
  const { whole, fraction } = split(text);
  if (whole.length > MAX_INTEGER_DIGITS) {
    throw new MoneyError('too_large', `The amount has more than ${MAX_INTEGER_DIGITS} digits before the point.`);
  }
  const kept = fraction.slice(0, exponent);
  const excess = fraction.slice(exponent);
  const refused = reading === 'strict' ? excess !== '' : /[^0]/.test(excess);
  if (refused || fraction.length > MAX_FRACTION_DIGITS) {
    throw new MoneyError(
      'too_many_decimals',
      `${currency} has ${digits(exponent)}; the amount has ${fraction.length}.`,
    );
  }
  return BigInt(whole + kept.padEnd(exponent, '0'));
}

/** The other way: exactly the currency's decimal places. A charge writes its amount many times. */
export function decimalText(minor: bigint, currency: CurrencyCode): string {
  const exponent = exponentOf(currency);
  if (exponent === 0) return minor.toString();
  const digitsOfAll = minor.toString().padStart(exponent + 1, '0');
  return `${digitsOfAll.slice(0, -exponent)}.${digitsOfAll.slice(-exponent)}`;
}

function split(text: unknown): { whole: string; fraction: string } {
  if (typeof text !== 'string') {
    throw new MoneyError('not_text', 'The amount must be a JSON string such as "1.250": a number may lose digits.');
  }
  if (text === '') throw new MoneyError('empty', 'The amount is empty.');
  const groups = DECIMAL.exec(text)?.groups;
  if (groups === undefined) throw notDecimal(text);
  return { whole: groups['whole'] ?? '', fraction: groups['fraction'] ?? '' };
}

function notDecimal(text: string): MoneyError {
  if (text.startsWith('-')) return new MoneyError('negative', 'The amount must not be negative.');
  return new MoneyError(
    'not_decimal',
    'The amount must be plain decimal digits such as "1.250": no sign, exponent, spaces, separators or leading zeros.',
  );
}

function digits(exponent: number): string {
  return exponent === 0 ? 'no decimal places' : `${exponent} decimal places`;
}
