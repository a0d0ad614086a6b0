import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { newSdkOwner, parseFreezeOwner, paymentOwner, printFreezeOwner, REVIEW_OWNER } from './freeze-owner.ts';

describe('M55, M56: who holds a frozen cart', () => {
  it.each([newSdkOwner(), paymentOwner('key-1'), REVIEW_OWNER])('$by is read as it was written', (owner) => {
    expect(parseFreezeOwner(printFreezeOwner(owner))).toEqual(owner);
  });

  it('is written as replicas of earlier versions write and read it', () => {
    const sha256OfKey = '8b9b7f3efdf6b1c7ee9d9fe1d3a9c0d84a6a1f6d5c3f0f0f0f0f0f0f0f0f0f0f';
    expect(printFreezeOwner({ by: 'sdk', id: 'a-1' })).toBe('sdk:a-1');
    expect(printFreezeOwner({ by: 'payment', keySha256: sha256OfKey })).toBe(`pay:${sha256OfKey}`);
    expect(printFreezeOwner(REVIEW_OWNER)).toBe('review');
  });

  it('each freeze by the Checkout SDK is an owner of its own, and the same key is the same owner', () => {
    expect(newSdkOwner()).not.toEqual(newSdkOwner());
    expect(paymentOwner('key-1')).toEqual(paymentOwner('key-1'));
    expect(paymentOwner('key-1')).not.toEqual(paymentOwner('key-2'));
  });

  it('a cart that is not frozen has no owner', () => {
    expect(parseFreezeOwner(null)).toBeUndefined();
  });

  it.each(['sdk', 'reviewer', ''])('a text that no version writes today is a hold of the Checkout SDK: %j', (text) => {
    expect(parseFreezeOwner(text)).toMatchObject({ by: 'sdk', id: text });
  });

  it('every text is an owner that is written as the same text, so that each freeze can be ended', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.tuple(fc.constantFrom('sdk', 'sdk:', 'pay', 'pay:', 'review'), fc.string()).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const owner = parseFreezeOwner(text);
        expect(owner && printFreezeOwner(owner)).toBe(text);
      }),
    );
  });
});
