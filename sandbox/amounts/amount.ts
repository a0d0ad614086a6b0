/**
 * Decimal strings and whole minor units as bigint. No amount is ever a JavaScript number here: the ledger is what other
 * programs are measured by, so it must not round.
 */
export type ParsedAmount =
  | { readonly ok: true; readonly minor: bigint }
  | { readonly ok: false; readonly problem: 'not_a_number' | 'too_many_decimals' };

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** `"14"` with exponent 3 is 14000n. More digits than the exponent are refused, also when they are zeros. */
export function parseAmount(text: string, exponent: number): ParsedAmount {
  const match = DECIMAL.exec(text);
  if (match === null) return { ok: false, problem: 'not_a_number' };
  const [, sign = '', whole = '', fraction = ''] = match;
  if (fraction.length > exponent) return { ok: false, problem: 'too_many_decimals' };
  const minor = BigInt(whole + fraction.padEnd(exponent, '0'));
  return { ok: true, minor: sign === '-' ? -minor : minor };
}

/** 14000n with exponent 3 is `"14.000"`. */
export function formatAmount(minor: bigint, exponent: number): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const sign = minor < 0n ? '-' : '';
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
