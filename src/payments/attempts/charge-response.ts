import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { noteForAudit } from '../../audit/key-use.ts';
import type { AttemptRow } from '../../database/schema.ts';
import { Settings } from '../../config/settings.ts';
import { Money } from '../../money/money.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { Problem } from '../../problems/problem.ts';
import type { Refusal } from '../answers/refusal.ts';
import type { AttemptId, PaymentId } from '../identifiers.ts';
import { auditFactsOf } from '../reading/audit-facts.ts';
import type { PaymentAnswer } from '../reading/payment.response.ts';
import { PaymentsReader } from '../reading/payments-reader.ts';
import { problemPayment, selfLink, toPaymentResponse } from '../reading/to-payment-response.ts';
import type { PaymentRows } from '../settlement/settle.ts';
import type { AttemptClaim } from './attempt-claim.ts';
import type { ChargeResult } from './charge.ts';
import type { Replay } from './idempotency-replay.ts';

type Found = Awaited<ReturnType<PaymentsReader['find']>>;

/** What a server gets for a charge that creates its transaction: 201 when the outcome is final, 202 while it is unknown. */
@Injectable()
export class ChargeResponseWriter {
  constructor(
    private readonly payments: PaymentsReader,
    private readonly settings: Settings,
  ) {}

  /**
   * @throws Problem when Ottu refused the charge, now or when the key was first used (M9); `ottu_unreachable` when nothing
   * was sent (M5)
   */
  async write(result: ChargeResult, reply: FastifyReply): Promise<PaymentAnswer> {
    const response = result.kind === 'replay' ? await this.#replay(result, reply) : await this.#called(result);
    noteForAudit({ paymentId: response.payment.id, after: auditFactsOf(response.payment) });
    void reply.status(response.payment.outcome === 'unknown' ? 202 : 201).header('location', response.links.self);
    return response;
  }

  async #called({ claim, outcome }: Extract<ChargeResult, { kind: 'called' }>): Promise<PaymentAnswer> {
    if (outcome.kind === 'not_sent') throw notSent(claim, outcome.cause);
    if (outcome.kind === 'unstored') return unpersistedPaymentResponse(claim);
    const rows = outcome.kind === 'settled' ? outcome.rows : undefined;
    const found = rows ?? (await this.#find(claim.paymentId));
    if (found === undefined) return unpersistedPaymentResponse(claim);
    return this.#respond(found, claim.attemptId, (own) => own.state === 'not_processed');
  }

  /**
   * M9: what Ottu refused to this key replays as that refusal, whichever other keys have used the order number since. What
   * could be claimed again is not replayed, unless Ottu has spoken of the payment since then: then the payment is the answer.
   */
  async #replay({ paymentId, attemptId }: Replay, reply: FastifyReply): Promise<PaymentAnswer> {
    const found = await this.#find(paymentId);
    if (found === undefined) throw new Problem('store_unavailable', { outcome: 'unknown', retryAfterSeconds: 5 });
    void reply.header('idempotent-replayed', 'true');
    return this.#respond(found, attemptId, (own) => own.state === 'not_processed' && !own.claim_again);
  }

  /** After the charge a store that fails is no reason to tell the caller anything but `unknown` (M4). */
  async #find(paymentId: PaymentId): Promise<Found> {
    try {
      return await this.payments.find(paymentId);
    } catch {
      return undefined;
    }
  }

  /** @throws Problem the refusal of the key's own attempt, where it stands */
  #respond(
    { payment, attempts }: PaymentRows,
    attemptId: AttemptId | undefined,
    standsRefused: (own: AttemptRow) => boolean,
  ): PaymentAnswer {
    const newest = attempts.at(-1);
    const own = attempts.find(({ id }) => id === attemptId) ?? newest;
    if (own !== undefined && own.refusal !== null && standsRefused(own)) {
      const { code, detail, errors, retryAfterSeconds } = own.refusal as unknown as Refusal;
      throw new Problem(code, {
        detail,
        errors,
        outcome: 'none',
        payment: problemPayment(payment, newest),
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      });
    }
    return toPaymentResponse(payment, newest, this.settings.durations.declineRetry);
  }
}

function notSent({ paymentId, orderNo }: AttemptClaim, cause: unknown): Problem {
  return new Problem('ottu_unreachable', {
    detail: 'Nothing was sent to Ottu and nothing was charged. The same request may be sent again with the same key.',
    outcome: 'none',
    retryAfterSeconds: (cause instanceof TransportFault ? cause.retryAfterSeconds : undefined) ?? 2,
    payment: { id: paymentId, order_no: orderNo, outcome: 'none', self: selfLink(paymentId) },
    cause,
  });
}

/** M4: Ottu was called and the store has failed since; all that can be said is what was claimed. */
function unpersistedPaymentResponse(claim: AttemptClaim): PaymentAnswer {
  const zero = Money.fromMinor(0n, claim.amount.currency).toString();
  const now = new Date().toISOString();
  const self = selfLink(claim.paymentId);
  return {
    payment: {
      id: claim.paymentId,
      order_no: claim.orderNo,
      session_id: null,
      state: 'unknown',
      result: null,
      outcome: 'unknown',
      amount: claim.amount.toString(),
      currency_code: claim.amount.currency,
      captured_amount: zero,
      refunded_amount: zero,
      refundable_amount: zero,
      capturable_amount: zero,
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
