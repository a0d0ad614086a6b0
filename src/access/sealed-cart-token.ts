import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import { derivedKey } from '../config/derived-key.ts';
import type { Secret } from '../config/secret.ts';

const CIPHER = 'aes-256-gcm';
const PURPOSE = 'ottu-bff next cart token v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A cart's new token, for whoever has the one before (M58): the answer that carries it may be lost. Only that token opens
 * it, and that one is kept nowhere; so the row tells nobody either of them.
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
