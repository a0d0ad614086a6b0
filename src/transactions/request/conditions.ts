import { exponentOf, isCurrencyCode, type CurrencyCode } from '../../money/currency.ts';
import { MoneyError } from '../../money/money-error.ts';
import { Money } from '../../money/money.ts';
import { agreementViolations } from '../../payments/request/agreement.dto.ts';
import type { FieldError } from '../../problems/problem.ts';
import { isGiven } from './formats.ts';
import { notificationViolations } from './nested-members.dto.ts';
import type { TransactionMembers } from './transaction-members.ts';

export interface WholeTransaction extends TransactionMembers {
  readonly amount?: unknown;
  readonly currency_code?: unknown;
}

/**
 * F2.2, F13: what a whole transaction needs by its payment type. Members may hold any JSON value when this runs. Whether
 * `{id, type}` names an agreement that exists already (F13.3), and what a subscription needs (F16.8), Ottu knows.
 */
export function transactionViolations(request: WholeTransaction): FieldError[] {
  return [
    ...amountViolations(request.amount, request.currency_code, request.payment_type),
    ...ownerViolations(request),
    ...consentViolations(request),
    ...notificationViolations(request),
  ];
}

function ownerViolations({ payment_type: type, customer_id: customer }: WholeTransaction): FieldError[] {
  if ((type !== 'auto_debit' && type !== 'save_card') || isGiven(customer)) return [];
  return [{ pointer: '/customer_id', message: `is required for ${type}` }];
}

function consentViolations({ payment_type: type, agreement }: WholeTransaction): FieldError[] {
  if (type === 'auto_pay') return [];
  if (type !== 'auto_debit') {
    return agreement === undefined
      ? []
      : [{ pointer: '/agreement', message: 'may be given with payment_type auto_debit or auto_pay only' }];
  }
  if (agreement === undefined) return [{ pointer: '/agreement', message: 'is required for auto_debit' }];
  if (typeof agreement !== 'object' || agreement === null) return [];
  return agreementViolations(agreement, { reducedAllowed: true });
}

/**
 * F2.2, F2.8: an amount is exact in its currency (M60), where only zeros may follow the currency's digits (F16.16), at
 * least 0.01 of it, and zero when a card is saved; when a subscription begins (F16.8) it may be zero, else never.
 * Members may hold any JSON value; what is no string at all is the fields' own fault.
 */
export function amountViolations(amount: unknown, currency: unknown, paymentType: unknown): FieldError[] {
  if (typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) && !isCurrencyCode(currency)) {
    return [{ pointer: '/currency_code', message: 'is not a currency that this service knows' }];
  }
  if (typeof amount !== 'string' || !isCurrencyCode(currency)) return [];
  const parsed = parse(amount, currency);
  const violation = typeof parsed === 'string' ? parsed : limitViolation(parsed, paymentType);
  return violation === undefined ? [] : [{ pointer: '/amount', message: violation }];
}

function parse(amount: string, currency: CurrencyCode): Money | string {
  try {
    return Money.fromProvider(amount, currency);
  } catch (error) {
    if (error instanceof MoneyError) return error.message;
    throw error;
  }
}

function limitViolation(amount: Money, paymentType: unknown): string | undefined {
  if (paymentType === 'save_card') return amount.isZero() ? undefined : 'must be "0" for save_card';
  if (amount.isZero()) return paymentType === 'auto_pay' ? undefined : 'must be above zero';
  return amount.compare(leastOf(amount.currency)) < 0 ? 'must be at least 0.01' : undefined;
}

/** 0.01, or the smallest unit of a currency that has no such fraction. */
function leastOf(currency: CurrencyCode): Money {
  return Money.fromMinor(10n ** BigInt(Math.max(0, exponentOf(currency) - 2)), currency);
}
