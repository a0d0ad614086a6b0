import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money } from '../money/money.ts';
import type { Quote } from './catalog.ts';
import { parseStoredQuote, toQuoteView } from './quote-view.ts';
import { priceItems } from './price-items.ts';
import type { Product } from './read-products.ts';
import { anyQuote, CURRENCIES } from './quote.arbitrary.ts';
import { BrokenQuoteError, readQuote } from './read-quote.ts';

/** As a quote service would write it. */
function wire(quote: Quote): Record<string, unknown> {
  const { items, ...others } = toQuoteView(quote);
  return JSON.parse(JSON.stringify({ ...others, lines: items })) as Record<string, unknown>;
}

/** Places of all amounts in the JSON of a quote that its total depends on. */
function amountPlaces(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) {
    const isAmount = ['line_total', 'amount', 'shipping', 'tax', 'total'].includes(path.at(-1) ?? '');
    return isAmount ? [path] : [];
  }
  return Object.entries(value).flatMap(([member, inner]) => amountPlaces(inner, [...path, member]));
}

function change(json: unknown, path: readonly string[], to: (amount: string) => string): unknown {
  const [member, ...rest] = path;
  if (member === undefined) return to(String(json));
  const copy = (Array.isArray(json) ? [...json] : { ...(json as object) }) as Record<string, unknown>;
  copy[member] = change(copy[member], rest, to);
  return copy;
}

describe('M57: a quote', () => {
  it('M57: is read as it was written, whatever the digits of its currency', () => {
    fc.assert(
      fc.property(anyQuote, (quote) => {
        expect(readQuote(wire(quote), quote.currency, 'lines')).toEqual(quote);
      }),
    );
  });

  it('M50: is the same after it was stored', () => {
    fc.assert(
      fc.property(anyQuote, (quote) => {
        const stored = JSON.parse(JSON.stringify(toQuoteView(quote))) as unknown;
        expect(parseStoredQuote(stored, quote.currency)).toEqual(quote);
      }),
    );
  });

  it('M57: with any one amount altered by however little is refused', () => {
    fc.assert(
      fc.property(anyQuote, fc.nat(), fc.bigInt(1n, 10n ** 6n), fc.boolean(), (quote, which, by, up) => {
        const json = wire(quote);
        const places = amountPlaces(json);
        const place = places[which % places.length] ?? [];
        const altered = change(json, place, (amount) => {
          const { minor } = Money.parse(amount, quote.currency);
          const other = up || minor < by ? minor + by : minor - by;
          return Money.fromMinor(other, quote.currency).toString();
        });
        expect(() => readQuote(altered, quote.currency, 'lines')).toThrow(BrokenQuoteError);
      }),
    );
  });

  it('M57: has a price of one that is near its share of the line, or none: what counts is the line', () => {
    const [quantity, apart] = [fc.integer({ min: 1, max: 999 }), fc.bigInt(-2_000n, 2_000n)];
    fc.assert(
      fc.property(anyQuote, quantity, apart, (quote, pieces, by) => {
        const unit = 10_000n;
        const lineTotal = unit * BigInt(pieces) + by;
        const money = (minor: bigint): string => Money.fromMinor(minor, quote.currency).toString();
        const line = { sku: 'TEA', name: 'Tea', quantity: pieces, line_total: money(lineTotal) };
        const of = (unit_price?: string) => ({
          currency_code: quote.currency,
          lines: [{ ...line, unit_price }],
          total: money(lineTotal),
        });
        expect(readQuote(of(), quote.currency, 'lines').total.minor).toBe(lineTotal);
        const read = (): unknown => readQuote(of(money(unit)), quote.currency, 'lines');
        if ((by < 0n ? -by : by) < BigInt(pieces)) expect(read()).toMatchObject({ total: { minor: lineTotal } });
        else expect(read).toThrow(/^\/lines\/0\/line_total /);
      }),
    );
  });

  it('M57: in another currency than the one asked for is refused', () => {
    fc.assert(
      fc.property(anyQuote, fc.constantFrom(...CURRENCIES), (quote, asked) => {
        fc.pre(asked !== quote.currency);
        expect(() => readQuote(wire(quote), asked, 'lines')).toThrow(/^\/currency_code /);
        expect(() => parseStoredQuote(toQuoteView(quote), asked)).toThrow('A stored quote cannot be read');
      }),
    );
  });

  it('M57: by the file adds up to the last digit', () => {
    fc.assert(
      fc.property(anyQuote, ({ currency, lines }) => {
        const products = new Map(
          lines.map(({ sku, name, unitPrice }): [string, Product] => [
            sku,
            { sku, name, prices: new Map([[currency, unitPrice ?? Money.fromMinor(1n, currency)]]), image: undefined },
          ]),
        );
        const quote = priceItems(products, lines, currency);
        const due = quote.lines.reduce((sum, line) => sum + (line.unitPrice?.minor ?? 0n) * BigInt(line.quantity), 0n);
        expect(quote.total.minor).toBe(due);
        expect(parseStoredQuote(toQuoteView(quote), currency)).toEqual(quote);
      }),
    );
  });
});

