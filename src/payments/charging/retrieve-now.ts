import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { readFact } from '../facts/read-fact.ts';
import type { PaymentId } from '../identifiers.ts';
import { Settle } from '../settlement/settle.ts';

/** Asks Ottu what became of a session and settles what it says. A failure to ask changes nothing: the row stays as it is. */
@Injectable()
export class RetrieveNow {
  readonly #logger = new Logger('Retrieve');

  constructor(
    private readonly checkout: CheckoutApi,
    private readonly settle: Settle,
    private readonly settings: Settings,
  ) {}

  async retrieve(paymentId: PaymentId, sessionId: string): Promise<void> {
    try {
      const reply = await this.checkout.retrieve(sessionId, new Deadline(this.settings.ottu.timeoutMs));
      const document = reply.status === 200 ? jsonObjectOf(reply) : undefined;
      if (document === undefined) return;
      await this.record(paymentId, sessionId, document);
    } catch (error) {
      this.#logger.warn({ err: error, payment_id: paymentId }, 'A retrieve brought no answer; the payment stays open');
    }
  }

  /**
   * Settles what a retrieve said.
   *
   * @param handedOut whether the same words are on their way to a merchant's server, the payer's link among them.
   */
  async record(paymentId: PaymentId, sessionId: string, document: JsonDocument, handedOut = false): Promise<void> {
    // What a retrieved transaction says beside its state holds nothing that the caller sent as a payload.
    const said = readFact(document, 'retrieve');
    await this.settle.settle({
      paymentId,
      namedSession: sessionId,
      learn: (locked) => {
        const checked = locked.check(said);
        return {
          event: 'retrieved',
          fact: { said, checked },
          adoptSession: locked.mayAdoptSession && checked.counts ? sessionId : undefined,
          handedOut,
        };
      },
    });
  }
}
