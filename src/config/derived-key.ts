import { hkdfSync } from 'node:crypto';

import type { Secret } from './secret.ts';

const KEY_BYTES = 32;

/** A key of its own for one use of a secret: the same on every replica, and of no help in finding another. */
export function derivedKey(secret: Secret, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret.reveal(), '', purpose, KEY_BYTES));
}
