import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { Redactor } from './redactor.ts';

/** Few letters, so that secrets overlap, contain and repeat each other. */
const secret = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 12 });

describe('Redactor', () => {
  it('leaves no secret of four characters or more, wherever in the payload it stands and whatever it overlaps with', () => {
    fc.assert(
      fc.property(
        fc.array(secret, { maxLength: 8 }),
        fc.array(fc.oneof(secret, fc.constantFrom(' ', 'x', 'ab')), { maxLength: 8 }),
        (secrets, pieces) => {
          const payload = { list: secrets.map((text) => ({ nested: [text] })) };
          const clean = new Redactor(payload, []).text(pieces.join(''));
          for (const text of secrets) expect(clean).not.toContain(text);
        },
      ),
    );
  });

  it('leaves everything else as it is', () => {
    const redactor = new Redactor({ data: 'b3R0dS1iZmY=', amount: 123456, short: 'abc' }, ['key-of-ours']);
    expect(redactor.text('abc: the data b3R0dS1iZmY= of 123456, sent with key-of-ours.')).toBe(
      'abc: the data [redacted] of [redacted], sent with [redacted].',
    );
    expect(redactor.text('Nothing of it.')).toBe('Nothing of it.');
    expect(redactor.optional(undefined)).toBeUndefined();
  });

  it('covers secrets that overlap with one another to their very ends', () => {
    const redactor = new Redactor(['abcdef', 'defghijk'], []);
    expect(redactor.text('<abcdefghijk>')).toBe('<[redacted]>');
  });

  it('cleans data at any depth and keeps its form', () => {
    const redactor = new Redactor({ token: 'secret-token' }, []);
    expect(redactor.data({ a: ['x secret-token', 1, null], b: { c: true } })).toEqual({
      a: ['x [redacted]', 1, null],
      b: { c: true },
    });
  });

  it('keeps nothing of the words about a payload with more pieces than any wallet has, instead of looking for each', () => {
    const most = Array.from({ length: 256 }, (_none, index) => 1_000 + index);
    expect(new Redactor({ n: most }, ['key-of-ours']).text('1000 to 1255 by key-of-ours')).toBe(
      '[redacted] to [redacted] by [redacted]',
    );
    const many = Array.from({ length: 131_000 }, (_none, index) => 100_000 + index);
    expect(new Redactor({ n: many }, []).text('Not a word of it.')).toBe('[redacted]');
    expect(new Redactor({ n: many }, []).data({ a: ['b', 1] })).toEqual({ a: ['[redacted]', 1] });
  });

  it('keeps nothing of a text that would take too long to look through', () => {
    const secrets = Array.from({ length: 200 }, (_none, index) => 'a'.repeat(4 + index));
    expect(new Redactor(secrets, []).text('a'.repeat(240_000))).toBe('[redacted]');
    expect(new Redactor(['secret'], []).text(`${'b'.repeat(240_000)}secret`)).toBe(`${'b'.repeat(240_000)}[redacted]`);
  });
});
