import type { ProblemCode } from './catalog.ts';

/** What any route that needs the database can end in. */
export const SERVICE_PROBLEMS = [
  'store_unavailable',
  'shutting_down',
  'internal_error',
] as const satisfies readonly ProblemCode[];

/** What any call to Ottu can end in: see `problem-of-reply.ts` and `problem-of-fault.ts` of `ottu/errors`. */
export const OTTU_PROBLEMS = [
  'ottu_rejected',
  'ottu_refused_credentials',
  'ottu_conflict',
  'ottu_bad_answer',
  'ottu_failed',
  'ottu_timeout',
  'ottu_locked',
  'ottu_throttled',
  'ottu_overloaded',
  'ottu_unreachable',
] as const satisfies readonly ProblemCode[];
