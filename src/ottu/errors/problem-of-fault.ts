import type { ProblemCode } from '../../problems/catalog.ts';
import { Problem, type Outcome } from '../../problems/problem.ts';
import type { FaultReason, TransportFault } from '../transport/transport-fault.ts';

interface FaultProblem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly retryAfterSeconds?: number;
}

/**
 * The problem that the caller gets when no complete answer came.
 *
 * @param outcome what may be concluded about money where something was sent; `none` is certain where nothing was (M5).
 */
export function problemOfFault(
  fault: TransportFault,
  { outcome }: { readonly outcome?: Outcome | undefined } = {},
): Problem {
  const { code, detail, retryAfterSeconds } = problemOf(fault.reason);
  const seconds = fault.retryAfterSeconds ?? retryAfterSeconds;
  const concluded = fault.sent ? outcome : 'none';
  return new Problem(code, {
    detail,
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    ...(concluded === undefined ? {} : { outcome: concluded }),
    operatorNote: fault.message,
    cause: fault,
  });
}

function problemOf(reason: FaultReason): FaultProblem {
  switch (reason) {
    case 'deadline':
      return { code: 'ottu_timeout', detail: 'Ottu gave no complete answer in time.' };
    case 'unreachable':
      return { code: 'ottu_unreachable', detail: 'No connection to Ottu could be made.', retryAfterSeconds: 2 };
    case 'too_late':
      return {
        code: 'ottu_overloaded',
        detail: 'The call to Ottu could not begin in time and was not sent.',
        retryAfterSeconds: 2,
      };
    case 'budget_used_up':
      return {
        code: 'ottu_throttled',
        detail: 'The share of the requests that Ottu takes in a day is used up for calls of this kind.',
        retryAfterSeconds: 600,
      };
    case 'queue_full':
      return {
        code: 'ottu_overloaded',
        detail: 'Too many calls to Ottu wait already; this one was not sent.',
        retryAfterSeconds: 1,
      };
    case 'breaker_open':
      return {
        code: 'ottu_unreachable',
        detail: 'Ottu failed again and again just now and is left alone for a moment.',
        retryAfterSeconds: 5,
      };
    case 'no_credentials':
      return { code: 'ottu_refused_credentials', detail: 'This service has no credentials for Ottu at the moment.' };
    case 'connection_lost':
      return { code: 'ottu_bad_answer', detail: 'The connection to Ottu broke before a complete answer had come.' };
    case 'answer_too_large':
      return { code: 'ottu_bad_answer', detail: "Ottu's answer was larger than this service takes." };
    case 'body_failed':
      return { code: 'bad_request', detail: 'The upload broke off before its end.' };
    case 'canceled':
      return { code: 'bad_request', detail: 'The request was given up by its caller.' };
    case 'shutting_down':
      return { code: 'shutting_down', detail: 'The service is shutting down.', retryAfterSeconds: 2 };
  }
}
