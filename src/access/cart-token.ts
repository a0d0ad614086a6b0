import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { derivedKey, Secret } from '../config/secret.ts';
import { headerValues } from '../http/request-headers.ts';

declare const brand: unique symbol;

/** Lower-case hex SHA-256 of a cart token: all of it that is stored or compared. */
export type CartTokenHash = string & { readonly [brand]: 'CartTokenHash' };

export interface NewCartToken {
  /** To be shown in the answer to its cart; it is stored nowhere as it is. */
  readonly token: string;
  readonly sha256: CartTokenHash;
}

/** So that scanners for leaked secrets can know one; 256 bits follow. */
const PREFIX = 'ct_';
const FORM = /^ct_[A-Za-z0-9_-]{43}$/;

export function newCartToken(): NewCartToken {
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  return { token, sha256: cartTokenHash(token) };
}

export function cartTokenHash(token: string): CartTokenHash {
  return createHash('sha256').update(token).digest('hex') as CartTokenHash;
}

/** Whether two hashes are the same, in a time that does not tell where they differ. */
export function sameCartToken(given: CartTokenHash, expected: string): boolean {
  const bytes = Buffer.from(expected, 'hex');
  return bytes.length === 32 && timingSafeEqual(Buffer.from(given, 'hex'), bytes);
}

/** The hash of the request's `Cart-Token`; none where it is missing, doubled or of another form. */
export function readCartToken(request: Pick<IncomingMessage, 'rawHeaders'>): CartTokenHash | undefined {
  const token = tokenOf(request);
  return token === undefined ? undefined : cartTokenHash(token);
}

/** As `readCartToken`, the token itself: for the one route that seals the next token for its owner (M58). */
export function sentCartToken(request: Pick<IncomingMessage, 'rawHeaders'>): Secret | undefined {
  const token = tokenOf(request);
  return token === undefined ? undefined : new Secret(token);
}

function tokenOf(request: Pick<IncomingMessage, 'rawHeaders'>): string | undefined {
  const [token, ...more] = headerValues(request, 'cart-token');
  return token !== undefined && more.length === 0 && FORM.test(token) ? token : undefined;
}

const CIPHER = 'aes-256-gcm';
const PURPOSE = 'ottu-bff next cart token v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals a cart's new token under the one before (M58), since the response that carries the new one may be lost. Only the
 * former token unseals it, and this service stores that one nowhere: the row discloses neither.
 *
 * @param former 256 random bits, therefore a key as it is.
 */
export function sealCartToken(former: Secret, token: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, derivedKey(former, PURPOSE), nonce);
  const sealed = [nonce, cipher.update(token, 'utf8'), cipher.final()];
  return Buffer.concat([...sealed, cipher.getAuthTag()]).toString('base64url');
}

/** @returns nothing when it was sealed for another token, or is not as it was. */
export function unsealCartToken(former: Secret, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, derivedKey(former, PURPOSE), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
