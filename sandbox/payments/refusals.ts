import { detail, invalid } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { AttemptOutcome } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';

export type Refusal = Exclude<Outcome, AttemptOutcome | 'hosted'>;

/** Outcomes that end the call before a transaction is stored. */
export const REFUSALS: Readonly<Record<Refusal, Answer>> = {
  field_error: invalid({ payment_instrument: { payload: ['The wallet payload could not be read.'] } }),
  detail_error: detail(400, 'The request could not be processed.'),
  locked: { ...detail(423, 'The resource is locked.'), headers: { 'retry-after': '1' } },
  conflict: detail(409, 'A payment is already in process.'),
};

export function isRefusal(outcome: Outcome): outcome is Refusal {
  return Object.hasOwn(REFUSALS, outcome);
}
