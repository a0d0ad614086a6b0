import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { OttuProblems } from '../../payments/answers/ottu-problems.ts';
import { Problem } from '../../problems/problem.ts';
import type { PassedAnswer } from '../answers/passed-answer.ts';
import { meaningOf } from '../../payments/answers/reply-meaning.ts';
import { ottuText } from '../request/ottu-text.ts';
import { ChangeClaim } from './change-claim.ts';
import type { ChangeClaimed, ChangeCommand } from './change-command.ts';
import { ChangeEnd } from './change-end.ts';

/** PATCH and PUT of a transaction, ours or not. It never charges (M61). */
@Injectable()
export class ChangeTransaction {
  constructor(
    private readonly claim: ChangeClaim,
    private readonly checkout: CheckoutApi,
    private readonly end: ChangeEnd,
    private readonly problems: OttuProblems,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem of `ChangeClaim`, of Ottu's refusal, and where it is not known whether Ottu made the change */
  async execute(command: ChangeCommand): Promise<PassedAnswer> {
    const claimed = await this.claim.claim(command);
    const reply = await this.#send(command, claimed);
    try {
      return await this.#answered(command, claimed, reply);
    } catch (error) {
      // Ottu was called: what cannot be worked with is lost, and not open until its lease ends.
      if (!(error instanceof Problem)) await this.end.lost(command, claimed);
      throw error;
    }
  }

  async #answered(command: ChangeCommand, claimed: ChangeClaimed | undefined, reply: OttuReply): Promise<PassedAnswer> {
    // Behind a 429 there may be an earlier try whose answer was lost.
    const meaning = reply.status === 429 ? 'unclear' : meaningOf(reply);
    const document = meaning === 'done' ? jsonObjectOf(reply) : undefined;
    if (document === undefined) {
      await (meaning === 'refused' ? this.end.refused(claimed, reply) : this.end.lost(command, claimed));
      throw this.problems.ofReply(reply);
    }
    await this.end.changed(command, claimed, document);
    return { status: reply.status, body: reply.body, sessionId: command.sessionId, paymentId: claimed?.paymentId };
  }

  async #send({ kind, sessionId, body }: ChangeCommand, claimed: ChangeClaimed | undefined): Promise<OttuReply> {
    let text: string;
    try {
      text = ottuText(body.document, claimed?.additions ?? {});
    } catch (error) {
      await this.end.notSent(claimed);
      throw error;
    }
    const deadline = new Deadline(this.settings.ottu.timeoutMs);
    try {
      // A server says what the transaction should become: the same may be said again.
      return await (kind === 'update'
        ? this.checkout.update(sessionId, text, deadline, { repeat: true })
        : this.checkout.replace(sessionId, text, deadline, { repeat: true }));
    } catch (error) {
      // A fault of unknown kind may have struck after the first byte (M5).
      const sent = !(error instanceof TransportFault) || error.sent;
      await (sent ? this.end.lost({ kind, sessionId, body }, claimed) : this.end.notSent(claimed));
      throw this.problems.ofFault(error);
    }
  }
}
