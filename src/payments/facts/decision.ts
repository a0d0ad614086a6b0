import type { FactRow, PaymentRow } from '../../database/schema.ts';
import type { DecidedState } from '../../database/states.ts';
import { isSuccess } from '../states/payment-state.ts';

/** M27: as what an operator has ended a review, and which facts this decision has seen. */
export interface Decision {
  readonly state: DecidedState;
  /** Id of the last fact that it has seen. */
  readonly through: bigint;
}

/** What tells one charge from another. What was not said is null, and differs from nothing. */
export interface ChargeIdentity {
  readonly id: string;
  readonly state: string;
  readonly reference_number: string | null;
  readonly session_id: string | null;
  readonly amount: string | null;
  readonly currency_code: string | null;
}

/** What an operator has decided about a payment, if anything. */
export function decisionOf({
  decided_state: state,
  decided_through: through,
}: Pick<PaymentRow, 'decided_state' | 'decided_through'>): Decision | undefined {
  return state === null || through === null ? undefined : { state, through: BigInt(through) };
}

/** M27: a fact that the decision has seen counts no more. */
export function wasSeen({ through }: Decision, { id }: Pick<FactRow, 'id'>): boolean {
  return BigInt(id) <= through;
}

/**
 * M27: the successes that open a matter again that an operator has decided: those with another reference, amount or session
 * than the charges that the decision has seen. It depends on the set of facts alone (M21).
 *
 * - Where the decision saw a success that names no reference, as a retrieve shows it, one reference is that one's own.
 * - A payment that was accepted without any word of Ottu's is confirmed by the first one that comes.
 * - After a rejection that saw no success at all, any success opens the matter again.
 */
export function reopenedBy<F extends ChargeIdentity>(decision: Decision, facts: readonly F[]): readonly F[] {
  const successes = facts.filter(({ state }) => isSuccess(state));
  const seen = successes.filter((fact) => wasSeen(decision, fact));
  const later = successes.filter((fact) => !wasSeen(decision, fact)).toSorted(byReference);
  const [first] = later;
  if (first === undefined) return [];
  const confirming = seen.length === 0 && decision.state !== 'canceled' ? [first] : [];
  const known = [...seen, ...confirming];
  const alike = later.filter((fact) => known.some((charge) => isAlike(charge, fact)));
  const named = known.flatMap(({ reference_number: reference }) => reference ?? []);
  const references = named.length > 0 ? named : alike.flatMap(({ reference_number: r }) => r ?? []).slice(0, 1);
  return later.filter(
    (fact) => !alike.includes(fact) || (fact.reference_number !== null && !references.includes(fact.reference_number)),
  );
}

/** So that of several references the same one is taken for the known charge's, in whichever order they came. */
function byReference(one: ChargeIdentity, other: ChargeIdentity): number {
  return (one.reference_number ?? '\uffff').localeCompare(other.reference_number ?? '\uffff');
}

function isAlike(one: ChargeIdentity, other: ChargeIdentity): boolean {
  const same = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;
  return (
    same(one.session_id, other.session_id) &&
    same(one.amount, other.amount) &&
    same(one.currency_code, other.currency_code)
  );
}
