import { AlsoCheck } from '../../http/fields/index.ts';
import type { FieldError } from '../../problems/problem.ts';
import { transactionViolations, amountViolations } from './conditions.ts';
import { Amount, Currency, GatewayCodes, TransactionType } from './formats.ts';
import { TransactionMembers } from './transaction-members.ts';

/** PATCH: only what changes. Rules between members that need the stored ones are checked against those, or by Ottu. */
@AlsoCheck(patchConditions)
export class UpdateTransactionRequest extends TransactionMembers {
  @TransactionType({ optional: true })
  type?: 'e_commerce' | 'payment_request';

  @Amount({ optional: true })
  amount?: string;

  @Currency({ optional: true })
  currency_code?: string;

  @GatewayCodes({ optional: true })
  pg_codes?: string[];
}

/** PUT: the whole transaction again. */
@AlsoCheck(putConditions)
export class ReplaceTransactionRequest extends TransactionMembers {
  @TransactionType()
  type: 'e_commerce' | 'payment_request';

  @Amount()
  amount: string;

  @Currency()
  currency_code: string;

  @GatewayCodes()
  pg_codes: string[];
}

export type ChangeTransactionRequest = UpdateTransactionRequest | ReplaceTransactionRequest;

function patchConditions(request: UpdateTransactionRequest): FieldError[] {
  return [...instrumentViolations(request), ...amountViolations(undefined, request.currency_code, undefined)];
}

function putConditions(request: ReplaceTransactionRequest): FieldError[] {
  return [...instrumentViolations(request), ...transactionViolations(request)];
}

/** M61: a change never charges, with any scopes. */
function instrumentViolations(request: object): FieldError[] {
  return Object.hasOwn(request, 'payment_instrument')
    ? [{ pointer: '/payment_instrument', message: 'is taken when a transaction is created, never on a change' }]
    : [];
}
