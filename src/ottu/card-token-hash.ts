import { hmacOf } from './hmac.ts';

const HASH = /^hmac-sha256:[0-9a-f]{64}$/;

/**
 * A card's token as it may be kept (M70): the same for the same token under the same key. What is hashed cannot be the text
 * of any event: this must never make a signature.
 *
 * @param key a webhook key.
 */
export function cardTokenHash(token: string, key: string): string {
  return `hmac-sha256:${hmacOf(key).update(`token\0${token}`, 'utf8').digest('hex')}`;
}

export function isCardTokenHash(text: string): boolean {
  return HASH.test(text);
}
