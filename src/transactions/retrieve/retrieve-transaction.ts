import { Injectable } from '@nestjs/common';

import { OttuProblems } from '../../payments/answers/ottu-problems.ts';
import type { SessionId } from '../../payments/identifiers.ts';
import { RefreshPayment } from '../../payments/provider-reports/refresh-payment.ts';
import type { PassedResponse } from '../responses/passed-response.ts';
import { SettleRetrieved } from './settle-retrieved.ts';

/** Reads a transaction at Ottu, ours or not, and answers it as Ottu did; of ours, what it says is learnt on the side. */
@Injectable()
export class RetrieveTransaction {
  constructor(
    private readonly refreshPayment: RefreshPayment,
    private readonly learn: SettleRetrieved,
    private readonly problems: OttuProblems,
  ) {}

  /**
   * @param signal ends the call when the caller has gone.
   * @throws Problem `not_found` and those of Ottu's refusal or silence
   */
  async execute(sessionId: SessionId, signal?: AbortSignal): Promise<PassedResponse> {
    const retrieved = await this.refreshPayment.retrieve(sessionId, { signal });
    if (retrieved.kind === 'no_answer') throw this.problems.ofFault(retrieved.fault);
    if (retrieved.kind !== 'answered') throw this.problems.ofReply(retrieved.reply);
    const { reply, document } = retrieved;
    const paymentId = await this.learn.inBackground(sessionId, document);
    return { status: 200, body: reply.body, sessionId, paymentId };
  }
}
