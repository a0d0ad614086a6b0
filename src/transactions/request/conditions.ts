import type { FieldError } from '../../problems/problem.ts';
import { agreementViolations } from '../../payments/request/agreement-rules.ts';
import { amountViolations } from './amount-rules.ts';
import { isGiven } from './formats.ts';
import { notificationViolations } from './notifications.dto.ts';
import type { TransactionMembers } from './transaction-members.ts';

export interface WholeTransaction extends TransactionMembers {
  readonly amount?: unknown;
  readonly currency_code?: unknown;
}

/**
 * F2.2, F13: what a whole transaction needs by its payment type. Members may hold any JSON value when this runs.
 *
 * @param options.reducedAgreement whether `{id, type}` is enough of an agreement that exists already (F13.3).
 */
export function transactionViolations(
  request: WholeTransaction,
  options: { readonly reducedAgreement: boolean },
): FieldError[] {
  return [
    ...amountViolations(request.amount, request.currency_code, request.payment_type),
    ...ownerViolations(request),
    ...consentViolations(request, options.reducedAgreement),
    ...notificationViolations(request),
  ];
}

function ownerViolations({ payment_type: type, customer_id: customer }: WholeTransaction): FieldError[] {
  if ((type !== 'auto_debit' && type !== 'save_card') || isGiven(customer)) return [];
  return [{ pointer: '/customer_id', message: `is required for ${type}` }];
}

function consentViolations({ payment_type: type, agreement }: WholeTransaction, reducedAllowed: boolean): FieldError[] {
  if (type !== 'auto_debit') {
    return agreement === undefined
      ? []
      : [{ pointer: '/agreement', message: 'may be given with payment_type auto_debit only' }];
  }
  if (agreement === undefined) return [{ pointer: '/agreement', message: 'is required for auto_debit' }];
  if (typeof agreement !== 'object' || agreement === null) return [];
  return agreementViolations(agreement, { reducedAllowed });
}
