import { timingSafeEqual } from 'node:crypto';
import type { JsonDocument } from '../json/json-document.ts';
import { hmacOf } from './hmac.ts';
import { signedMessage, transmittedValue, type SignatureScheme } from './signed-message.ts';

/** Lower-case hex of SHA-256. */
const SIGNATURE_LENGTH = 64;
/** Ottu's practice: the standard scheme is tried first. */
const SCHEMES: readonly SignatureScheme[] = ['standard', 'autopay'];

/**
 * M71: a payment event is a fact only with all of these, each signed by then. The standard scheme joins names and
 * values without separators, so an event that lacks one of them verifies with its value moved into another field.
 */
export const REQUIRED_PAYMENT_FIELDS = [
  'amount',
  'currency_code',
  'order_no',
  'reference_number',
  'result',
  'state',
] as const;

export type RequiredPaymentField = (typeof REQUIRED_PAYMENT_FIELDS)[number];

export const SIGNATURE_FAULTS = [
  'not_an_object',
  'duplicate_member',
  'signature_missing',
  'signature_malformed',
  'not_signable',
  'no_match',
] as const;

export type SignatureFault = (typeof SIGNATURE_FAULTS)[number];

export type SignatureVerdict =
  | { readonly verified: true; readonly scheme: SignatureScheme; readonly keyIndex: number }
  | { readonly verified: false; readonly reason: SignatureFault };

/**
 * Checks the `signature` inside a webhook or a payment answer (F11.4, F11.5) in constant time against each key.
 * `keys` are the live HMAC keys, newest first, `keyIndex` says which matched; throws on no key or an empty one.
 * Verified does not mean meant for us, complete or fresh: see REQUIRED_PAYMENT_FIELDS and M20.
 */
export function verifySignature(document: JsonDocument, keys: readonly string[]): SignatureVerdict {
  if (keys.length === 0) throw new TypeError('At least one HMAC key is needed');
  keys.forEach(assertKey);
  if (document.source('')?.isObject() !== true) return refused('not_an_object');
  // With a member given twice, the signer may have meant the other one.
  if (document.hasDuplicates()) return refused('duplicate_member');
  const source = document.source('/signature');
  if (source === undefined || source.text === 'null') return refused('signature_missing');
  const signature = source.value();
  if (typeof signature !== 'string' || signature.length !== SIGNATURE_LENGTH) return refused('signature_malformed');
  return compareAll(document, keys, signature);
}

/** Lower-case hex signature by the standard scheme (F11.4); throws where `verifySignature` could not verify it. */
export function signStandard(document: JsonDocument, key: string): string {
  return sign(document, key, 'standard');
}

/** As `signStandard`, by the subscription scheme of 26 fields (F11.5). */
export function signAutopay(document: JsonDocument, key: string): string {
  return sign(document, key, 'autopay');
}

/** Which of the required fields are absent, null, empty, or no text or number. */
export function missingPaymentFields(document: JsonDocument): RequiredPaymentField[] {
  return REQUIRED_PAYMENT_FIELDS.filter((field) => transmittedValue(document, field) === undefined);
}

function compareAll(document: JsonDocument, keys: readonly string[], signature: string): SignatureVerdict {
  let verdict: SignatureVerdict = refused('not_signable');
  for (const scheme of SCHEMES) {
    const message = signedMessage(document, scheme);
    if (message === undefined) continue;
    if (!verdict.verified) verdict = refused('no_match');
    for (const [keyIndex, key] of keys.entries()) {
      // No early end: the time does not tell which key or scheme is in use.
      const matches = equalInConstantTime(hmac(message, key), signature);
      if (matches && !verdict.verified) verdict = { verified: true, scheme, keyIndex };
    }
  }
  return verdict;
}

function sign(document: JsonDocument, key: string, scheme: SignatureScheme): string {
  assertKey(key);
  const message = document.hasDuplicates() ? undefined : signedMessage(document, scheme);
  if (message === undefined) throw new TypeError('The document cannot be signed in exactly one way');
  return hmac(message, key);
}

function hmac(message: string, key: string): string {
  return hmacOf(key).update(message, 'utf8').digest('hex');
}

function equalInConstantTime(expected: string, given: string): boolean {
  const left = Buffer.from(expected, 'utf8');
  const right = Buffer.from(given, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}

function assertKey(key: string): void {
  if (key === '') throw new TypeError('An HMAC key must not be empty');
}

function refused(reason: SignatureFault): SignatureVerdict {
  return { verified: false, reason };
}
