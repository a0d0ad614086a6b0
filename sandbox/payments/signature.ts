import { createHmac } from 'node:crypto';
import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';

export type SignatureScheme = 'standard' | 'subscription';

/** The 18 fields of F11.4. */
const STANDARD = [
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
];

/** The 26 of F11.5, with dotted paths into nested objects. */
const SUBSCRIPTION = [
  ...STANDARD,
  'agreement.id',
  'extra.autopay.subscription_id',
  'extra.merchant_id',
  'payment_type',
  'session_id',
  'token.customer_id',
  'token.pg_code',
  'token.token',
];

/** What is hashed: fields that are absent, null or empty take no part, and by the scheme of 26 no falsy ones (F16.1); the rest is in byte order of the names. */
export function signedMessage(payload: JsonObject, scheme: SignatureScheme = 'subscription'): string {
  const pairs = (scheme === 'standard' ? STANDARD : SUBSCRIPTION)
    .map((path) => [path, valueAt(payload, path)] as const)
    .filter(([, value]) => (scheme === 'standard' ? !isBlank(value) : !isFalsy(value)))
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return scheme === 'standard'
    ? pairs.map(([name, value]) => `${name}${String(value)}`).join('')
    : pairs.map(([name, value]) => `${name}=${String(value)}`).join('\n');
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** As Ottu's own language has it: empty lists and objects, too. */
function isFalsy(value: unknown): boolean {
  return isBlank(value) || value === 0 || value === false || isEmpty(value);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** HMAC-SHA256 in lower-case hex. */
export function sign(payload: JsonObject, key: string, scheme: SignatureScheme = 'subscription'): string {
  return createHmac('sha256', key).update(signedMessage(payload, scheme), 'utf8').digest('hex');
}

function valueAt(payload: JsonObject, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), payload);
}
