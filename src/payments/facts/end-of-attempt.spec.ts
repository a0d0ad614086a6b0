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

  const ONLY = { referenceNumber: null, attempts: 1, handedOut: false } as const;

  it.each(['webhook', 'one_step', 'native'] as const)(
    'M23: a signed failure by %s, where there was one attempt and nobody else could pay',
    (source) => {
      expect(end({ source, state: 'attempted', result: 'failed', referenceNumber: 'R9' }, ONLY)).toBe('declined');
      expect(end({ source, state: 'failed', result: 'canceled' }, ONLY)).toBe('declined');
      // Its own answer was an error: the gateway may have charged (F10.4).
      expect(end({ source, state: 'attempted', result: 'failed' }, { ...ONLY, result: 'error' })).toBeUndefined();
      expect(end({ source, state: 'attempted', result: 'failed' }, { ...ONLY, attempts: 2 })).toBeUndefined();
      expect(end({ source, state: 'attempted', result: 'failed' }, { ...ONLY, handedOut: true })).toBeUndefined();
      expect(end({ source, state: 'attempted', result: 'error' }, ONLY)).toBeUndefined();
    },
  );

  it('M23: an inquiry that comes too early ends not even the only attempt', () =>
    expect(end({ source: 'inquiry', state: 'attempted', result: 'failed' }, ONLY)).toBeUndefined());

  it('M23: attempted from a retrieve, only where the answer of the only attempt was a decline', () => {
    for (const result of ['failed', 'canceled']) {
      expect(end({ source: 'retrieve', state: 'attempted' }, { ...ONLY, result })).toBe('declined');
      expect(end({ source: 'retrieve', state: 'attempted' }, { ...ONLY, result, attempts: 2 })).toBeUndefined();
      expect(end({ source: 'retrieve', state: 'attempted' }, { ...ONLY, result, handedOut: true })).toBeUndefined();
    }
    for (const result of [null, 'error', 'pending', 'success']) {
      expect(end({ source: 'retrieve', state: 'attempted' }, { ...ONLY, result })).toBeUndefined();
    }
  });

  it('M11: not what contradicts itself, whose ever it is', () => {
    for (const state of ['pending', 'created']) {
      expect(end({ state, result: 'failed', referenceNumber: 'R1' }, ONLY)).toBeUndefined();
      expect(end({ state, result: 'failed', referenceNumber: 'R1' })).toBeUndefined();
    }
    const own = { ...ONLY, result: 'failed' };
    expect(end({ source: 'retrieve', state: 'attempted', result: 'success' }, own)).toBeUndefined();
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
