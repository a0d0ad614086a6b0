import { type PointerMap, readRefusal } from '../../ottu/errors/refusal-body.ts';
import { retryAfterSeconds } from '../../ottu/transport/retry.ts';
import type { ProblemCode } from '../../problems/catalog.ts';
import { type FieldError, Problem, type Outcome, type ProblemOptions } from '../../problems/problem.ts';
import type { ChargeReply } from './charge-reply.ts';

/** Ottu's refusal as the caller gets it, now and at every replay (M9). Stored as JSON. */
export interface Refusal extends Record<string, unknown> {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds?: number;
}

/** M5a: the reason lies outside of the request. */
const CLAIM_AGAIN = 'Nothing was charged. The same request may be sent again with the same key.';

/**
 * Ottu's refusal of a charge: field errors keep their place, so that a caller finds the fault in the own body.
 *
 * @param clean removes from Ottu's words what must not be repeated.
 * @param pointerOf where Ottu's fields are in the caller's body, where the names differ.
 */
export function refusalOf(reply: ChargeReply, clean: (text: string) => string, pointerOf?: PointerMap): Refusal {
  switch (reply.status) {
    case 401:
    case 403:
      return {
        code: 'ottu_refused_credentials',
        detail: `Ottu did not accept the credentials of this service for this charge. ${CLAIM_AGAIN}`,
        errors: [],
      };
    case 404:
    case 405:
    case 415:
      return {
        code: 'ottu_not_found',
        detail: `Ottu does not offer this charge at the configured address. ${CLAIM_AGAIN}`,
        errors: [],
      };
    case 429:
      return {
        code: 'ottu_throttled',
        detail: `Ottu takes no more requests at the moment. ${CLAIM_AGAIN}`,
        errors: [],
        retryAfterSeconds: retryAfterSeconds(reply.retryAfter),
      };
    default: {
      const { detail, errors } = readRefusal(reply.document?.value, { clean, pointerOf });
      return {
        code: 'ottu_rejected',
        detail: detail ?? 'Ottu refused the request because of the fields named below. Nothing was charged.',
        errors,
      };
    }
  }
}

/** A problem as it is kept for replays (M9): what the caller got, and nothing else. Stored as JSON. */
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
