import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { readFact } from '../../payments/facts/read-fact.ts';
import type { PaymentId } from '../../payments/identifiers.ts';
import type { Learnt, LockedPayment } from '../../payments/settlement/learnt.ts';
import { Settle } from '../../payments/settlement/settle.ts';

/**
 * What came of asking. `not_ours`: the session shows another order number, or belongs to another payment of ours.
 * `moved`: the payment got another session meanwhile.
 */
export type Asked = 'settled' | 'no_answer' | 'unknown_session' | 'not_ours' | 'moved';

export interface Question {
  readonly paymentId: PaymentId;
  readonly sessionId: string;
  /** Of the calls to Ottu: `read` where a verified event waits for the answer, `background` for a mere hint. */
  readonly group: 'read' | 'background';
  /** In the transaction that settles the answer. `known`: the session asked about is the payment's own now. */
  readonly alongside: (tx: Tx, known: boolean) => Promise<void>;
}

/** Rolls a settlement back: the answer is not about this payment. */
class OtherTransaction extends Error {
  constructor(readonly asked: 'not_ours' | 'moved') {
    super(asked);
  }
}

/** M71: retrieves a session because of a webhook, and lets that answer decide. */
@Injectable()
export class AskOttu {
  readonly #logger = new Logger('Webhooks');

  constructor(
    private readonly checkout: CheckoutApi,
    private readonly settle: Settle,
    private readonly settings: Settings,
  ) {}

  async ask(question: Question): Promise<Asked> {
    const answer = await this.#retrieve(question);
    return typeof answer === 'string' ? answer : this.#decide(question, answer);
  }

  async #retrieve({ paymentId, sessionId, group }: Question): Promise<JsonDocument | Asked> {
    try {
      const reply = await this.checkout.retrieve(sessionId, new Deadline(this.settings.ottu.timeoutMs), { group });
      if (reply.status === 404) return 'unknown_session';
      return (reply.status === 200 ? jsonObjectOf(reply) : undefined) ?? 'no_answer';
    } catch (error) {
      this.#logger.warn(
        { err: error, payment_id: paymentId },
        'A retrieve brought no answer; the event is tried again',
      );
      return 'no_answer';
    }
  }

  async #decide({ paymentId, sessionId, alongside }: Question, answer: JsonDocument): Promise<Asked> {
    const said = readFact(answer, 'retrieve');
    const learn = (locked: LockedPayment): Learnt => {
      const { session_id: stored, order_no: orderNo } = locked.payment;
      if (stored !== null && stored !== sessionId) throw new OtherTransaction('moved');
      // An event's session is not signed: only an answer that shows our order number is about this payment (M45).
      if (stored === null && (!locked.mayAdoptSession || said.orderNo !== orderNo)) {
        throw new OtherTransaction('not_ours');
      }
      const checked = locked.check(said);
      return {
        event: 'retrieved',
        details: { because: 'webhook' },
        fact: { said, checked },
        adoptSession: stored === null && checked.counts ? sessionId : undefined,
      };
    };
    try {
      let known = true;
      await this.settle.settle({
        paymentId,
        namedSession: sessionId,
        learn: (locked) => {
          const learnt = learn(locked);
          known = locked.payment.session_id !== null || learnt.adoptSession !== undefined;
          return learnt;
        },
        alongside: (tx) => alongside(tx, known),
      });
      return 'settled';
    } catch (error) {
      if (error instanceof OtherTransaction) return error.asked;
      throw error;
    }
  }
}
