import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import type { PassedAnswer } from '../answers/passed-answer.ts';
import { CreateClaim } from './create-claim.ts';
import type { CreateClaimed, CreateCommand } from './create-command.ts';
import { CreateEnd } from './create-end.ts';
import { ReplayCreate } from './replay-create.ts';

/** Creates a transaction for a payer to pay: claim, call, settle, as a charge has it, but nothing is charged. */
@Injectable()
export class CreateTransaction {
  constructor(
    private readonly claim: CreateClaim,
    private readonly checkout: CheckoutApi,
    private readonly end: CreateEnd,
    private readonly replay: ReplayCreate,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem of `CreateClaim`, of Ottu's refusal, and where it is not known whether Ottu created it */
  async execute(command: CreateCommand): Promise<PassedAnswer> {
    const claimed = await this.claim.claim(command);
    return claimed.kind === 'earlier' ? this.replay.execute(claimed) : this.#call(command, claimed);
  }

  async #call(command: CreateCommand, claimed: CreateClaimed): Promise<PassedAnswer> {
    return this.end.answered(command, claimed, await this.#send(command, claimed));
  }

  async #send(command: CreateCommand, claimed: CreateClaimed): Promise<OttuReply> {
    const { timeoutMs } = this.settings.ottu;
    let body: string;
    try {
      body = command.bodyFor(claimed.orderNo);
    } catch (error) {
      throw await this.end.notSent(claimed, error);
    }
    try {
      return await this.checkout.create(body, new Deadline(timeoutMs), { group: 'checkout' });
    } catch (error) {
      // A fault of unknown kind may have struck after the first byte (M5).
      const sent = !(error instanceof TransportFault) || error.sent;
      throw sent ? await this.end.lost(command, claimed, error) : await this.end.notSent(claimed, error);
    }
  }
}
