import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { beforeClaim } from '../../problems/before-claim.ts';
import { Problem } from '../../problems/problem.ts';
import type { AttemptId, PaymentId } from '../identifiers.ts';
import { selfLink } from '../reading/payment-links.ts';
import type { ChargeCommand } from './charge-command.ts';
import { Claim } from './claim.ts';
import type { Claimed, Replay } from './claimed.ts';
import { SettleCall, type CallEnd, type ChargeCall } from './settle-call.ts';

export interface Charged {
  readonly paymentId: PaymentId;
  /** The one that the answer is about: the key's own (M9). */
  readonly attemptId: AttemptId | undefined;
  readonly replayed: boolean;
  /** False when Ottu answered and the store failed then: the caller is told `unknown` (M4). */
  readonly stored: boolean;
  /** What was claimed by this request; absent on a replay. */
  readonly claimed: Claimed | undefined;
}

/**
 * Claim, call, settle (M1 to M5): the one way in which this service charges in one step. Its steps are methods that a
 * proof by faults can replace (test/chaos/breakages), so that their order is seen to matter.
 */
@Injectable()
export class Charge {
  constructor(
    private readonly claim: Claim,
    protected readonly checkout: CheckoutApi,
    private readonly settleCall: SettleCall,
    private readonly settings: Settings,
  ) {}

  /**
   * @param prepare checks and prices the request; asked only when the key has no payment to replay.
   * @throws Problem whatever `prepare` throws; the problems of `Claim`; `ottu_unreachable` when nothing was sent
   * @throws StoreUnavailable where it could not be claimed: `unknown`, since a twin with the same key may have charged
   */
  async charge(idempotency: IdempotencyClaim, prepare: () => Promise<ChargeCommand>): Promise<Charged> {
    const earlier = await this.claim.replayOf(idempotency);
    if (earlier !== undefined) return replayed(earlier);

    const command = await beforeClaim(prepare);
    const deadline = new Deadline(this.settings.ottu.chargeTimeoutMs, this.settings.waits.chargeStart);
    const claimed = await this.claimFirst(command, deadline);
    if (claimed.kind === 'replay') return replayed(claimed);

    const end = await this.#call(command, claimed, deadline);
    if (end.kind === 'not_sent') throw notSent(claimed, end.cause);
    const { paymentId, attemptId } = claimed;
    return { paymentId, attemptId, replayed: false, stored: end.kind !== 'unstored', claimed };
  }

  /** M1: the first durable write comes before the call. */
  protected async claimFirst(command: ChargeCommand, _deadline: Deadline): Promise<Claimed | Replay> {
    return this.claim.claim(command);
  }

  /** M2: one try, outside of every transaction. */
  protected async send(body: string, _claimed: Claimed, deadline: Deadline): Promise<OttuReply> {
    return this.checkout.create(body, deadline);
  }

  async #call(command: ChargeCommand, claimed: Claimed, deadline: Deadline): Promise<CallEnd> {
    const { paymentId, attemptId } = claimed;
    const call: ChargeCall = { paymentId, attemptId, source: 'one_step', cleaner: command.redactor, deadline };
    let body: string;
    try {
      body = command.bodyFor(claimed);
    } catch (error) {
      return this.settleCall.notSent(call, error);
    }
    let reply: OttuReply;
    try {
      reply = await this.send(body, claimed, deadline);
    } catch (error) {
      return this.settleCall.failed(call, error);
    }
    return this.settleCall.answered(call, reply);
  }
}

function notSent({ paymentId, orderNo }: Claimed, cause: unknown): Problem {
  return new Problem('ottu_unreachable', {
    detail: 'Nothing was sent to Ottu and nothing was charged. The same request may be sent again with the same key.',
    outcome: 'none',
    retryAfterSeconds: (cause instanceof TransportFault ? cause.retryAfterSeconds : undefined) ?? 2,
    payment: { id: paymentId, order_no: orderNo, outcome: 'none', self: selfLink(paymentId) },
    cause,
  });
}

function replayed({ paymentId, attemptId }: Replay): Charged {
  return { paymentId, attemptId, replayed: true, stored: true, claimed: undefined };
}
