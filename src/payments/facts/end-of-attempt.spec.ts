import { describe, expect, it } from '@jest/globals';

import type { CheckedFact } from './check-fact.ts';
import { endOfAttempt, type AttemptContext } from './end-of-attempt.ts';
import type { ProviderFact } from './provider-fact.ts';

const ATTEMPT: AttemptContext = { referenceNumber: 'R1', attempts: 2, handedOut: true };

function end(fact: Partial<ProviderFact>, attempt: Partial<AttemptContext> = {}, checked: Partial<CheckedFact> = {}) {
  const reported = { source: 'webhook', referenceNumber: undefined, result: undefined, ...fact } as ProviderFact;
  const state = fact.state as CheckedFact['state'];
  return endOfAttempt(
    reported,
    { state, success: state === 'paid', mismatches: [], matches: true, ...checked },
    { ...ATTEMPT, ...attempt },
  );
}

describe('M23: what ends an open attempt', () => {
  it('M22: a confirmed success, from wherever', () =>
    expect(end({ state: 'paid', result: 'success' })).toBe('succeeded'));

  it('M23: a failure with its own reference', () => {
    expect(end({ state: 'attempted', result: 'failed', referenceNumber: 'R1' })).toBe('declined');
    expect(end({ state: 'attempted', result: 'canceled', referenceNumber: 'R1' })).toBe('declined');
  });

  it.each<[string, Partial<ProviderFact>, Partial<AttemptContext>]>([
    ['a failure with another reference', { state: 'attempted', result: 'failed', referenceNumber: 'R2' }, {}],
    ['a failure without one', { state: 'failed', result: 'failed' }, {}],
    [
      'a failure where none is stored',
      { state: 'failed', result: 'failed', referenceNumber: 'R1' },
      { referenceNumber: null },
    ],
    ['an error with its own reference', { state: 'attempted', result: 'error', referenceNumber: 'R1' }, {}],
    ['created from a retrieve', { source: 'retrieve', state: 'created' }, { attempts: 1, handedOut: false }],
    ['pending from a retrieve', { source: 'retrieve', state: 'pending' }, { attempts: 1, handedOut: false }],
    ['attempted from a retrieve, after two attempts', { source: 'retrieve', state: 'attempted' }, { handedOut: false }],
    ['attempted from a retrieve, handed out', { source: 'retrieve', state: 'attempted' }, { attempts: 1 }],
    ['failed from a retrieve', { source: 'retrieve', state: 'failed' }, { attempts: 1, handedOut: false }],
    ['an inquiry before the gateway was asked', { source: 'inquiry', state: 'attempted', result: 'failed' }, {}],
    [
      'a late inquiry that is pending',
      { source: 'inquiry', state: 'pending', result: 'pending' },
      { inquiredLate: true },
    ],
    [
      'a late inquiry that is pending in an expired transaction',
      { source: 'inquiry', state: 'expired', result: 'pending' },
      { inquiredLate: true },
    ],
    [
      'a late inquiry with an error',
      { source: 'inquiry', state: 'attempted', result: 'error' },
      { inquiredLate: true },
    ],
  ])('M23: not %s', (_what, fact, attempt) => expect(end(fact, attempt)).toBeUndefined());

  it('M23: attempted from a retrieve, where there was one attempt and nobody else could pay', () => {
    const only = { attempts: 1, handedOut: false };
    expect(end({ source: 'retrieve', state: 'attempted' }, only)).toBe('declined');
    // Its own answer was an error: the gateway may have charged (F10.4).
    expect(end({ source: 'retrieve', state: 'attempted' }, { ...only, result: 'error' })).toBeUndefined();
  });

  it.each(['attempted', 'failed', 'expired', 'canceled'])(
    'M23: an inquiry after the gateway was asked: %s',
    (state) => {
      expect(end({ source: 'inquiry', state, result: 'failed' }, { inquiredLate: true })).toBe('declined');
    },
  );

  it('M20: nothing that does not count', () => {
    expect(end({ state: 'paid', result: 'success' }, {}, { matches: false })).toBeUndefined();
    expect(
      end({ source: 'inquiry', state: 'failed', result: 'failed' }, { inquiredLate: true }, { matches: false }),
    ).toBeUndefined();
  });
});
