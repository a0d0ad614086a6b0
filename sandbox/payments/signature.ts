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

/** What is hashed: fields that are absent, null or empty take no part; the rest is in byte order of the names. */
export function signedMessage(payload: JsonObject, scheme: SignatureScheme = 'standard'): string {
  const pairs = (scheme === 'standard' ? STANDARD : SUBSCRIPTION)
    .map((path) => [path, valueAt(payload, path)] as const)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return scheme === 'standard'
    ? pairs.map(([name, value]) => `${name}${String(value)}`).join('')
    : pairs.map(([name, value]) => `${name}=${String(value)}`).join('\n');
}

/** HMAC-SHA256 in lower-case hex. */
export function sign(payload: JsonObject, key: string, scheme: SignatureScheme = 'standard'): string {
  return createHmac('sha256', key).update(signedMessage(payload, scheme), 'utf8').digest('hex');
}

function valueAt(payload: JsonObject, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), payload);
}
