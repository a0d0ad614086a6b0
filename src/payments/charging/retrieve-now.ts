import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import type { CallGroup } from '../../ottu/transport/call-policy.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { readFact } from '../facts/read-fact.ts';
import type { PaymentId } from '../identifiers.ts';
import { Settle } from '../settlement/settle.ts';

/** What Ottu said when it was asked. */
export interface Looked {
  readonly reply: OttuReply;
  /** The transaction, which is settled by now; absent where the reply was none. */
  readonly document: JsonDocument | undefined;
  /** Its state by Ottu's own word, which may be one that is not known here. */
  readonly state: string | undefined;
}

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
      await this.look(paymentId, sessionId, 'read');
    } catch (error) {
      this.#logger.warn({ err: error, payment_id: paymentId }, 'A retrieve brought no answer; the payment stays open');
    }
  }

  /**
   * The same for those who go by what it says.
   *
   * @throws TransportFault
   */
  async look(
    paymentId: PaymentId,
    sessionId: string,
    group: CallGroup,
    deadline = new Deadline(this.settings.ottu.timeoutMs),
  ): Promise<Looked> {
    const reply = await this.checkout.retrieve(sessionId, deadline, { group });
    const document = reply.status === 200 ? jsonObjectOf(reply) : undefined;
    if (document !== undefined) await this.record(paymentId, sessionId, document);
    return { reply, document, state: document?.source('/state')?.scalarText() };
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
