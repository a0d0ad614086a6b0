import type { Payment, Problem } from '../types.ts';

/**
 * Who has to act before the outcome can be known.
 *
 * - `answer`: nobody of yours. The service finds out, usually within minutes.
 * - `payer`: the bank asks the payer something; `payment.action_required` says where he goes.
 * - `review`: a person at the merchant decides.
 * - `approval`: a second pair of eyes approves the operation, or not.
 * - `gateway`: it has the refund, and moves the money when it likes.
 */
export type WaitsFor = 'answer' | 'payer' | 'review' | 'approval' | 'gateway';

/** How long a call waits, and what ends its waiting. Neither ends the charge. */
export interface Waiting {
  /** Milliseconds until `unknown` is handed back, 90,000 unless given. `Infinity` waits for the end. */
  readonly within?: number;
  /** Hands `unknown` back when it is aborted; before anything was sent the call rejects with its reason instead. */
  readonly signal?: AbortSignal;
}

interface Named {
  /** The idempotency key by which all of it was asked for. */
  readonly key: string;
}

/** Settled by Ottu's word, paid or not: `payment.state` or `operation.state` says which. */
export type Final<Answer> = Named & Answer & { readonly outcome: 'final' };

/** Nothing was done, and nothing will be by what was sent. */
export type None<Answer> = Named &
  Partial<Answer> & {
    readonly outcome: 'none';
    /** Why; absent where the payment itself says it, and where the service could not be reached. */
    readonly problem?: Problem;
    /** The reason lay outside of the request: the same call may do it later, under the same key. */
    readonly mayRepeat: boolean;
    /** Milliseconds that the service asked to wait before that. */
    readonly retryAfterMs?: number;
  };

/** Money may have moved. Neither fulfil nor charge anew. */
export type Unknown<Answer> = Named &
  Partial<Answer> & {
    readonly outcome: 'unknown';
    readonly waitsFor: WaitsFor;
    /** What was said last, where it was no answer about this request. */
    readonly problem?: Problem;
    /**
     * Waits on, by the same key and the same bytes. It carries the intent on: where nothing was charged yet, because no try
     * has reached the service, it may charge now.
     */
    resume(this: void, waiting?: Waiting): Promise<Result<Answer>>;
  };

/**
 * A fault in the caller: the key belongs to other bytes, or the order number to another payment, which the problem names with
 * its own outcome. This request has done nothing.
 */
export interface Conflict extends Named {
  readonly outcome: 'conflict';
  readonly problem: Problem;
}

/** What became of a request that moves money. Decide by `outcome`. */
export type Result<Answer> = Final<Answer> | None<Answer> | Unknown<Answer> | Conflict;

/** Whether an order is fulfilled: the money is there or promised, as it was asked for, and nobody has to look at it. */
export function mayFulfil(payment: Pick<Payment, 'outcome' | 'state' | 'review_reasons'>): boolean {
  const { outcome, state, review_reasons: reasons } = payment;
  return outcome === 'final' && ['paid', 'authorized', 'cod'].includes(state) && reasons.length === 0;
}
