import fc from 'fast-check';
import { parseCurrency, type CurrencyCode } from '../money/currency.ts';
import { Money } from '../money/money.ts';
import type { Quote } from './catalog.ts';

/** Exponents 0, 2 and 3. */
export const CURRENCIES = ['JPY', 'SAR', 'KWD'].map((code) => parseCurrency(code));

const text = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 }).map((letters) => `تمر ${letters}`);
const name = fc.record({ en: text, ar: text });
const sku = fc.stringMatching(/^[!-~]{1,64}$/);

/** Any quote that M57 allows, counted here in minor units and not by the code under test. */
export const anyQuote: fc.Arbitrary<Quote> = fc.constantFrom(...CURRENCIES).chain(quoteIn);

function quoteIn(currency: CurrencyCode): fc.Arbitrary<Quote> {
  const money = (minor: bigint): Money => Money.fromMinor(minor, currency);
  const some = fc.bigInt(0n, 10n ** 9n);
  const line = fc.record({ sku, name, quantity: fc.integer({ min: 1, max: 999 }), unit: fc.bigInt(1n, 10n ** 7n) });
  return fc
    .record({
      lines: fc.array(line, { minLength: 1, maxLength: 6 }),
      shipping: fc.option(some, { nil: undefined }),
      tax: fc.option(some, { nil: undefined }),
      fees: fc.array(fc.record({ code: fc.option(text, { nil: undefined }), name, amount: some }), { maxLength: 3 }),
      discounts: fc.array(fc.record({ code: fc.option(text, { nil: undefined }), name, part: fc.bigInt(0n, 100n) }), {
        maxLength: 3,
      }),
    })
    .map(({ lines, shipping, tax, fees, discounts }) => {
      const gross =
        lines.reduce((sum, { unit, quantity }) => sum + unit * BigInt(quantity), 0n) +
        fees.reduce((sum, { amount }) => sum + amount, 0n) +
        (shipping ?? 0n) +
        (tax ?? 0n);
      // Three discounts of at most 30 % leave something to pay.
      const taken = discounts.map(({ part }) => (gross * part) / 334n);
      return {
        currency,
        lines: lines.map(({ unit, ...asked }) => ({
          ...asked,
          unitPrice: money(unit),
          lineTotal: money(unit * BigInt(asked.quantity)),
        })),
        discounts: discounts.map(({ code, name: ofDiscount }, index) => ({
          ...(code !== undefined && { code }),
          name: ofDiscount,
          amount: money(taken[index] ?? 0n),
        })),
        fees: fees.map(({ code, name: ofFee, amount }) => ({
          ...(code !== undefined && { code }),
          name: ofFee,
          amount: money(amount),
        })),
        shipping: shipping === undefined ? undefined : money(shipping),
        tax: tax === undefined ? undefined : money(tax),
        total: money(gross - taken.reduce((sum, amount) => sum + amount, 0n)),
      };
    });
}
