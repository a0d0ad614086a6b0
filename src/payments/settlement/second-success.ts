import type { FactRow } from '../../database/schema.ts';
import type { ProviderFact } from '../facts/provider-fact.ts';
import { isSuccess } from '../states/payment-state.ts';
import type { LockedPayment } from './settlement-input.ts';

/**
 * M53: a success with another reference than those that are recorded is a second charge. Only of a payment that was
 * attempted more than once: then an earlier attempt that seemed to have come to nothing was charged after all. The
 * references are those of successes, since a decline before them has one, too; where a success is known only from a
 * retrieve, which names none, nothing can be compared. (An authorized payment that is captured is the same charge, so only
 * like states are.)
 */
export function isSecondSuccess(
  { payment, attempts, facts }: Pick<LockedPayment, 'payment' | 'attempts' | 'facts'>,
  reported: ProviderFact,
): boolean {
  const { state } = payment;
  if (!isSuccess(state) || reported.state !== state || attempts.length < 2) return false;
  const recorded = facts.filter((fact) => fact.counts && fact.state === state).flatMap(referenceOf);
  return recorded.length > 0 && reported.referenceNumber !== undefined && !recorded.includes(reported.referenceNumber);
}

function referenceOf({ reference_number: reference }: FactRow): readonly string[] {
  return reference === null ? [] : [reference];
}
