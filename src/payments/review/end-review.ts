import { Injectable, Logger } from '@nestjs/common';
import { Counter } from 'prom-client';

import { auditFactsOfRow } from '../reading/audit-facts.ts';
import { noteForAudit } from '../../audit/key-use.ts';
import type { PaymentRow } from '../../database/schema.ts';
import type { TagCondition } from '../../http/tag-condition.ts';
import { beginAtZero, Metrics } from '../../observability/metrics.ts';
import { Problem } from '../../problems/problem.ts';
import { readFact } from '../facts/provider-fact.ts';
import type { PaymentId } from '../identifiers.ts';
import { matchesPayment, paymentTag } from '../reading/payment-tag.ts';
import { PaymentsReader } from '../reading/payments-reader.ts';
import { problemPayment } from '../reading/to-payment-response.ts';
import { RefreshPayment } from '../settlement/refresh-payment.ts';
import type { LockedPayment, ReviewDecision, SettlementInput } from '../settlement/settlement-input.ts';
import { Settle } from '../settlement/settle.ts';
import { isSuccess } from '../states/payment-state.ts';
import { AskBeforeReview, type ShownBeforeReview } from './ask-before-review.ts';
import type { ReviewRequest } from './review.request.ts';

export interface ReviewCommand {
  readonly paymentId: PaymentId;
  /** Name of the operator's service key. */
  readonly decidedBy: string;
  /** The payment as the operator has seen it. */
  readonly ifMatch: Exclude<TagCondition, '*'>;
  readonly review: ReviewRequest;
}

/** M27: an operator ends the review of a payment. */
@Injectable()
export class EndReview {
  readonly #logger = new Logger('Review');
  readonly #decided: Counter<'decision'>;

  constructor(
    private readonly payments: PaymentsReader,
    private readonly ask: AskBeforeReview,
    private readonly refreshPayment: RefreshPayment,
    private readonly settle: Settle,
    { registry }: Metrics,
  ) {
    this.#decided = new Counter({
      name: 'ottu_bff_reviews_decided_total',
      help: 'Reviews of payments that operators have ended',
      labelNames: ['decision'],
      registers: [registry],
    });
    beginAtZero(this.#decided, { decision: ['accept', 'reject'] satisfies ReviewDecision['verdict'][] });
  }

  /**
   * Ottu is asked first, with no database transaction open. Then the payment is decided under its lock, if it is still the
   * one that the operator has seen: a word of Ottu's that comes in between wins.
   *
   * @throws Problem `not_found`, `payment_changed`, `review_not_open`, `ottu_shows_success`, `ottu_shows_no_success`,
   * `ottu_unreachable`, `store_unavailable`; then nothing is decided
   */
  async execute(command: ReviewCommand): Promise<void> {
    const { paymentId, review } = command;
    const found = await this.payments.find(paymentId);
    if (found === undefined) throw new Problem('not_found', { detail: 'There is no such payment.' });
    assertReviewable(found.payment, command);
    const shown = await this.#shown(found.payment, command);
    const success = successOf(shown);
    try {
      const named = success !== undefined || (await this.ask.hasNamedSuccess(found.payment));
      assertConfirmed(review, { shown: success !== undefined, named }, found.payment);
    } catch (refusal) {
      // What Ottu has just said is not forgotten, and may end the review by itself.
      await this.#record(command.paymentId, found.payment.session_id, shown);
      throw refusal;
    }
    await this.settle.settle({
      paymentId,
      interpret: (locked) => {
        assertReviewable(locked.payment, command);
        return decided(locked, command, { shown, success });
      },
    });
    this.#decided.inc({ decision: review.decision });
    this.#logger.log(
      { payment_id: paymentId, order_no: found.payment.order_no, decision: review.decision },
      'An operator has ended the review of a payment',
    );
  }

  async #shown(
    { session_id: sessionId }: PaymentRow,
    { paymentId, review }: ReviewCommand,
  ): Promise<ShownBeforeReview | undefined> {
    // Without a session there is nothing that could be retrieved, or paid any more.
    if (sessionId === null) return undefined;
    return review.decision === 'reject' ? this.ask.showEnded(paymentId, sessionId) : this.ask.show(sessionId);
  }

  async #record(paymentId: PaymentId, sessionId: string | null, shown: ShownBeforeReview | undefined): Promise<void> {
    if (shown?.kind !== 'answered' || sessionId === null) return;
    await this.refreshPayment.record({ paymentId, sessionId }, shown.document);
  }
}

interface Shown {
  readonly shown: ShownBeforeReview | undefined;
  readonly success: ReviewDecision['shown'];
}

function decided(
  { payment, check }: LockedPayment,
  command: ReviewCommand,
  { shown, success }: Shown,
): SettlementInput {
  const { decision, reason, confirm_without_ottu: confirmed, given_back: givenBack } = command.review;
  noteForAudit({ before: auditFactsOfRow(payment) });
  const reported = shown?.kind === 'answered' ? readFact(shown.document, 'retrieve') : undefined;
  return {
    event: 'review_decided',
    details: {
      decision,
      decided_by: command.decidedBy,
      reason,
      before: { state: payment.state, review_reasons: payment.review_reasons },
      ottu_shows: reported?.state ?? null,
      ...(confirmed === true ? { confirm_without_ottu: true } : {}),
      ...(givenBack === true ? { given_back: true } : {}),
    },
    fact: reported === undefined ? undefined : { reported, checked: check(reported) },
    decision: { verdict: decision, shown: success },
  };
}

/** @throws Problem unless it is under review, as the operator has seen it */
function assertReviewable(payment: PaymentRow, { ifMatch }: ReviewCommand): void {
  const about = { payment: problemPayment(payment, undefined), headers: { etag: paymentTag(payment) } };
  if (!matchesPayment(ifMatch, payment)) {
    const detail = 'The payment is not the one that If-Match names. Read it again, and decide again.';
    throw new Problem('payment_changed', { ...about, detail });
  }
  if (payment.state === 'needs_review') return;
  throw new Problem('review_not_open', { ...about, detail: `The payment is ${payment.state}.` });
}

interface OttusWord {
  /** Its transaction shows a success now. */
  readonly shown: boolean;
  /** A success was named at any time. */
  readonly named: boolean;
}

/** @throws Problem where the decision goes against Ottu's word, and the operator has not said that he knows */
function assertConfirmed(review: ReviewRequest, { shown, named }: OttusWord, payment: PaymentRow): void {
  const about = { payment: problemPayment(payment, undefined) };
  if (review.decision === 'accept' && !shown && review.confirm_without_ottu !== true) {
    throw new Problem('ottu_shows_no_success', {
      ...about,
      detail: 'To accept it all the same, send confirm_without_ottu: true.',
    });
  }
  if (review.decision === 'reject' && named && review.given_back !== true) {
    throw new Problem('ottu_shows_success', {
      ...about,
      detail: 'Give the money back first; then send given_back: true.',
    });
  }
}

function successOf(shown: ShownBeforeReview | undefined): ReviewDecision['shown'] {
  const state = shown?.kind === 'answered' ? shown.state : undefined;
  return state !== undefined && isSuccess(state) ? state : undefined;
}
