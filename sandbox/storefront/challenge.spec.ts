import { describe, expect, it } from '@jest/globals';

import { challengeSettings, createVerifier } from './challenge.ts';

const { CHALLENGE_SECRET: secret = '' } = challengeSettings(4100);

function form(response: string, changes: Readonly<Record<string, string>> = {}): URLSearchParams {
  return new URLSearchParams({ secret, response, ...changes });
}

describe('the simulated verifier of challenges', () => {
  it('takes the right choice, once', () => {
    const { verify } = createVerifier();
    expect(verify(form('sim-DALLAH-BRASS-1'))).toEqual({ success: true, 'error-codes': [] });
    expect(verify(form('sim-DALLAH-BRASS-1'))).toEqual({ success: false, 'error-codes': ['timeout-or-duplicate'] });
    expect(verify(form('sim-DALLAH-BRASS-2')).success).toBe(true);
  });

  it.each([
    ['invalid-input-response', form('sim-DATES-KHALAS-1')],
    ['missing-input-response', form('')],
    ['invalid-input-secret', form('sim-DALLAH-BRASS-1', { secret: 'guessed' })],
  ])('refuses everything else: %s', (code, given) => {
    expect(createVerifier().verify(given)).toEqual({ success: false, 'error-codes': [code] });
  });

  it('does not count what was sent with a wrong secret', () => {
    const { verify } = createVerifier();
    verify(form('sim-DALLAH-BRASS-1', { secret: 'guessed' }));
    expect(verify(form('sim-DALLAH-BRASS-1')).success).toBe(true);
  });
});
