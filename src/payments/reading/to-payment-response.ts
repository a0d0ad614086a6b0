import type { AttemptRow, PaymentRow } from '../../database/schema.ts';
import type { ProblemOptions } from '../../problems/problem.ts';
import { retryAdvice } from './retry-advice.ts';
import { balancesOf } from '../balances.ts';
import { moneyOf } from '../payment-rows.ts';
import { isOpen } from '../states/attempt-state.ts';
import { outcomeOf } from '../states/payment-state.ts';
import { flatPgParams } from './flat-pg-params.ts';
import type { ActionRequiredAnswer, PaymentAnswer, PaymentView } from './payment.response.ts';

type NewestAttempt = Pick<AttemptRow, 'state' | 'action_required'> & Partial<Pick<AttemptRow, 'started_at'>>;

/**
 * A payment's row and its newest attempt as callers see them.
 *
 * @param retryPauseMs as for `retryAdvice`, which an auto-debit gets where this is given.
 */
export function toPaymentResponse(
  payment: PaymentRow,
  newest: NewestAttempt | undefined,
  retryPauseMs?: number,
): PaymentAnswer {
  const amountText = (minor: string): string => moneyOf(minor, payment.currency_code).toString();
  const { capturable, refundable } = balancesOf(payment);
  const view: PaymentView = {
    id: payment.id,
    order_no: payment.order_no,
    ...(payment.merchant_reference === null ? {} : { merchant_reference: payment.merchant_reference }),
    session_id: payment.session_id,
    state: payment.state,
    result: payment.result,
    outcome: outcomeOf(payment.state, newest !== undefined && isOpen(newest.state)),
    amount: amountText(payment.amount_minor),
    currency_code: payment.currency_code,
    captured_amount: amountText(payment.captured_minor),
    refunded_amount: amountText(payment.refunded_minor),
    refundable_amount: refundable.toString(),
    capturable_amount: capturable.toString(),
    voided: payment.voided,
    review_reasons: payment.review_reasons,
    ...(payment.received_minor === null || payment.received_currency === null
      ? {}
      : {
          amount_received: moneyOf(payment.received_minor, payment.received_currency).toString(),
          currency_received: payment.received_currency,
        }),
    ...(newest?.state === 'action_required' && newest.action_required !== null
      ? { action_required: newest.action_required as unknown as ActionRequiredAnswer }
      : {}),
    ...(payment.added_since === null ? {} : { added_since: payment.added_since }),
    reference_number: payment.reference_number,
    message: payment.message,
    pg_params: flatPgParams(payment.pg_params),
    created_at: payment.created_at.toISOString(),
    updated_at: payment.updated_at.toISOString(),
  };
  if (payment.origin === 'auto_debit' && newest?.started_at !== undefined && retryPauseMs !== undefined) {
    const retry = retryAdvice(view, retryPauseMs, newest.started_at);
    if (retry !== undefined) view.retry = retry;
  }
  const self = selfLink(payment.id);
  return { payment: view, links: { self, timeline: `${self}/timeline` } };
}

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
