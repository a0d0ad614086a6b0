import { describe, expect, it } from '@jest/globals';

import { stripUnstorable } from './strip-unstorable.ts';

describe('what PostgreSQL would refuse to store', () => {
  it('is replaced, in names and values at any depth', () => {
    const given = { 'a\0': ['x\0y', { b: '\uD800' }], c: 1, d: null };
    expect(stripUnstorable(given)).toEqual({ 'a\uFFFD': ['x\uFFFDy', { b: '\uFFFD' }], c: 1, d: null });
  });

  it('leaves everything else as it is', () => {
    const given = JSON.parse('{"__proto__":{"a":"ï"},"b":[true,"\\\\u0000"]}') as object;
    expect(JSON.stringify(stripUnstorable(given))).toBe(JSON.stringify(given));
  });
});
