import { describe, expect, it } from '@jest/globals';
import { mayMove, stateAfter } from './states.ts';

const purchase = { operation: 'purchase', attempts: 'multiple' } as const;

describe('states', () => {
  it('F10.4: an attempt moves a transaction that allows several', () => {
    expect(stateAfter('success', 'pending', purchase)).toBe('paid');
    expect(stateAfter('success', 'pending', { ...purchase, operation: 'authorize' })).toBe('authorized');
    expect(stateAfter('cod', 'pending', purchase)).toBe('cod');
    expect(stateAfter('failed', 'pending', purchase)).toBe('attempted');
    expect(stateAfter('canceled', 'pending', purchase)).toBe('attempted');
    expect(stateAfter('error', 'pending', purchase)).toBe('pending');
    expect(stateAfter('pending', 'created', purchase)).toBe('pending');
  });

  it('F10.4: an attempt ends a transaction that allows one only', () => {
    const single = { ...purchase, attempts: 'single' } as const;
    expect(stateAfter('failed', 'pending', single)).toBe('failed');
    expect(stateAfter('canceled', 'pending', single)).toBe('expired');
    expect(stateAfter('error', 'pending', single)).toBe('failed');
  });

  it('F10.1: a late success revives failed and expired, and nothing revives canceled', () => {
    for (const from of ['failed', 'expired'] as const) expect(mayMove(from, 'paid')).toBe(true);
    expect(mayMove('failed', 'expired')).toBe(false);
    expect(mayMove('canceled', 'paid')).toBe(false);
    expect(mayMove('paid', 'attempted')).toBe(false);
    expect(mayMove('cod', 'canceled')).toBe(true);
  });
});
