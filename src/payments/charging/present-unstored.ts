import type { PaymentAnswer } from '../reading/payment.answer.ts';
import { selfLink } from '../reading/payment-links.ts';
import { Money } from '../../money/money.ts';
import type { Claimed } from './claimed.ts';

/** M4: Ottu was called and the store has failed since; all that can be said is what was claimed. */
export function presentUnstored(claimed: Claimed): PaymentAnswer {
  const zero = Money.fromMinor(0n, claimed.amount.currency).toString();
  const now = new Date().toISOString();
  const self = selfLink(claimed.paymentId);
  return {
    payment: {
      id: claimed.paymentId,
      order_no: claimed.orderNo,
      session_id: null,
      state: 'unknown',
      result: null,
      outcome: 'unknown',
      amount: claimed.amount.toString(),
      currency_code: claimed.amount.currency,
      captured_amount: zero,
      refunded_amount: zero,
      voided: false,
      review_reasons: [],
      reference_number: null,
      message: null,
      pg_params: null,
      created_at: now,
      updated_at: now,
    },
    links: { self, timeline: `${self}/timeline` },
  };
}
