import { describe, expect, it } from '@jest/globals';

import { QuotedTokens, tokenMark } from './quoted-tokens.ts';

const KEY = 'the-key-of-now';
const TOKEN = '9923658487671019';
const WORD = 'tok_A1b2.C3d4-e5';

const found = (token = TOKEN, keys = [KEY]): QuotedTokens => new QuotedTokens([tokenMark(token, KEY)], keys);

describe('M70: a token is found in later words by its mark', () => {
  it.each([
    [`paid with ${TOKEN}.`, 'paid with [redacted].'],
    [`9923 6584 8767 1019`, '[redacted]'],
    [`9923-6584-8767-1019`, '[redacted]'],
    [`x${TOKEN}77`, 'x[redacted]77'],
    [`612${TOKEN}`, '612[redacted]'],
    [`${TOKEN}${TOKEN}`, '[redacted][redacted]'],
    [`2026-11-28 ${TOKEN} 10:00`, '2026-11-28 [redacted] 10:00'],
    ['rrn 612345678901, 9923658487671018', 'rrn 612345678901, 9923658487671018'],
    [`cut 992365848… sha256:${'0'.repeat(64)}`, `cut [redacted]… sha256:${'0'.repeat(64)}`],
  ])('%s', (text, clean) => {
    expect(found().text(text)).toBe(clean);
  });

  it('whatever its characters', () => {
    expect(found(WORD).text(`no card "${WORD}" here`)).toBe('no card "[redacted]" here');
  });

  it('in JSON text, as a number too, and all else keeps its spelling', () => {
    const text = `{"a" : 1.50,"${TOKEN}":${TOKEN},"b":["c\\"${TOKEN}\\u0041"]}`;
    expect(found().json(text)).toBe('{"a" : 1.50,"[redacted]":"[redacted]","b":["c\\"[redacted]\\u0041"]}');
  });

  it('and goes with everything of its shape, where the key of the mark is live no more', () => {
    expect(found(TOKEN, ['another-key']).text(`${TOKEN} 6123456789012345 12`)).toBe('[redacted] [redacted] 12');
  });

  it('the mark does not show it', () => {
    expect(tokenMark(TOKEN, KEY)).toMatch(/^d16\.[0-9a-f]{12}\.hmac-sha256:[0-9a-f]{64}$/);
    expect(tokenMark(TOKEN, KEY)).not.toContain(TOKEN);
  });
});
