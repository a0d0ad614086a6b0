import type { FieldError } from '../../problems/problem.ts';

const RECURRING = [
  'id',
  'frequency',
  'amount_variability',
  'expiry_date',
  'cycle_interval_days',
  'total_cycles',
] as const;
const UNSCHEDULED = ['id', 'frequency', 'type'] as const;

/** What the rules look at; members may still hold any JSON value. */
interface AgreementLike {
  readonly type?: unknown;
  readonly frequency?: unknown;
}

/**
 * F13.3: what an agreement needs by its type. Where a saved card is charged under an agreement that exists already, Ottu
 * takes a reduced `{id, type}`: `reducedAllowed`.
 */
export function agreementViolations(agreement: object, options: { readonly reducedAllowed: boolean }): FieldError[] {
  const { type = 'recurring', frequency } = agreement as AgreementLike;
  // A DTO has all its members, those that were left out as undefined.
  const given = Object.entries(agreement).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (options.reducedAllowed && given.every((name) => name === 'id' || name === 'type')) return [];
  switch (type) {
    case 'recurring':
      return missing(given, RECURRING, type);
    case 'installment':
      return missing(given, [...RECURRING, 'seller'], type);
    case 'unscheduled':
      return [
        ...missing(given, UNSCHEDULED, type),
        ...(frequency !== undefined && frequency !== 'irregular'
          ? [{ pointer: '/agreement/frequency', message: 'must be "irregular" for an unscheduled agreement' }]
          : []),
      ];
    default:
      // Nothing is documented for the other types: Ottu decides.
      return [];
  }
}

function missing(given: readonly string[], needed: readonly string[], type: string): FieldError[] {
  return needed
    .filter((name) => !given.includes(name))
    .map((name) => ({ pointer: `/agreement/${name}`, message: `is required for an agreement of type "${type}"` }));
}
