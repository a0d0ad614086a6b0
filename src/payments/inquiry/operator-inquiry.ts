import { Injectable } from '@nestjs/common';

import { auditFactsOf, auditFactsOfRow } from '../reading/audit-facts.ts';
import { noteForAudit } from '../../audit/key-use.ts';
import { problemOfFault } from '../../ottu/errors/problem-of-fault.ts';
import { problemOfReply } from '../../ottu/errors/problem-of-reply.ts';
import { Problem, type ProblemOptions } from '../../problems/problem.ts';
import { parsePaymentId, type PaymentId } from '../identifiers.ts';
import { PaymentsReader } from '../reading/payments-reader.ts';
import { problemPayment, toPaymentResponse } from '../reading/to-payment-response.ts';
import { Inquire, type InquiryOutcome } from './inquire.ts';
import type { InquiryAnswer } from './inquiry.response.ts';

type Found = NonNullable<Awaited<ReturnType<PaymentsReader['find']>>>;

/** An operator asks Ottu about one payment, within the allowance that the reconciliation has too (M32). */
@Injectable()
export class OperatorInquiry {
  constructor(
    private readonly payments: PaymentsReader,
    private readonly inquire: Inquire,
  ) {}

  /** @throws Problem when there is no such payment, when it may not be asked about now, and when Ottu said nothing of use */
  async execute(id: string): Promise<InquiryAnswer> {
    const paymentId = parsePaymentId(id);
    if (paymentId === undefined) throw noSuchPayment();
    const before = await this.#find(paymentId);
    noteForAudit({ before: auditFactsOfRow(before.payment) });
    const asked = answered(await this.inquire.execute(paymentId, 'operator'), before);
    const { payment, newest } = await this.#find(paymentId);
    const response = toPaymentResponse(payment, newest);
    noteForAudit({ after: { ...auditFactsOf(response.payment), inquiry: asked.number, result: asked.result } });
    return {
      payment: response.payment,
      links: response.links,
      inquiry: { number: asked.number, result: asked.result },
    };
  }

  async #find(paymentId: PaymentId): Promise<Found> {
    const found = await this.payments.find(paymentId);
    if (found === undefined) throw noSuchPayment();
    return found;
  }
}

/** @throws Problem unless Ottu answered the question, be it with a refusal */
function answered(inquired: InquiryOutcome, { payment, newest }: Found): Extract<InquiryOutcome, { kind: 'asked' }> {
  const about: ProblemOptions = { payment: problemPayment(payment, newest) };
  switch (inquired.kind) {
    case 'asked':
      if (inquired.result === 'throttled' || inquired.result === 'no_answer') throw problemOfReply(inquired.reply);
      if (inquired.reply.status === 401 || inquired.reply.status === 403) throw problemOfReply(inquired.reply);
      return inquired;
    case 'not_answered':
      throw problemOfFault(inquired.fault);
    case 'too_early':
      throw new Problem('inquiry_too_early', { ...about, retryAfterSeconds: seconds(inquired.retryMs) });
    case 'busy':
      throw new Problem('inquiry_busy', { ...about, retryAfterSeconds: seconds(inquired.retryMs) });
    case 'used_up':
    case 'not_wanted':
      throw new Problem('inquiries_used_up', about);
  }
}

function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}

function noSuchPayment(): Problem {
  return new Problem('not_found', { detail: 'There is no such payment.' });
}
