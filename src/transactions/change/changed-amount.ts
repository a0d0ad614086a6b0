import type { PaymentRow } from '../../database/schema.ts';
import { isCurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import { moneyOf } from '../../payments/payment-rows.ts';
import type { FieldError } from '../../problems/problem.ts';
import { amountViolations } from '../request/amount-rules.ts';
import type { ChangeTransactionRequest } from '../request/change-transaction.request.ts';

/** What is wrong with the amount of a change, held against the transaction that it changes. */
export function changedAmountViolations(payment: PaymentRow, request: ChangeTransactionRequest): FieldError[] {
  const { amount, currency_code: currency = payment.currency_code } = request;
  if (amount !== undefined) return amountViolations(amount, currency, payment.payment_type);
  return currency === payment.currency_code
    ? []
    : [{ pointer: '/amount', message: 'is required when currency_code changes' }];
}

/** The amount that a change without faults asks for; nothing where it asks for no other than the present one. */
export function changedAmount(payment: PaymentRow, request: ChangeTransactionRequest): Money | undefined {
  const { amount, currency_code: currency = payment.currency_code } = request;
  if (amount === undefined || !isCurrencyCode(currency)) return undefined;
  const changed = Money.parse(amount, currency);
  return changed.equals(moneyOf(payment.amount_minor, payment.currency_code)) ? undefined : changed;
}
