import type { ViolationList } from './configuration-error.ts';
import { base64OfSecret } from './variable-rules.ts';

/** Standard Webhooks asks for 24 to 64 bytes; shorter keys can be guessed. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** For live mode. `example` is the key that stands in .env.example, without `whsec_`. */
export function assertStrongKeys(
  variable: string,
  keys: readonly string[],
  example: string,
  faults: ViolationList,
): void {
  if (keys.some((key) => !isLongEnough(key))) {
    faults.add(variable, `must hold ${MIN_BYTES} to ${MAX_BYTES} bytes in live mode`);
  }
  if (keys.some((key) => base64OfSecret(key) === example)) {
    faults.add(variable, 'is the one of .env.example, which everybody knows: live mode needs your own');
  }
}

function isLongEnough(key: string): boolean {
  const { length } = Buffer.from(base64OfSecret(key), 'base64');
  return length >= MIN_BYTES && length <= MAX_BYTES;
}
