import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Repeat } from './call-policy.ts';
import { decideRetry, type Tried, retryAfterMs, retryAfterSeconds } from './retry.ts';
import { TransportFault, type FaultReason } from './transport-fault.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');

function tried(changes: Partial<Tried>): Tried {
  return {
    outcome: { status: 503, retryAfter: undefined },
    tries: 1,
    repeat: 'always',
    startRemainingMs: 10_000,
    random: 0.5,
    now: NOW,
    ...changes,
  };
}

const answered = (status: number, retryAfter?: string) => ({ status, retryAfter });
const REASONS: readonly FaultReason[] = [
  'too_late',
  'budget_used_up',
  'queue_full',
  'breaker_open',
  'no_credentials',
  'unreachable',
  'deadline',
  'connection_lost',
  'body_failed',
  'answer_too_large',
  'canceled',
  'shutting_down',
];

describe('what is tried again', () => {
  it.each([429, 502, 503, 504])('a read that was answered %i', (status) => {
    expect(decideRetry(tried({ outcome: answered(status) }))).toEqual({ retryAfterMs: 100 });
  });

  it.each([200, 201, 301, 400, 401, 403, 404, 408, 409, 423, 425, 500, 501])(
    'not a read that was answered %i',
    (status) => {
      expect(decideRetry(tried({ outcome: answered(status) }))).toBe('stop');
    },
  );

  it.each(REASONS)('a read after a fault of the connection, and no other: %s', (reason) => {
    const expected = ['unreachable', 'connection_lost'].includes(reason) ? { retryAfterMs: 100 } : 'stop';
    expect(decideRetry(tried({ outcome: new TransportFault(reason, false) }))).toEqual(expected);
  });

  it('M5: a create or charge only when no connection was made', () => {
    const again = REASONS.filter(
      (reason) => decideRetry(tried({ repeat: 'unsent', outcome: new TransportFault(reason, false) })) !== 'stop',
    );
    expect(again).toEqual(['unreachable', 'connection_lost']);
  });

  it('M5: a create or charge of which a byte was sent is never sent again, whatever came back', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: 100, max: 599 }).map((status) => answered(status, '0')),
          fc.constantFrom(...REASONS).map((reason) => new TransportFault(reason, true)),
        ),
        fc.constantFrom<Repeat>('unsent', 'never'),
        (outcome, repeat) => expect(decideRetry(tried({ outcome, repeat }))).toBe('stop'),
      ),
    );
  });

  it('nothing whose body can be read once only', () => {
    expect(decideRetry(tried({ repeat: 'never', outcome: new TransportFault('unreachable', false) }))).toBe('stop');
  });

  it('nothing more than twice: three tries in all', () => {
    expect([1, 2, 3, 4].map((tries) => decideRetry(tried({ tries })) !== 'stop')).toEqual([true, true, false, false]);
  });
});

describe('when it is tried again', () => {
  it('after at most 200 ms, then at most 400 ms, by full jitter', () => {
    const pauses = (tries: number) => [0, 0.25, 0.999].map((random) => decideRetry(tried({ tries, random })));
    expect(pauses(1)).toEqual([{ retryAfterMs: 0 }, { retryAfterMs: 50 }, { retryAfterMs: 199.8 }]);
    expect(pauses(2)).toEqual([{ retryAfterMs: 0 }, { retryAfterMs: 100 }, { retryAfterMs: 399.6 }]);
  });

  it('never sooner than Retry-After asks, in both of its forms', () => {
    const after = (retryAfter: string) => decideRetry(tried({ outcome: answered(429, retryAfter), random: 0 }));
    expect(after('2')).toEqual({ retryAfterMs: 2_000 });
    expect(after('Mon, 01 Jun 2026 12:00:03 GMT')).toEqual({ retryAfterMs: 3_000 });
  });

  it('not at all when the time is over by then', () => {
    const remaining = (startRemainingMs: number) => decideRetry(tried({ startRemainingMs }));
    expect(remaining(101)).toEqual({ retryAfterMs: 100 });
    expect(remaining(100)).toBe('stop');
    expect(decideRetry(tried({ outcome: answered(429, '60') }))).toBe('stop');
  });

  it('never past the deadline, whatever was asked for', () => {
    fc.assert(
      fc.property(
        fc.record({
          outcome: fc.option(fc.nat(100_000).map(String), { nil: undefined }).map((header) => answered(503, header)),
          tries: fc.integer({ min: 1, max: 5 }),
          startRemainingMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
          random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        }),
        (changes) => {
          const decision = decideRetry(tried(changes));
          expect(decision === 'stop' || decision.retryAfterMs < changes.startRemainingMs).toBe(true);
        },
      ),
    );
  });
});

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
