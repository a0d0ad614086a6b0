import type { PaymentRow } from '../database/schema.ts';
import { problemPayment } from '../payments/reading/to-payment-response.ts';
import { isSuccess, type PaymentState } from '../payments/states/payment-state.ts';
import { Problem } from '../problems/problem.ts';
import { isOpenLink } from './payment-link.response.ts';

/** M56: how long a payer who has begun is waited for before an operator asks again. */
const PAYING_RETRY_SECONDS = 60;

/** @throws Problem `link_closed` where nobody can pay it any more, `change_in_flight` where it is not known whether Ottu made it */
export function assertOpen(payment: PaymentRow): asserts payment is PaymentRow & { readonly session_id: string } {
  const about = { outcome: 'none', payment: problemPayment(payment, undefined) } as const;
  if (isOpenLink(payment) && payment.session_id !== null) return;
  if (payment.session_id === null && WITHOUT_WORD.has(payment.state)) {
    throw new Problem('change_in_flight', {
      ...about,
      detail: 'It is not known yet whether Ottu has made the link. Nothing was done.',
      retryAfterSeconds: PAYING_RETRY_SECONDS,
    });
  }
  throw new Problem('link_closed', { ...about, detail: `${whyClosed(payment)} Nothing was done.` });
}

/** @throws Problem `attempt_open` where a payer is at it: an amount that changes under his hands is nobody's (M51) */
export function assertNobodyPays(payment: PaymentRow): void {
  if (payment.state !== 'pending') return;
  throw new Problem('attempt_open', {
    detail: 'Somebody is paying it at this moment; nothing was changed.',
    outcome: 'none',
    payment: problemPayment(payment, undefined),
    retryAfterSeconds: PAYING_RETRY_SECONDS,
  });
}

const WITHOUT_WORD: ReadonlySet<string> = new Set(['sending', 'unknown'] satisfies PaymentState[]);

function whyClosed({ state }: Pick<PaymentRow, 'state'>): string {
  if (isSuccess(state)) return `It is ${state} already.`;
  if (state === 'confirming' || state === 'needs_review') return 'Money has probably moved.';
  return `It has ended as ${state}.`;
}
