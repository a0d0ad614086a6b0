import { describe, expect, it } from '@jest/globals';
import { parseCurrency } from './currency.ts';
import { MoneyError } from './money-error.ts';
import { Money } from './money.ts';

const KWD = parseCurrency('KWD');
const SAR = parseCurrency('SAR');
const JPY = parseCurrency('JPY');
const CLF = parseCurrency('CLF');

function fault(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof MoneyError) return error.reason;
    throw error;
  }
  return 'accepted';
}

describe('what a caller may write as an amount', () => {
  it.each([
    ['1', KWD, '1.000'],
    ['1.0', KWD, '1.000'],
    ['1.000', KWD, '1.000'],
    ['0', KWD, '0.000'],
    ['0.001', KWD, '0.001'],
    ['12.5', SAR, '12.50'],
    ['999999999999999.999', KWD, '999999999999999.999'],
    ['500', JPY, '500'],
  ])('M60: reads %s %s as %s', (text, currency, printed) => {
    expect(Money.parse(text, currency).toString()).toBe(printed);
  });

  it.each([
    ['1.0005', KWD, 'too_many_decimals'],
    ['1.0000', KWD, 'too_many_decimals'],
    ['1.5', JPY, 'too_many_decimals'],
    ['1.0', JPY, 'too_many_decimals'],
    ['1.005', SAR, 'too_many_decimals'],
    ['1e3', KWD, 'not_decimal'],
    [' 1', KWD, 'not_decimal'],
    ['1 ', KWD, 'not_decimal'],
    ['1\n', KWD, 'not_decimal'],
    ['+1', KWD, 'not_decimal'],
    ['01', KWD, 'not_decimal'],
    ['00', KWD, 'not_decimal'],
    ['.5', KWD, 'not_decimal'],
    ['1.', KWD, 'not_decimal'],
    ['1.2.3', KWD, 'not_decimal'],
    ['1,000', KWD, 'not_decimal'],
    ['1_000', KWD, 'not_decimal'],
    ['0x10', KWD, 'not_decimal'],
    ['NaN', KWD, 'not_decimal'],
    ['Infinity', KWD, 'not_decimal'],
    ['١', KWD, 'not_decimal'],
    ['-1', KWD, 'negative'],
    ['-0', KWD, 'negative'],
    ['', KWD, 'empty'],
    [1, KWD, 'not_text'],
    [1.5, KWD, 'not_text'],
    [1n, KWD, 'not_text'],
    [null, KWD, 'not_text'],
    [undefined, KWD, 'not_text'],
    [['1'], KWD, 'not_text'],
    [{ toString: () => '1' }, KWD, 'not_text'],
    ['1000000000000000', KWD, 'too_large'],
    ['999999999999999.9999', CLF, 'too_large'],
    ['9'.repeat(100_000), KWD, 'too_large'],
  ])('refuses %p %s as %s and never rounds it', (text, currency, reason) => {
    expect(fault(() => Money.parse(text, currency))).toBe(reason);
  });

  it('says what is wrong in a sentence that does not repeat what was sent', () => {
    expect(() => Money.parse('1.0005', KWD)).toThrow('KWD has 3 decimal places; the amount has 4.');
    expect(() => Money.parse('1.5', JPY)).toThrow('JPY has no decimal places; the amount has 1.');
    expect(() => Money.parse('canary', KWD)).not.toThrow('canary');
  });
});

describe('what Ottu may write as an amount', () => {
  it.each([
    ['12.5000', KWD, '12.500'],
    ['12.5', KWD, '12.500'],
    ['500.00', JPY, '500'],
    ['0.0', KWD, '0.000'],
    ['86.000', SAR, '86.00'],
  ])('M20: reads %s %s as %s, for further zeros change no value', (text, currency, printed) => {
    expect(Money.fromProvider(text, currency).toString()).toBe(printed);
  });

  it.each([
    ['12.5001', KWD, 'too_many_decimals'],
    ['500.5', JPY, 'too_many_decimals'],
    [`1.${'0'.repeat(41)}`, KWD, 'too_many_decimals'],
    ['-1.000', KWD, 'negative'],
    ['1e1', KWD, 'not_decimal'],
    ['0.250 KWD', KWD, 'not_decimal'],
    [12.5, KWD, 'not_text'],
  ])('M20: refuses %p %s as %s rather than round it', (text, currency, reason) => {
    expect(fault(() => Money.fromProvider(text, currency))).toBe(reason);
  });
});

describe('stored minor units', () => {
  it.each([
    [-1n, 'below_zero'],
    [2n ** 63n, 'too_large'],
    [5 as unknown as bigint, 'not_text'],
  ])('refuses %p as %s', (minor, reason) => {
    expect(fault(() => Money.fromMinor(minor, KWD))).toBe(reason);
  });

  it('keeps the largest signed 64-bit value', () => {
    expect(Money.fromMinor(2n ** 63n - 1n, KWD).toString()).toBe('9223372036854775.807');
  });
});

describe('arithmetic', () => {
  it('adds three times 0.1 to exactly 0.3', () => {
    const tenth = Money.parse('0.1', KWD);
    expect(tenth.add(tenth).add(tenth).equals(Money.parse('0.3', KWD))).toBe(true);
    expect(tenth.times(3).toString()).toBe('0.300');
  });

  it('never goes below zero', () => {
    expect(fault(() => Money.parse('1', KWD).subtract(Money.parse('1.001', KWD)))).toBe('below_zero');
    expect(Money.parse('1', KWD).subtract(Money.parse('1', KWD)).isZero()).toBe(true);
  });

  it('refuses a result beyond 64 bits instead of wrapping', () => {
    const most = Money.fromMinor(2n ** 63n - 1n, KWD);
    expect(fault(() => most.add(Money.fromMinor(1n, KWD)))).toBe('too_large');
    expect(fault(() => most.times(2))).toBe('too_large');
  });

  it.each([1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %p as a quantity', (quantity) => {
    expect(fault(() => Money.parse('1', KWD).times(quantity))).toBe('bad_quantity');
  });

  it('refuses to mix currencies, and holds 1 KWD unequal to 1 SAR', () => {
    const [dinar, riyal] = [Money.parse('1', KWD), Money.parse('1', SAR)];
    for (const mix of [() => dinar.add(riyal), () => dinar.subtract(riyal), () => dinar.compare(riyal)]) {
      expect(fault(mix)).toBe('currency_mismatch');
    }
    expect(dinar.equals(riyal)).toBe(false);
    expect(dinar.equals(Money.parse('1000', JPY))).toBe(false);
  });

  it('cannot be changed after it was read, and serialises as its text', () => {
    const amount = Money.parse('1', KWD);
    expect(() => Object.assign(amount, { minor: 5n })).toThrow(TypeError);
    expect(JSON.stringify({ amount })).toBe('{"amount":"1.000"}');
    expect(amount).not.toEqual(Money.parse('2', KWD));
  });
});
