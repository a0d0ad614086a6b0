import { describe, expect, it } from '@jest/globals';

import { retryAfterMs, retryAfterSeconds } from './retry-after.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['seconds', '7', 7_000],
    ['seconds with white space around them', ' 7 ', 7_000],
    ['no wait', '0', 0],
    ['a date', 'Mon, 01 Jun 2026 12:00:30 GMT', 30_000],
    ['a date in the form of RFC 850', 'Monday, 01-Jun-26 12:00:30 GMT', 30_000],
    ['a date as C prints it', 'Mon Jun  1 12:00:30 2026', 30_000],
    ['a date that has passed', 'Mon, 01 Jun 2026 11:00:00 GMT', 0],
  ])('is read as %s', (_form, header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });

  it.each([undefined, '', 'soon', '-5', '1.5', '1e3', '2026-06-01T12:00:30Z', 'Monster', '12345678'])(
    'is not read from %j, and a caller is told five seconds then',
    (header) => {
      expect(retryAfterMs(header, NOW)).toBeUndefined();
      expect(retryAfterSeconds(header, NOW)).toBe(5);
    },
  );

  it('is told in whole seconds, never in less than was asked for', () => {
    expect(retryAfterSeconds('Mon, 01 Jun 2026 12:00:30 GMT', NOW + 1)).toBe(30);
  });
});
