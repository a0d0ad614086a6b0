import type {
  AutoDebitAnswer,
  CreatedTransaction,
  Operation,
  OperationAnswer,
  Payment,
  PaymentAnswer,
} from '../types.ts';
import { isObject, type ReadAnswer, type Reading } from './reading.ts';

/** By the payment of an answer: Buy Now, auto-debits, and charges of the Checkout API. */
export function readCharge<Answer extends PaymentAnswer | AutoDebitAnswer>(json: unknown): Reading<Answer> | undefined {
  if (!hasPayment(json)) return undefined;
  const answer = json as Answer;
  const { outcome, state } = answer.payment;
  switch (outcome) {
    case 'final':
      return { kind: 'final', answer };
    case 'none':
      return { kind: 'none', answer };
    case 'unknown':
      return { kind: 'open', answer, waitsFor: payerOrReview(state) };
    default:
      return unread(outcome);
  }
}

/** By the operation of an answer: `payment.outcome` is about the payment, and was final before. */
export const readOperation: ReadAnswer<OperationAnswer> = (json) => {
  if (!hasPayment(json) || !isObject(json['operation'])) return undefined;
  const answer = json as unknown as OperationAnswer;
  return ofOperation(answer, answer.operation.state);
};

/** Ottu's own members where nothing was charged, else the payment. */
export const readTransaction: ReadAnswer<PaymentAnswer | CreatedTransaction> = (json, status) => {
  if (hasPayment(json)) return readCharge<PaymentAnswer>(json);
  if (status !== 201 || !isObject(json) || typeof json['session_id'] !== 'string') return undefined;
  return { kind: 'final', answer: { transaction: json as unknown as CreatedTransaction['transaction'] } };
};

function ofOperation(answer: OperationAnswer, state: Operation['state']): Reading<OperationAnswer> | undefined {
  switch (state) {
    case 'succeeded':
    case 'rejected':
    case 'refused':
      return { kind: 'final', answer };
    case 'not_processed':
      return { kind: 'none', answer };
    case 'sending':
    case 'unknown':
      return { kind: 'open', answer, waitsFor: 'answer' };
    case 'queued':
      return { kind: 'open', answer, waitsFor: 'gateway' };
    case 'awaiting_approval':
      return { kind: 'open', answer, waitsFor: 'approval' };
    default:
      return unread(state);
  }
}

/** A later version of the service may know more words than this client: such an answer says nothing. */
function unread(_word: never): undefined {
  return undefined;
}

function payerOrReview(state: Payment['state']): 'payer' | 'review' | 'answer' {
  if (state === 'action_required') return 'payer';
  return state === 'needs_review' ? 'review' : 'answer';
}

function hasPayment(json: unknown): json is Readonly<Record<string, unknown>> {
  return isObject(json) && isObject(json['payment']) && typeof json['payment']['outcome'] === 'string';
}
