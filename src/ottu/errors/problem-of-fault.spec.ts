import { describe, expect, it } from '@jest/globals';

import { TransportFault, type FaultReason } from '../transport/transport-fault.ts';
import { problemOfFault } from './problem-of-fault.ts';

describe('what the caller is told when no complete answer came', () => {
  it.each<[FaultReason, string, number, number | undefined]>([
    ['deadline', 'ottu_timeout', 504, undefined],
    ['unreachable', 'ottu_unreachable', 503, 2],
    ['too_late', 'ottu_overloaded', 503, 2],
    ['budget_used_up', 'ottu_throttled', 503, 600],
    ['queue_full', 'ottu_overloaded', 503, 1],
    ['breaker_open', 'ottu_unreachable', 503, 5],
    ['no_credentials', 'ottu_refused_credentials', 502, undefined],
    ['connection_lost', 'ottu_bad_answer', 502, undefined],
    ['answer_too_large', 'ottu_bad_answer', 502, undefined],
    ['body_failed', 'bad_request', 400, undefined],
    ['canceled', 'bad_request', 400, undefined],
    ['shutting_down', 'shutting_down', 503, 2],
  ])('%s is %s', (reason, code, status, retryAfterSeconds) => {
    const problem = problemOfFault(new TransportFault(reason, true));
    expect({ code: problem.code, status: problem.status, after: problem.options.retryAfterSeconds }).toEqual({
      code,
      status,
      after: retryAfterSeconds,
    });
  });

  it('M5: nothing was charged where nothing was sent, whatever the route thinks', () => {
    const outcome = (sent: boolean) =>
      problemOfFault(new TransportFault('deadline', sent), { outcome: 'unknown' }).options.outcome;
    expect(outcome(false)).toBe('none');
    expect(outcome(true)).toBe('unknown');
    expect(problemOfFault(new TransportFault('deadline', true)).options).not.toHaveProperty('outcome');
  });

  it('the fault knows better when to come back', () => {
    const fault = new TransportFault('breaker_open', false, { retryAfterSeconds: 3 });
    expect(problemOfFault(fault).options.retryAfterSeconds).toBe(3);
  });
});
