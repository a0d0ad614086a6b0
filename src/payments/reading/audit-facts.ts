import type { AuditFacts } from '../../audit/key-use.ts';
import type { OperationRow, PaymentRow } from '../../database/schema.ts';
import { moneyOf } from '../payment-rows.ts';
import type { PaymentView } from './payment.response.ts';
import { toPaymentResponse } from './to-payment-response.ts';

/** What the audit holds of a payment: its state and its money, and nothing about who pays. */
export function auditFactsOf(payment: PaymentView): AuditFacts {
  return {
    state: payment.state,
    review_reasons: payment.review_reasons,
    amount: payment.amount,
    currency_code: payment.currency_code,
    captured_amount: payment.captured_amount,
    refunded_amount: payment.refunded_amount,
    refundable_amount: payment.refundable_amount,
    capturable_amount: payment.capturable_amount,
    voided: payment.voided,
  };
}

/** The same of a row that is locked. */
export function auditFactsOfRow(payment: PaymentRow): AuditFacts {
  return auditFactsOf(toPaymentResponse(payment, undefined).payment);
}

/** What the audit holds of an operation; its reason stands in the payment's timeline. */
export function auditFactsOfOperation(operation: OperationRow, { currency_code: currency }: PaymentRow): AuditFacts {
  const { amount_minor: minor, requested_by: requestedBy, decided_by: decidedBy } = operation;
  return {
    operation: operation.operation,
    operation_state: operation.state,
    ...(minor === null ? {} : { operation_amount: moneyOf(minor, currency).toString() }),
    ...(requestedBy === null ? {} : { requested_by: requestedBy }),
    ...(decidedBy === null ? {} : { decided_by: decidedBy }),
  };
}
