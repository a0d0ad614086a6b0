import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** There are a few webhook keys; more are met only where they are rotated often. */
const MOST_KEPT = 16;
const kept = new Map<string, KeyObject>();

/** An HMAC-SHA256 by the UTF-8 bytes of a key. To make the key ready costs several times what a hash with it does. */
export function hmacOf(key: string): ReturnType<typeof createHmac> {
  let ready = kept.get(key);
  if (ready === undefined) {
    ready = createSecretKey(Buffer.from(key, 'utf8'));
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, ready);
  }
  return createHmac('sha256', ready);
}
