import { pointer } from '../json/json-pointer.ts';
import type { JsonDocument } from '../json/json-document.ts';
import type { JsonText } from '../json/json-text.ts';

/** F11.4: what the standard scheme signs, in byte order. */
const STANDARD_FIELDS = [
  'amount',
  'currency_code',
  'customer_address_city',
  'customer_address_country',
  'customer_address_line1',
  'customer_address_line2',
  'customer_address_postal_code',
  'customer_address_state',
  'customer_email',
  'customer_first_name',
  'customer_last_name',
  'customer_phone',
  'gateway_account',
  'gateway_name',
  'order_no',
  'reference_number',
  'result',
  'state',
] as const;

/** F11.5: the standard fields and eight more, dotted paths into nested objects. */
const AUTOPAY_FIELDS = [
  ...STANDARD_FIELDS,
  'agreement.id',
  'extra.autopay.subscription_id',
  'extra.merchant_id',
  'payment_type',
  'session_id',
  'token.customer_id',
  'token.pg_code',
  'token.token',
].toSorted();

/** Members of an event that hold something signed, by either scheme. */
export const SIGNED_MEMBERS: readonly string[] = [...new Set(AUTOPAY_FIELDS.map((path) => path.split('.')[0] ?? path))];

export type SignatureScheme = 'standard' | 'autopay';

/** Where each field stands, in the order of the scheme. */
const POINTERS: Readonly<Record<SignatureScheme, readonly (readonly [field: string, pointer: string])[]>> = {
  standard: STANDARD_FIELDS.map((field) => [field, pointerOf(field)]),
  autopay: AUTOPAY_FIELDS.map((field) => [field, pointerOf(field)]),
};

/**
 * The text that a scheme signs, or undefined where it is not certain or empty: an object or array in a signed field,
 * a text with a lone surrogate (every one of them has the same UTF-8), or no signed field at all.
 */
export function signedMessage(document: JsonDocument, scheme: SignatureScheme): string | undefined {
  const values = signedValues(document, scheme);
  if (values === undefined || values.length === 0) return undefined;
  switch (scheme) {
    case 'standard':
      return values.map(([field, value]) => field + value).join('');
    case 'autopay':
      return values.map(([field, value]) => `${field}=${value}`).join('\n');
  }
}

/**
 * Whether other members could have been signed by the same text. The standard scheme joins names and values without a
 * separator, the other one by line breaks: a value that holds the beginning of a signed field may hide one.
 */
export function couldBeSplitOtherwise(document: JsonDocument, scheme: SignatureScheme): boolean {
  const fields = scheme === 'standard' ? STANDARD_FIELDS : AUTOPAY_FIELDS;
  const begin = (field: string): string => (scheme === 'standard' ? field : `\n${field}=`);
  return (signedValues(document, scheme) ?? []).some(([, value]) =>
    fields.some((field) => value.includes(begin(field))),
  );
}

/**
 * A signed value as transmitted: strings decoded, numbers and booleans as spelled; absent, null and "" are undefined, and
 * so are 0 and false, which the scheme of 26 fields leaves out (F16.1).
 */
export function transmittedValue(document: JsonDocument, path: string): string | undefined {
  const source = document.source(pointerOf(path));
  return source === undefined || isZero(source) ? undefined : source.scalarText() || undefined;
}

function pointerOf(path: string): string {
  return pointer(...path.split('.'));
}

function signedValues(document: JsonDocument, scheme: SignatureScheme): [string, string][] | undefined {
  const values: [string, string][] = [];
  for (const [field, at] of POINTERS[scheme]) {
    const source = document.source(at);
    if (source === undefined || (scheme === 'autopay' && (isZero(source) || isEmpty(source)))) continue;
    if (source.isObject() || source.isArray()) return undefined;
    const value = source.scalarText() ?? '';
    if (value === '') continue;
    if (!value.isWellFormed()) return undefined;
    values.push([field, value]);
  }
  return values;
}

/** As a number or a boolean; `"0"` is a text, and signed. */
function isZero(source: JsonText): boolean {
  const value = source.isObject() || source.isArray() ? undefined : source.value();
  return value === 0 || value === false;
}

function isEmpty(source: JsonText): boolean {
  return /^[[{]\s*[\]}]$/.test(source.text);
}
