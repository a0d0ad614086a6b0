import { Injectable } from '@nestjs/common';

import { asSessionId } from '../../payments/identifiers.ts';
import { problemPayment } from '../../payments/reading/payment-links.ts';
import { Problem } from '../../problems/problem.ts';
import type { PassedAnswer } from '../answers/passed-answer.ts';
import { repeatedProblem, type StoredProblem } from '../../payments/answers/stored-problem.ts';
import { RetrieveTransaction } from '../retrieve/retrieve-transaction.ts';
import type { EarlierCreate } from './create-claim.ts';

/** Told where the process that made the call died before it heard the answer. */
const NOBODY_KNOWS: StoredProblem = {
  code: 'ottu_bad_answer',
  detail: 'It is not known whether Ottu created the transaction: its answer was lost. Use a new key and order number.',
  outcome: 'unknown',
};

/** M9: a replay is the transaction as it is now, read anew, since answers are never stored; or the same refusal. */
@Injectable()
export class ReplayCreate {
  constructor(private readonly retrieve: RetrieveTransaction) {}

  async execute({ payment, write }: EarlierCreate): Promise<PassedAnswer> {
    const described = problemPayment(payment, undefined);
    if (payment.session_id === null || isRefused(write)) {
      throw repeatedProblem((write?.problem as StoredProblem | null | undefined) ?? NOBODY_KNOWS, described);
    }
    try {
      const answer = await this.retrieve.execute(asSessionId(payment.session_id));
      return { ...answer, status: 201, replayed: true };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // Nothing was charged by this route; the transaction can be read again later.
      throw new Problem(error.code, {
        ...error.options,
        outcome: described.outcome,
        payment: described,
        headers: { 'idempotent-replayed': 'true' },
      });
    }
  }
}

/** What Ottu refused to this key stays refused, also when another key has used the order number since (M41). */
function isRefused(write: EarlierCreate['write']): boolean {
  return write?.state === 'refused' && !write.claim_again;
}
