import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatAmount, parseAmount } from './amount.ts';
import { exponentOf, isCurrency } from './currencies.ts';

describe('amounts', () => {
  it('prints what it parsed, for every exponent and any size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.constantFrom(0, 2, 3), (minor, exponent) => {
        expect(parseAmount(formatAmount(minor, exponent), exponent)).toEqual({ ok: true, minor });
      }),
    );
  });

  it('fills missing decimals and refuses excess ones, zeros included', () => {
    expect(parseAmount('14', 3)).toEqual({ ok: true, minor: 14_000n });
    expect(parseAmount('1.50', 0)).toEqual({ ok: false, problem: 'too_many_decimals' });
    expect(parseAmount('1.0000', 3)).toEqual({ ok: false, problem: 'too_many_decimals' });
  });

  it.each(['', ' 1', '1 ', '+1', '1e3', '.5', '5.', 'NaN', '0x1', '1,000'])('refuses %j', (text) => {
    expect(parseAmount(text, 3)).toEqual({ ok: false, problem: 'not_a_number' });
  });

  it('F2.8: knows the decimals that Ottu names', () => {
    for (const code of ['KWD', 'BHD', 'OMR', 'IQD', 'JOD', 'LYD']) expect(exponentOf(code)).toBe(3);
    for (const code of ['USD', 'EUR', 'AED', 'SAR', 'QAR', 'EGP']) expect(exponentOf(code)).toBe(2);
    for (const code of ['JPY', 'KRW']) expect(exponentOf(code)).toBe(0);
    expect(isCurrency('KWX')).toBe(false);
  });
});
