import { hkdfSync } from 'node:crypto';
import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/**
 * A value that must not show itself. Printing, interpolating, serialising or inspecting it gives `[secret]`;
 * only `reveal()` gives the value, so that every use can be found by searching for that word.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

const KEY_BYTES = 32;

/** A key of its own for one use of a secret: the same on every replica, and of no help in finding another. */
export function derivedKey(secret: Secret, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret.reveal(), '', purpose, KEY_BYTES));
}
