import { describe, expect, it } from '@jest/globals';
import * as dineroCurrencies from 'dinero.js/bigint/currencies';
import { currencyCodes, exponentOf, isCurrencyCode, parseCurrency } from './currency.ts';
import { MoneyError } from './money-error.ts';

/** Left ISO 4217's active list when Bulgaria took the euro on 1 January 2026. */
const WITHDRAWN = ['BGN'];
/** dinero.js counts these in fifths. */
const FIFTHS = ['MGA', 'MRU'];

describe('currency codes', () => {
  it.each([
    ['KWD', 3],
    ['BHD', 3],
    ['OMR', 3],
    ['JOD', 3],
    ['IQD', 3],
    ['LYD', 3],
    ['TND', 3],
    ['USD', 2],
    ['EUR', 2],
    ['AED', 2],
    ['SAR', 2],
    ['QAR', 2],
    ['EGP', 2],
    ['MGA', 2],
    ['MRU', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['CLF', 4],
  ])('F2.8: %s has %d decimal places', (code, exponent) => {
    expect(exponentOf(parseCurrency(code))).toBe(exponent);
  });

  it('agrees with the currency list of dinero.js, save for fifths and a withdrawn code', () => {
    const theirs = Object.values(dineroCurrencies)
      .filter(({ code }) => !WITHDRAWN.includes(code))
      .map(({ code, exponent }) => [code, FIFTHS.includes(code) ? 2 : Number(exponent)]);
    const ours = currencyCodes().map((code) => [code, exponentOf(code)]);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
    expect(ours).toHaveLength(theirs.length);
  });

  it.each(['kwd', 'KW', 'KWDD', ' KWD', 'XXX', 'XAU', '', '__proto__', 'constructor', null, undefined, 414])(
    'refuses %p, which is no active ISO 4217 code',
    (value) => {
      expect(isCurrencyCode(value)).toBe(false);
      expect(() => parseCurrency(value)).toThrow(MoneyError);
    },
  );
});
