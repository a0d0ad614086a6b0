import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';
import type { SessionId } from '../../payments/identifiers.ts';
import { OttuProblems } from '../../payments/answers/ottu-problems.ts';
import type { PassedAnswer } from '../answers/passed-answer.ts';
import { LearnFromRetrieve } from './learn-from-retrieve.ts';

/** Reads a transaction at Ottu, ours or not, and answers it as Ottu did; of ours, what it says is learnt on the side. */
@Injectable()
export class RetrieveTransaction {
  constructor(
    private readonly checkout: CheckoutApi,
    private readonly learn: LearnFromRetrieve,
    private readonly problems: OttuProblems,
    private readonly settings: Settings,
  ) {}

  /**
   * @param signal ends the call when whoever asked has gone.
   * @throws Problem `not_found` and those of Ottu's refusal or silence
   */
  async execute(sessionId: SessionId, signal?: AbortSignal): Promise<PassedAnswer> {
    const reply = await this.#ask(sessionId, signal);
    const document = reply.status === 200 ? jsonObjectOf(reply) : undefined;
    if (document === undefined) throw this.problems.ofReply(reply);
    const paymentId = await this.learn.inBackground(sessionId, document);
    return { status: 200, body: reply.body, sessionId, paymentId };
  }

  async #ask(sessionId: SessionId, signal?: AbortSignal): Promise<OttuReply> {
    try {
      return await this.checkout.retrieve(sessionId, new Deadline(this.settings.ottu.timeoutMs), { signal });
    } catch (error) {
      throw this.problems.ofFault(error);
    }
  }
}
