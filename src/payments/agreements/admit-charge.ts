import type { AgreementRow } from '../../database/schema.ts';
import type { Money } from '../../money/money.ts';
import { Problem, type FieldError, type RetryAdvice } from '../../problems/problem.ts';
import type { ChargesSoFar, LockedAgreement } from './agreement-rows.ts';
import { fixedAmount, largestAmount } from './agreement-terms.ts';

/**
 * M82: whether an agreement lets one more cycle be charged, before Ottu is asked. What was not agreed on is not checked:
 * Ottu knows what it was told.
 *
 * @throws Problem `agreement_canceled`, `agreement_ended`, `cycle_too_early`, `amount_not_agreed`, outcome `none`
 */
export function admitCharge(agreement: LockedAgreement, soFar: ChargesSoFar, amount: Money): void {
  const { canceled_at: canceled, expires_on: lastDay, total_cycles: total, today } = agreement;
  if (canceled !== null) throw refused('agreement_canceled', 'Nothing more is charged under it.', { advice: 'never' });
  if (lastDay !== null && today > lastDay) {
    throw refused('agreement_ended', `Its last day was ${lastDay}.`, { advice: 'payer' });
  }
  if (total !== null && soFar.count >= total) {
    throw refused('agreement_ended', `All of its ${total} cycles are charged, or are being charged.`, {
      // One that is not settled may come to nothing.
      advice: soFar.charged >= total ? 'payer' : 'later',
    });
  }
  assertAgreed(agreement, amount);
  if (soFar.tooEarly && soFar.nextFrom !== null) throw tooEarly(agreement, soFar.nextFrom);
}

function assertAgreed(agreement: AgreementRow, amount: Money): void {
  const { currency_code: currency } = agreement;
  if (amount.currency !== currency) throw notAgreed('/currency_code', `The agreement is in ${currency}.`);
  const fixed = fixedAmount(agreement);
  if (fixed !== undefined && !fixed.equals(amount)) {
    throw notAgreed('/amount', `The agreement is of ${fixed.toString()} ${currency} each time.`);
  }
  const largest = largestAmount(agreement);
  if (largest !== undefined && amount.compare(largest) > 0) {
    throw notAgreed('/amount', `The agreement is of ${largest.toString()} ${currency} at most.`);
  }
}

function notAgreed(pointer: string, detail: string): Problem {
  const errors = [{ pointer, message: 'is not what was agreed on' }];
  return refused('amount_not_agreed', detail, { advice: 'never' }, errors);
}

function tooEarly({ interval_days: days }: AgreementRow, nextFrom: Date): Problem {
  const after = nextFrom.toISOString();
  return refused(
    'cycle_too_early',
    `At least ${days} days lie between two charges of it. The next is possible ${after}.`,
    {
      advice: 'later',
      after,
    },
  );
}

function refused(
  code: 'agreement_canceled' | 'agreement_ended' | 'cycle_too_early' | 'amount_not_agreed',
  detail: string,
  retry: RetryAdvice,
  errors?: readonly FieldError[],
): Problem {
  return new Problem(code, { detail, retry, outcome: 'none', ...(errors === undefined ? {} : { errors }) });
}
