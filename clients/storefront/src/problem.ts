import type { components } from './api-types.ts';
import type { FieldError } from './types.ts';

type ProblemDocument = components['schemas']['Problem'];

/** What the document names, and `unreadable` for an answer that is no problem document: of a proxy, for instance. */
export type ProblemCode = components['schemas']['ProblemCode'] | 'unreadable';
export type Outcome = NonNullable<ProblemDocument['outcome']>;

/** The service refused. */
export class Problem extends Error {
  readonly status: number;
  readonly code: ProblemCode;
  /** `none`: nothing was charged by this request. Anything else on the way of a payment: nobody knows yet. */
  readonly outcome: Outcome | undefined;
  /** Faults of what was sent, by JSON pointers into it. */
  readonly errors: readonly FieldError[];
  /** Seconds to wait before the same is sent again; 0 where the service does not say. */
  readonly retryAfter: number;
  /** For questions to the shop; also in the logs of the service. */
  readonly requestId: string | undefined;

  constructor(document: Partial<ProblemDocument>, status: number, retryAfter = 0) {
    super(document.title ?? `The service answered ${status}.`);
    this.name = 'Problem';
    this.status = status;
    this.code = document.code ?? 'unreadable';
    this.outcome = document.outcome;
    this.errors = document.errors ?? [];
    this.retryAfter = retryAfter;
    this.requestId = document.request_id;
  }
}

/** No answer came, or none that can be read: whether the request was worked on is not known. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('The service could not be reached.', { cause });
    this.name = 'Unreachable';
  }
}

export function isProblem(error: unknown, ...codes: readonly ProblemCode[]): error is Problem {
  return error instanceof Problem && codes.includes(error.code);
}
