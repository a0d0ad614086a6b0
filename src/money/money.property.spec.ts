import { describe, expect, it } from '@jest/globals';
import { dinero, toDecimal } from 'dinero.js/bigint';
import fc from 'fast-check';
import { exponentOf, parseCurrency } from './currency.ts';
import { MoneyError } from './money-error.ts';
import { Money } from './money.ts';

const digit = fc.constantFrom(...'0123456789');

describe.each(['JPY', 'SAR', 'KWD'])('money in %s', (code) => {
  const currency = parseCurrency(code);
  const exponent = exponentOf(currency);
  const minor = fc.bigInt({ min: 0n, max: 10n ** BigInt(15 + exponent) - 1n });
  const money = minor.map((units) => Money.fromMinor(units, currency));

  it('prints a text that reads back as the same amount', () => {
    fc.assert(
      fc.property(money, (amount) => {
        const text = amount.toString();
        expect(Money.parse(text, currency).minor).toBe(amount.minor);
        expect(text).toMatch(exponent === 0 ? /^\d+$/ : new RegExp(`^\\d+\\.\\d{${exponent}}$`));
      }),
    );
  });

  it('prints what the library of its arithmetic prints', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (units) => {
        const byLibrary = dinero({ amount: units, currency: { code, base: 10n, exponent: BigInt(exponent) } });
        expect(Money.fromMinor(units, currency).toString()).toBe(toDecimal(byLibrary));
      }),
    );
  });

  it('keeps every digit beyond 2^53', () => {
    const large = fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(large, (units) => {
        const text = Money.fromMinor(units, currency).toString();
        expect(text.replace('.', '')).toBe(units.toString());
      }),
    );
  });

  it('adds in any order and grouping to the same sum, and subtracts back', () => {
    fc.assert(
      fc.property(money, money, money, (a, b, c) => {
        const sum = a.add(b).add(c);
        expect(sum.minor).toBe(a.minor + b.minor + c.minor);
        expect(a.add(b.add(c)).equals(sum)).toBe(true);
        expect(c.add(a).add(b).equals(sum)).toBe(true);
        expect(sum.subtract(c).subtract(b).equals(a)).toBe(true);
      }),
    );
  });

  it('multiplies as repeated addition does', () => {
    fc.assert(
      fc.property(money, fc.nat({ max: 9 }), (amount, quantity) => {
        const zero = Money.fromMinor(0n, currency);
        const sum = Array.from({ length: quantity }, () => amount).reduce((total, each) => total.add(each), zero);
        expect(amount.times(quantity).equals(sum)).toBe(true);
      }),
    );
  });

  it('orders amounts as their minor units are ordered', () => {
    fc.assert(
      fc.property(money, money, (a, b) => {
        expect(a.compare(b)).toBe(Number(a.minor > b.minor) - Number(a.minor < b.minor));
        expect(a.equals(b)).toBe(a.compare(b) === 0);
      }),
    );
  });

  it('reads fewer decimal places as if zeros followed', () => {
    const whole = fc.bigInt({ min: 0n, max: 10n ** 15n - 1n });
    const fraction = fc.string({ unit: digit, maxLength: exponent });
    fc.assert(
      fc.property(whole, fraction, (before, after) => {
        const text = after === '' ? `${before}` : `${before}.${after}`;
        expect(Money.parse(text, currency).minor).toBe(BigInt(`${before}${after.padEnd(exponent, '0')}`));
      }),
    );
  });

  it('M20: refuses excess digits, and from Ottu takes them only when all are zero', () => {
    const excess = fc.string({ unit: digit, minLength: exponent + 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.nat(), excess, (before, after) => {
        const text = `${before}.${after}`;
        expect(() => Money.parse(text, currency)).toThrow(MoneyError);
        if (/^0*$/.test(after.slice(exponent))) {
          expect(Money.fromProvider(text, currency).minor).toBe(BigInt(`${before}${after.slice(0, exponent)}`));
        } else {
          expect(() => Money.fromProvider(text, currency)).toThrow(MoneyError);
        }
      }),
    );
  });

  it("M20: from Ottu takes any number of zeros after the currency's digits", () => {
    fc.assert(
      fc.property(money, fc.integer({ min: 1, max: 20 }), (amount, zeros) => {
        const text = `${amount.toString()}${exponent === 0 ? '.' : ''}${'0'.repeat(zeros)}`;
        expect(Money.fromProvider(text, currency).equals(amount)).toBe(true);
      }),
    );
  });
});

describe('any text', () => {
  it('is read exactly or refused with a MoneyError, never anything between', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...'0123456789.-+e ') }),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('JPY', 'SAR', 'KWD'), (given, code) => {
        let printed: string;
        try {
          printed = Money.parse(given, parseCurrency(code)).toString();
        } catch (error) {
          expect(error).toBeInstanceOf(MoneyError);
          return;
        }
        expect(printed.startsWith(given)).toBe(true);
        expect(printed.slice(given.length)).toMatch(/^\.?0*$/);
      }),
      { numRuns: 1000 },
    );
  });
});
