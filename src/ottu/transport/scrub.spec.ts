import { describe, expect, it } from '@jest/globals';

import { scrubbed } from './scrub.ts';

const KEY = 'abcdefgh.0123456789';

describe('promise 1: an answer that gives the key back', () => {
  it('loses it, wherever and however often it is in it', () => {
    expect(scrubbed(Buffer.from(`Api-Key ${KEY}, again ${KEY}!`), [KEY]).toString()).toBe(
      'Api-Key [redacted], again [redacted]!',
    );
  });

  it('loses it as JSON writes it', () => {
    const password = 'quo"te\\d and الخليج';
    const body = Buffer.from(JSON.stringify({ detail: password }));
    expect(JSON.parse(scrubbed(body, [password]).toString())).toEqual({ detail: '[redacted]' });
  });

  it('keeps every other byte, those that are no UTF-8 included', () => {
    const around = Buffer.from([0xff, 0x00, 0xc3, 0x28, 0xe2, 0x82, 0xac]);
    const clean = scrubbed(Buffer.concat([around, Buffer.from(KEY), around]), [KEY]);
    expect(clean).toEqual(Buffer.concat([around, Buffer.from('[redacted]'), around]));
  });

  it('and any other answer stays the very same bytes', () => {
    const body = Buffer.from('{"amount": 10.000}');
    expect(scrubbed(body, [KEY])).toBe(body);
  });
});
