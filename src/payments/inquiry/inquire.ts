import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { InquiryAsker, InquiryResult } from '../../database/schema.ts';
import { InquiryApi } from '../../ottu/inquiry-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import type { PaymentId } from '../identifiers.ts';
import { RefreshPayment } from '../settlement/refresh-payment.ts';
import { InquiryAllowance, type InquiryRefusal, type ReservedInquiry } from './inquiry-allowance.ts';
import { readInquiry, type InquiryReading } from './read-inquiry.ts';
import { SettleInquiry } from './settle-inquiry.ts';

/** How an inquiry ended. */
export type InquiryOutcome =
  | { readonly kind: 'asked'; readonly number: number; readonly result: InquiryResult; readonly reply: OttuReply }
  | { readonly kind: 'not_answered'; readonly fault: TransportFault }
  | InquiryRefusal;

const NO_ANSWER: InquiryReading = { result: 'no_answer', event: undefined, session: undefined };

/** Asks Ottu what became of a payment, once, within the allowance, and settles what it says (M32). It never charges (M34). */
@Injectable()
export class Inquire {
  readonly #logger = new Logger('Inquiry');

  constructor(
    private readonly allowance: InquiryAllowance,
    private readonly inquiries: InquiryApi,
    private readonly settle: SettleInquiry,
    private readonly refreshPayment: RefreshPayment,
    private readonly settings: Settings,
  ) {}

  /** @throws StoreUnavailable when the inquiry could not be recorded; then it is not made */
  async execute(paymentId: PaymentId, asker: InquiryAsker): Promise<InquiryOutcome> {
    const taken = await this.allowance.reserve(paymentId, asker);
    return taken.kind === 'taken' ? this.#ask(paymentId, asker, taken) : taken;
  }

  async #ask(paymentId: PaymentId, asker: InquiryAsker, taken: ReservedInquiry): Promise<InquiryOutcome> {
    let reply: OttuReply;
    try {
      reply = await this.#send(taken);
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      await this.#notAnswered(paymentId, asker, taken, error);
      return { kind: 'not_answered', fault: error };
    }
    const reading = readInquiry(
      reply,
      this.settings.ottu.webhookKeys.map((key) => key.reveal()),
    );
    await this.settle.execute(paymentId, asker, taken, reading, reply.status);
    // The answer cannot be believed, yet Ottu gave it: Ottu is asked about the session that it names (M11).
    const session = taken.sessionId ?? reading.session;
    if (reading.result === 'unverified' && session !== undefined) {
      await this.refreshPayment.tryRefresh(paymentId, session);
    }
    return { kind: 'asked', number: taken.number, result: reading.result, reply };
  }

  async #send({ orderNo, sessionId }: ReservedInquiry): Promise<OttuReply> {
    const deadline = new Deadline(this.settings.ottu.timeoutMs);
    return this.inquiries.inquire(sessionId === null ? { orderNo } : { sessionId }, deadline);
  }

  async #notAnswered(
    paymentId: PaymentId,
    asker: InquiryAsker,
    taken: ReservedInquiry,
    fault: TransportFault,
  ): Promise<void> {
    this.#logger.warn({ payment_id: paymentId, reason: fault.reason }, 'An inquiry brought no answer');
    if (fault.sent) await this.settle.execute(paymentId, asker, taken, NO_ANSWER);
    else await this.allowance.refund(paymentId, taken);
  }
}
