import type { ProblemCode } from '../../problems/catalog.ts';
import { Problem, type FieldError, type Outcome, type ProblemOptions } from '../../problems/problem.ts';

/** A problem as it is kept for replays (M9): what the caller was told, and nothing else. Stored as JSON. */
export interface StoredProblem extends Record<string, unknown> {
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly outcome?: Outcome;
}

export function storedProblem({ code, options }: Problem): StoredProblem {
  const { detail, errors, outcome } = options;
  return {
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** The same problem again, about the payment as it is now. */
export function repeatedProblem(stored: StoredProblem, payment: NonNullable<ProblemOptions['payment']>): Problem {
  const { code, ...options } = stored;
  return new Problem(code, { ...options, payment, headers: { 'idempotent-replayed': 'true' } });
}
