import type { SettlementInput } from './settlement-input.ts';

/** M35: the attempt holds its cart no longer, which goes on with a new transaction; it is followed until its end is known. */
export function detaching(attemptId: string, because?: 'shopper'): SettlementInput {
  return {
    event: 'detached',
    details: { attempt: attemptId, ...(because === undefined ? {} : { because }) },
    detach: attemptId,
  };
}
