import { describe, expect, it } from '@jest/globals';

import { storable } from './storable.ts';

describe('what PostgreSQL would refuse to store', () => {
  it('is replaced, in names and values at any depth', () => {
    const given = { 'a\0': ['x\0y', { b: '\uD800' }], c: 1, d: null };
    expect(storable(given)).toEqual({ 'a\uFFFD': ['x\uFFFDy', { b: '\uFFFD' }], c: 1, d: null });
  });

  it('leaves everything else as it is', () => {
    const given = JSON.parse('{"__proto__":{"a":"ï"},"b":[true,"\\\\u0000"]}') as object;
    expect(JSON.stringify(storable(given))).toBe(JSON.stringify(given));
  });
});
