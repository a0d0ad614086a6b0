import type { CurrencyCode } from '../money/currency.ts';
import { MoneyError } from '../money/money-error.ts';
import { Money } from '../money/money.ts';
import {
  MAX_LINES,
  MAX_QUANTITY,
  type LocalizedText,
  type Quote,
  type QuoteDiscount,
  type QuoteLine,
} from './catalog.ts';
import { isSku } from './check-items.ts';
import { isText, members } from './json-shape.ts';
import { NAME_RULE, readLocalizedText } from './localized-text.ts';
import { totalOf } from './total-of.ts';

/** JSON is no quote; the message names the place and the rule, for operators. */
export class BrokenQuoteError extends Error {}

/** Of discounts, and of fees. */
const MAX_PARTS = 50;

/**
 * Reads a quote (M57): in this currency, amounts as strings that fit it, and a total of zero or more that is the sum of
 * the parts. Members that it does not know are left alone.
 *
 * @param linesAt the member that holds the lines.
 * @throws BrokenQuoteError for the first rule that does not hold.
 */
export function readQuote(json: unknown, currency: CurrencyCode, linesAt: 'lines' | 'items'): Quote {
  const quote = members(json);
  if (quote['currency_code'] !== currency) broken('/currency_code', `is not the ${currency} that was asked for`);
  const parts = {
    currency,
    lines: list(quote[linesAt], `/${linesAt}`, 1, MAX_LINES).map((line, index) =>
      readLine(line, `/${linesAt}/${index}`, currency),
    ),
    discounts: readParts(quote['discounts'], '/discounts', currency),
    fees: readParts(quote['fees'], '/fees', currency),
    shipping: optionalAmount(quote['shipping'], '/shipping', currency),
    tax: optionalAmount(quote['tax'], '/tax', currency),
  };
  const total = amount(quote['total'], '/total', currency);
  const sum = counted('/total', () => totalOf(parts));
  if (!sum.equals(total)) broken('/total', `is ${total.toString()} ${currency}, but its parts make ${sum.toString()}`);
  return { ...parts, total };
}

function readLine(json: unknown, place: string, currency: CurrencyCode): QuoteLine {
  const { sku, name, quantity, unit_price, line_total } = members(json);
  if (!isSku(sku)) return broken(`${place}/sku`, 'must be 1 to 64 printable ASCII characters without white space');
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY) {
    return broken(`${place}/quantity`, `must be a whole number from 1 to ${MAX_QUANTITY}`);
  }
  const unitPrice = optionalAmount(unit_price, `${place}/unit_price`, currency);
  const lineTotal = amount(line_total, `${place}/line_total`, currency);
  const due = unitPrice && counted(`${place}/line_total`, () => unitPrice.times(quantity));
  if (due !== undefined && !isNear(due, lineTotal, quantity)) {
    return broken(
      `${place}/line_total`,
      `is not ${quantity} × ${unitPrice?.toString()}, which are ${due.toString()}, to less than a minor unit for each piece`,
    );
  }
  return { sku, name: readName(name, `${place}/name`), quantity, unitPrice, lineTotal };
}

/** The price of one is rounded where a line has a price of its own, such as "three for 1.000". */
function isNear(due: Money, lineTotal: Money, quantity: number): boolean {
  const apart = due.minor - lineTotal.minor;
  return (apart < 0n ? -apart : apart) < BigInt(quantity);
}

function readParts(json: unknown, place: string, currency: CurrencyCode): QuoteDiscount[] {
  return list(json ?? [], place, 0, MAX_PARTS).map((part, index) => readPart(part, `${place}/${index}`, currency));
}

function readPart(json: unknown, place: string, currency: CurrencyCode): QuoteDiscount {
  const { code = null, name, amount: text } = members(json);
  if (code !== null && !isText(code, 64)) return broken(`${place}/code`, 'must be a text of 1 to 64 characters');
  return {
    ...(code !== null && { code }),
    name: readName(name, `${place}/name`),
    amount: amount(text, `${place}/amount`, currency),
  };
}

function readName(json: unknown, place: string): LocalizedText {
  return readLocalizedText(json) ?? broken(place, NAME_RULE);
}

function list(json: unknown, place: string, fewest: number, most: number): readonly unknown[] {
  if (Array.isArray(json) && json.length >= fewest && json.length <= most) return json as unknown[];
  return broken(place, `must be a list of ${fewest} to ${most}`);
}

function optionalAmount(json: unknown, place: string, currency: CurrencyCode): Money | undefined {
  return json === undefined || json === null ? undefined : amount(json, place, currency);
}

function amount(json: unknown, place: string, currency: CurrencyCode): Money {
  return counted(place, () => Money.parse(json, currency));
}

/** Arithmetic on what a stranger sent: what is no amount is a fault of the quote. */
function counted(place: string, count: () => Money): Money {
  try {
    return count();
  } catch (error) {
    if (error instanceof MoneyError) return broken(place, `is refused: ${error.message}`);
    throw error;
  }
}

function broken(place: string, violation: string): never {
  throw new BrokenQuoteError(`${place} ${violation}`);
}
