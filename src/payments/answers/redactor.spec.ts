import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { Redactor } from './redactor.ts';

/** Few letters, so that secrets overlap, contain and repeat each other. */
const secret = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 16, maxLength: 40 });
const DATA = 'b3R0dS1iZmYtZW5jcnlwdGVk';

describe('Redactor', () => {
  it('leaves no secret of 16 characters or more, wherever in the payload it stands and whatever it overlaps with', () => {
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

  it('leaves everything else as it is: short words, sentences, and what is not of the payload', () => {
    const payload = { data: DATA, a: 'Appr', b: 'CAPTURED', c: 'Approved by the bank', d: 123456 };
    const redactor = new Redactor(payload, ['key-of-ours']);
    expect(redactor.text(`Approved by the bank: CAPTURED 123456, data ${DATA} sent with key-of-ours.`)).toBe(
      'Approved by the bank: CAPTURED 123456, data [redacted] sent with [redacted].',
    );
    expect(redactor.text('Nothing of it.')).toBe('Nothing of it.');
    expect(redactor.optional(undefined)).toBeUndefined();
  });

  it('says the same of the first words that it cleans and of those after very many', () => {
    const redactor = new Redactor({ data: DATA, list: ['abcdefgh', 'ijklmnop'] }, []);
    const said = `Bad ${DATA.slice(2)} of abcdefghijklmnop.`;
    expect(redactor.text(said)).toBe('Bad [redacted] of abcdefghijklmnop.');
    redactor.text('every piece of these words is asked for, '.repeat(20));
    expect(redactor.text(said)).toBe('Bad [redacted] of abcdefghijklmnop.');
  });

  it('finds a secret that is quoted in part, in lines, or out of JSON in a text', () => {
    const signed = JSON.stringify({ encryptedMessage: DATA, tag: 'short' });
    expect(new Redactor({ signedMessage: signed }, []).text(`Bad ${DATA.slice(3)}…`)).toBe('Bad [redacted]…');
    expect(new Redactor([`${DATA}\r\n${DATA.toLowerCase()}`], []).text(`<${DATA.toLowerCase()}>`)).toBe('<[redacted]>');
  });

  it('covers secrets that overlap with one another to their very ends', () => {
    const redactor = new Redactor(['abcdefghijklmnopq', 'mnopqrstuvwxyz0123'], []);
    expect(redactor.text('<abcdefghijklmnopqrstuvwxyz0123>')).toBe('<[redacted]>');
    expect(new Redactor([], ['abcdef', 'defghijk']).text('<abcdefghijk>')).toBe('<[redacted]>');
  });

  it('spares what the answer itself names, such as the order number', () => {
    const redactor = new Redactor({ signature: 'xORD-2026-0000000017x', data: DATA }, []);
    expect(redactor.text('Paid ORD-2026-0000000017')).toBe('Paid [redacted]');
    expect(redactor.sparing(['ORD-2026-0000000017', undefined]).text(`Paid ORD-2026-0000000017 ${DATA}`)).toBe(
      'Paid ORD-2026-0000000017 [redacted]',
    );
  });

  it('leaves words of a member that holds no secret, and nothing of bytes in a member that nobody knows', () => {
    const words = [
      'TRANSACTION_DECLINED_BY_ISSUER-05',
      'https://gateway.example/help/CardNotAccepted',
      'ISO8583-RESPONSE',
    ];
    const redactor = new Redactor({ note: words.join('xQ9+'), more: [{ deep: words }] }, []);
    for (const text of words) expect(redactor.text(text)).toBe(text);
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 24, maxLength: 200 }),
        fc.constantFrom<BufferEncoding>('base64', 'base64url', 'hex'),
        (bytes, encoding) => {
          // As bytes of a cipher are spread.
          const spread = bytes.map((byte, index) => (byte * 167 + index * 101 + (index % 7) * 59) % 256);
          const text = Buffer.from(spread).toString(encoding);
          const clean = new Redactor({ nobodys: { name: text } }, []).text(`<${text}>`);
          expect(clean.replaceAll('[redacted]', '').length).toBeLessThan(2 + 16);
        },
      ),
    );
  });

  it('spares in a time that grows with the text, however often it is named', () => {
    const order = 'ORD-2026-00000017';
    const long = order.repeat(20_000);
    expect(new Redactor({ data: long }, []).sparing([order]).text(order)).toBe(order);
    expect(new Redactor({ data: long }, []).sparing([order]).text(long)).toContain('[redacted]');
  });

  it('cleans data at any depth and keeps its form', () => {
    const redactor = new Redactor({ token: DATA }, []);
    expect(redactor.data({ a: [`x ${DATA}`, 1, null], b: { c: true } })).toEqual({
      a: ['x [redacted]', 1, null],
      b: { c: true },
    });
  });

  it('keeps words whole however many pieces the payload has', () => {
    const many = Array.from({ length: 131_000 }, (_none, index) => 100_000 + index);
    expect(new Redactor({ n: many }, []).text('Not a word of it, 100000.')).toBe('Not a word of it, 100000.');
    const long = Array.from({ length: 10_000 }, (_none, index) => `${'a'.repeat(16)}${index}`);
    expect(new Redactor(long, []).text(`${'b'.repeat(240_000)}${'a'.repeat(16)}`)).toBe(
      `${'b'.repeat(240_000)}[redacted]`,
    );
  });

  it('keeps nothing of a text that would take too long to look through for keys', () => {
    const keys = Array.from({ length: 200 }, (_none, index) => 'a'.repeat(4 + index));
    expect(new Redactor({}, keys).text('a'.repeat(240_000))).toBe('[redacted]');
  });
});
