import type { IncomingMessage } from 'node:http';
import type { Outcome, Problem } from './problem.ts';

const moneyRequests = new WeakSet<IncomingMessage>();

/** Says that this request is for a route that moves money, so that every problem it ends in carries an `outcome`. */
export function markMoneyRequest(request: IncomingMessage): void {
  moneyRequests.add(request);
}

export function isMoneyRequest(request: IncomingMessage): boolean {
  return moneyRequests.has(request);
}

/** Statuses with which a request is refused before anything is claimed (M1); every other one leaves the outcome open. */
const REFUSED_BEFORE_CLAIM: ReadonlySet<number> = new Set([400, 401, 403, 404, 408, 413, 414, 415, 429, 431, 412, 428]);

/**
 * What a caller may conclude from a problem that says nothing about it itself. A fault of our own may strike after the
 * claim, so it is `unknown` and never `none`.
 */
export function outcomeOf(problem: Problem): Outcome {
  if (problem.options.outcome !== undefined) return problem.options.outcome;
  if (problem.options.payment !== undefined) return problem.options.payment.outcome;
  return REFUSED_BEFORE_CLAIM.has(problem.status) || problem.code === 'shutting_down' ? 'none' : 'unknown';
}
