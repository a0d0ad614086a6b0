import { AlsoCheck, Nested } from '../../http/fields/index.ts';
import { PaymentInstrument } from '../../payments/request/instrument.ts';
import type { FieldError } from '../../problems/problem.ts';
import { transactionViolations } from './conditions.ts';
import { isGiven, Amount, Currency, GatewayCodes, TransactionType } from './formats.ts';
import { TransactionMembers } from './transaction-members.ts';

/** A transaction for a payer to pay, or, with `payment_instrument`, one that is paid at once (F2, F3). */
@AlsoCheck(conditions)
export class CreateTransactionRequest extends TransactionMembers {
  @TransactionType()
  type: 'e_commerce' | 'payment_request';

  @Amount()
  amount: string;

  @Currency()
  currency_code: string;

  @GatewayCodes()
  pg_codes: string[];

  @Nested(() => PaymentInstrument, {
    optional: true,
    description:
      'Pays at once: needs the scope `payments:charge` and an `Idempotency-Key`, and is answered as a charge.',
  })
  payment_instrument?: PaymentInstrument;
}

/** F2.2, F3.2, F13. Members may hold any JSON value when this runs. */
function conditions(request: CreateTransactionRequest): FieldError[] {
  const { payment_instrument: instrument, pg_codes: codes, customer_id: customer } = request;
  const violations = transactionViolations(request);
  if (instrument !== undefined && Array.isArray(codes) && codes.length > 1) {
    violations.push({ pointer: '/pg_codes', message: 'must hold exactly one gateway code with payment_instrument' });
  }
  if (instrument?.instrument_type === 'wallet' && !isGiven(customer)) {
    violations.push({ pointer: '/customer_id', message: 'is required to pay from a wallet' });
  }
  return violations;
}
