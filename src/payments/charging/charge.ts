import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { Problem } from '../../problems/problem.ts';
import { readChargeAnswer } from '../answers/charge-answer.ts';
import { learnFromAnswer, namedSession } from '../answers/learn-from-answer.ts';
import type { PaymentId } from '../identifiers.ts';
import { selfLink } from '../reading/payment-links.ts';
import { PersistentSettle } from '../settlement/persistent-settle.ts';
import type { Settlement } from '../settlement/settle.ts';
import type { ChargeCommand } from './charge-command.ts';
import { Claim } from './claim.ts';
import type { Claimed } from './claimed.ts';
import { RetrieveNow } from './retrieve-now.ts';

export interface Charged {
  readonly paymentId: PaymentId;
  readonly replayed: boolean;
  /** False when Ottu answered and the store failed then: the caller is told `unknown` (M4). */
  readonly stored: boolean;
  /** What was claimed by this request; absent on a replay. */
  readonly claimed: Claimed | undefined;
}

/** Claim, call, settle (M1 to M5): the one way in which this service charges. */
@Injectable()
export class Charge {
  constructor(
    private readonly claim: Claim,
    private readonly checkout: CheckoutApi,
    private readonly settle: PersistentSettle,
    private readonly retrieveNow: RetrieveNow,
    private readonly settings: Settings,
  ) {}

  /**
   * @param prepare checks and prices the request; asked only when the key has no payment to replay.
   * @throws Problem whatever `prepare` throws; the problems of `Claim`; `ottu_unreachable` when nothing was sent
   * @throws StoreUnavailable where it could not be claimed: `unknown`, since a twin with the same key may have charged
   */
  async charge(idempotency: IdempotencyClaim, prepare: () => Promise<ChargeCommand>): Promise<Charged> {
    const earlier = await this.claim.replayOf(idempotency);
    if (earlier !== undefined) return replayed(earlier.paymentId);

    const command = await prepare();
    const deadline = new Deadline(this.settings.ottu.chargeTimeoutMs, this.settings.waits.chargeStart);
    const claimed = await this.claim.claim(command);
    if (claimed.kind === 'replay') return replayed(claimed.paymentId);

    const stored = await this.#call(command, claimed, deadline);
    return { paymentId: claimed.paymentId, replayed: false, stored, claimed };
  }

  async #call(command: ChargeCommand, claimed: Claimed, deadline: Deadline): Promise<boolean> {
    let reply: OttuReply;
    try {
      reply = await this.checkout.create(command.bodyFor(claimed), deadline);
    } catch (error) {
      return this.#noAnswer(claimed, deadline, error);
    }
    const answer = readChargeAnswer(
      reply,
      this.settings.ottu.webhookKeys.map((key) => key.reveal()),
    );
    const session = namedSession(answer);
    const learn = learnFromAnswer(answer, claimed.attemptId, command.redactor);
    let retrieve = false;
    const learnt = await this.#store(claimed, deadline, session, (locked) => {
      const read = learn(locked);
      retrieve = read.reading.retrieve;
      return read;
    });
    if (learnt && retrieve && session !== undefined) await this.retrieveNow.retrieve(claimed.paymentId, session);
    return learnt;
  }

  /** M5: nothing was sent, so nothing was charged; or something was, so nobody knows. */
  async #noAnswer(claimed: Claimed, deadline: Deadline, error: unknown): Promise<boolean> {
    const sent = !(error instanceof TransportFault) || error.sent;
    const reason = error instanceof TransportFault ? error.reason : 'fault';
    const code = error instanceof TransportFault ? error.systemCode : undefined;
    const stored = await this.#store(claimed, deadline, undefined, () => ({
      event: sent ? 'answer_lost' : 'not_sent',
      details: { reason, ...(code === undefined ? {} : { code }) },
      attempt: { id: claimed.attemptId, state: sent ? 'unknown' : 'not_processed', notSent: !sent },
    }));
    if (sent) return stored;
    throw new Problem('ottu_unreachable', {
      detail: 'Nothing was sent to Ottu and nothing was charged. The same request may be sent again with the same key.',
      outcome: 'none',
      retryAfterSeconds: (error instanceof TransportFault ? error.retryAfterSeconds : undefined) ?? 2,
      payment: { id: claimed.paymentId, order_no: claimed.orderNo, outcome: 'none', self: selfLink(claimed.paymentId) },
      cause: error,
    });
  }

  async #store(
    claimed: Claimed,
    deadline: Deadline,
    session: string | undefined,
    learn: Settlement['learn'],
  ): Promise<boolean> {
    const untilLeaseEnds = deadline.remainingMs() + this.settings.waits.leaseGrace;
    const settlement: Settlement = { paymentId: claimed.paymentId, namedSession: session, learn };
    return (await this.settle.settleOrKeepTrying(settlement, untilLeaseEnds)) !== undefined;
  }
}

function replayed(paymentId: PaymentId): Charged {
  return { paymentId, replayed: true, stored: true, claimed: undefined };
}
