import type { AttemptRow, PaymentRow } from '../../database/schema.ts';
import type { ProblemOptions } from '../../problems/problem.ts';
import { isOpen } from '../states/attempt-state.ts';
import { outcomeOf } from '../states/payment-state.ts';

export function selfLink(paymentId: string): string {
  return `/v1/payments/${paymentId}`;
}

/** How a problem document points at the payment that it is about. */
export function problemPayment(
  payment: Pick<PaymentRow, 'id' | 'order_no' | 'state'>,
  newest: Pick<AttemptRow, 'state'> | undefined,
): NonNullable<ProblemOptions['payment']> {
  return {
    id: payment.id,
    order_no: payment.order_no,
    outcome: outcomeOf(payment.state, newest !== undefined && isOpen(newest.state)),
    self: selfLink(payment.id),
  };
}
