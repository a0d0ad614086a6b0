import { describe, expect, it } from '@jest/globals';

import { Secret } from '../config/secret.ts';
import { newCartToken } from './cart-token.ts';
import { sealCartToken, unsealCartToken } from './sealed-cart-token.ts';

describe('M58: the new token of a cart, sealed for whoever has the one before', () => {
  const former = new Secret(newCartToken().token);
  const { token } = newCartToken();

  it('is opened by that one, and shows neither', () => {
    const sealed = sealCartToken(former, token);
    expect(unsealCartToken(former, sealed)).toBe(token);
    const plain = Buffer.from(sealed, 'base64url').toString('latin1');
    expect(plain).not.toContain(token);
    expect(plain).not.toContain(former.reveal());
    expect(sealCartToken(former, token)).not.toBe(sealed);
  });

  it('is opened by no other one, and not when it was changed', () => {
    const sealed = sealCartToken(former, token);
    expect(unsealCartToken(new Secret(newCartToken().token), sealed)).toBeUndefined();
    const bytes = Buffer.from(sealed, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(unsealCartToken(former, changed.toString('base64url'))).toBeUndefined();
    }
    for (const broken of ['', 'a', sealed.slice(0, 20), sealed.slice(0, -4)]) {
      expect(unsealCartToken(former, broken)).toBeUndefined();
    }
  });
});
