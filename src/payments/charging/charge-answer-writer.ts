import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import type { AttemptRow } from '../../database/schema.ts';
import { Problem } from '../../problems/problem.ts';
import type { Refusal } from '../answers/refusal.ts';
import type { PaymentAnswer } from '../reading/payment.answer.ts';
import { problemPayment } from '../reading/payment-links.ts';
import { PaymentsReader } from '../reading/payments-reader.ts';
import { presentPayment } from '../reading/present-payment.ts';
import type { Charged } from './charge.ts';
import { presentUnstored } from './present-unstored.ts';

/** Turns the end of a charge into the answer that its caller gets: 201 when it is final, 202 while it is unknown. */
@Injectable()
export class ChargeAnswerWriter {
  constructor(private readonly payments: PaymentsReader) {}

  /** @throws Problem when Ottu refused the charge, now or when the key was first used (M9) */
  async write(charged: Charged, reply: FastifyReply): Promise<PaymentAnswer> {
    const answer = await this.#answer(charged, reply);
    void reply.status(answer.payment.outcome === 'unknown' ? 202 : 201).header('location', answer.links.self);
    if (charged.replayed) void reply.header('idempotent-replayed', 'true');
    return answer;
  }

  async #answer(charged: Charged, reply: FastifyReply): Promise<PaymentAnswer> {
    if (!charged.stored && charged.claimed !== undefined) return presentUnstored(charged.claimed);
    const found = await this.#find(charged);
    if (found === undefined) {
      if (charged.claimed !== undefined) return presentUnstored(charged.claimed);
      throw new Problem('store_unavailable', { outcome: 'unknown', retryAfterSeconds: 5 });
    }
    const { payment, newest, attempts } = found;
    const own = attempts.find(({ id }) => id === charged.attemptId) ?? newest;
    if (own !== undefined && standsRefused(own, charged)) {
      if (charged.replayed) void reply.header('idempotent-replayed', 'true');
      throw refusalProblem(own, problemPayment(payment, newest));
    }
    return presentPayment(payment, newest);
  }

  /** After the charge a store that fails is no reason to tell the caller anything but `unknown` (M4). */
  async #find({ paymentId }: Charged): Promise<Awaited<ReturnType<PaymentsReader['find']>>> {
    try {
      return await this.payments.find(paymentId);
    } catch {
      return undefined;
    }
  }
}

/**
 * M9: what Ottu refused to this key replays as that refusal, whatever other keys have come to since. What could be claimed
 * again is not replayed, unless Ottu has spoken of the payment since then: then the payment is the answer.
 */
function standsRefused({ state, refusal, claim_again: claimAgain }: AttemptRow, { replayed }: Charged): boolean {
  return state === 'not_processed' && refusal !== null && !(claimAgain && replayed);
}

function refusalProblem({ refusal }: AttemptRow, payment: ReturnType<typeof problemPayment>): Problem {
  const { code, detail, errors, retryAfterSeconds } = refusal as unknown as Refusal;
  return new Problem(code, {
    detail,
    errors,
    outcome: 'none',
    payment,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}