describe('M57: what is no quote is refused with the place of the fault', () => {
  const name = { en: 'Tea', ar: 'شاي' };
  const line = { sku: 'TEA', name, quantity: 2, unit_price: '1.250', line_total: '2.500' };
  const good = {
    currency_code: 'KWD',
    lines: [line],
    discounts: [{ code: 'EID', name, amount: '0.500' }],
    shipping: '1.000',
    tax: '0.150',
    fees: [{ code: 'WRAP', name, amount: '0.250' }],
    total: '3.400',
  };
  const withLine = (changes: object) => ({ ...good, lines: [{ ...line, ...changes }] });
  const KWD = CURRENCIES[2] as never;

  it('takes a good one, and nulls for what there is not', () => {
    expect(`${readQuote(good, KWD, 'lines').total}`).toBe('3.400');
    const bare = { ...good, discounts: null, fees: null, shipping: null, tax: null, total: '2.500' };
    const nothing = { discounts: [], fees: [], shipping: undefined, tax: undefined };
    expect(readQuote(bare, KWD, 'lines')).toMatchObject(nothing);
  });

  it('takes a total of zero: what a voucher pays for costs nothing', () => {
    const free = { ...good, discounts: [{ name, amount: '3.900' }], total: '0.000' };
    expect(readQuote(free, KWD, 'lines').total.isZero()).toBe(true);
  });

  it.each<[unknown, unknown]>([
    ['Tea', { en: 'Tea', ar: 'Tea' }],
    [{ en: 'Tea' }, { en: 'Tea', ar: 'Tea' }],
    [
      { ar: 'شاي', en: null },
      { en: 'شاي', ar: 'شاي' },
    ],
    [
      { en: 'Tea', ar: ' ' },
      { en: 'Tea', ar: 'Tea' },
    ],
    [name, name],
  ])('takes a name in one language for the other one too: %j', (given, read) => {
    expect(readQuote(withLine({ name: given }), KWD, 'lines').lines[0]?.name).toEqual(read);
  });

  it.each<[string, unknown]>([
    ['/currency_code', null],
    ['/currency_code', { ...good, currency_code: 'kwd' }],
    ['/lines', { ...good, lines: undefined }],
    ['/lines', { ...good, lines: [] }],
    ['/lines/0/sku', withLine({ sku: 'T A' })],
    ['/lines/0/quantity', withLine({ quantity: '2' })],
    ['/lines/0/quantity', withLine({ quantity: 2.5 })],
    ['/lines/0/quantity', withLine({ quantity: 1000 })],
    ['/lines/0/unit_price', withLine({ unit_price: 1.25 })],
    ['/lines/0/unit_price', withLine({ unit_price: '1.2500' })],
    ['/lines/0/unit_price', withLine({ unit_price: '-1.250' })],
    ['/lines/0/line_total', withLine({ line_total: '2.502' })],
    ['/lines/0/line_total', withLine({ line_total: '2.498' })],
    ['/lines/0/line_total', withLine({ unit_price: null, line_total: null })],
    ['/lines/0/line_total', withLine({ unit_price: '999999999999999.000', quantity: 999 })],
    ['/lines/0/name', withLine({ name: '' })],
    ['/lines/0/name', withLine({ name: {} })],
    ['/lines/0/name', withLine({ name: { en: ' ', ar: null } })],
    ['/lines/0/name', withLine({ name: { en: 'Tea', ar: 7 } })],
    ['/lines/0/name', withLine({ name: { en: 'Te\u0000a', ar: 'شاي' } })],
    ['/lines/0/name', withLine({ name: { en: 'Te\ud800a', ar: 'شاي' } })],
    ['/discounts', { ...good, discounts: {} }],
    ['/discounts/0/code', { ...good, discounts: [{ code: 7, name, amount: '0.500' }] }],
    ['/discounts/0/name', { ...good, discounts: [{ amount: '0.500' }] }],
    ['/discounts/0/amount', { ...good, discounts: [{ name, amount: '-0.500' }] }],
    ['/fees', { ...good, fees: [null, ...Array.from({ length: 50 }, () => good.fees[0])] }],
    ['/fees/0/amount', { ...good, fees: [{ name, amount: '-0.250' }] }],
    ['/fees/0/name', { ...good, fees: [{ amount: '0.250' }] }],
    ['/shipping', { ...good, shipping: 1 }],
    ['/tax', { ...good, tax: '0.15 ' }],
    ['/total', { ...good, total: undefined }],
    ['/total', { ...good, total: '3.401' }],
    ['/total', { ...good, fees: [] }],
    ['/total', { ...good, tax: undefined }],
    ['/total', { ...good, total: '0.000' }],
    ['/total', { ...good, discounts: [{ name, amount: '9.999' }], total: '0.001' }],
  ])('%s', (place, json) => {
    expect(() => readQuote(json, KWD, 'lines')).toThrow(BrokenQuoteError);
    expect(() => readQuote(json, KWD, 'lines')).toThrow(new RegExp(`^${place} `));
  });
});
