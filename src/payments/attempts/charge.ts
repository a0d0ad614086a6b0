import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { NativePaymentsApi } from '../../ottu/native-payments-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { beforeClaim } from '../../problems/before-claim.ts';
import type { AttemptClaim, ChargeCommand, CreateTarget, SessionTarget } from './attempt-claim.ts';
import { ClaimAttempt } from './claim-attempt.ts';
import type { IdempotencyClaim } from './idempotency-keys.ts';
import { CREATE_REPLAY, type Replay } from './idempotency-replay.ts';
import { SettleCall, type CallOutcome, type ChargeCall } from './settle-call.ts';

/** What a request to charge came to: what an earlier one with its key has come to, or a call of its own. */
export type ChargeResult =
  Replay | { readonly kind: 'called'; readonly claim: AttemptClaim; readonly outcome: CallOutcome };

/** What is sent to Ottu, once it could be made. */
export type ChargeRequest =
  { readonly kind: 'create'; readonly body: string } | Pick<SessionTarget, 'kind' | 'sessionId' | 'instrument'>;

/**
 * Claim, call, settle (M1 to M5): the one way in which this service charges, for every route. Its steps are methods that
 * a proof by faults can replace (test/chaos/breakages), so that their order is seen to matter.
 */
@Injectable()
export class Charge {
  constructor(
    private readonly claims: ClaimAttempt,
    protected readonly checkout: CheckoutApi,
    private readonly native: NativePaymentsApi,
    private readonly settleCall: SettleCall,
    private readonly settings: Settings,
  ) {}

  /**
   * Creates a transaction and pays it.
   *
   * @param prepare checks and prices the request; asked only when the key has no payment to replay. It may find another
   * payment that answers (M82).
   * @throws Problem as `prepare` and `execute` throw it
   */
  async createAndPay(
    idempotency: IdempotencyClaim,
    prepare: () => Promise<ChargeCommand<CreateTarget> | Replay>,
  ): Promise<ChargeResult> {
    const earlier = await this.claims.replayOf(idempotency, CREATE_REPLAY);
    if (earlier !== undefined) return earlier;
    const prepared = await beforeClaim(prepare);
    return 'kind' in prepared ? prepared : this.execute(prepared);
  }

  /**
   * Never throws once it is claimed.
   *
   * @throws Problem of `ClaimAttempt`: nothing was claimed
   * @throws StoreUnavailable where it is not known whether it was claimed; Ottu was not called
   */
  async execute(command: ChargeCommand): Promise<ChargeResult> {
    const deadline = new Deadline(this.settings.ottu.chargeTimeoutMs, this.settings.durations.chargeStart);
    const claim = await this.claimFirst(command, deadline);
    if (claim.kind === 'replay') return claim;
    return { kind: 'called', claim, outcome: await this.#call(command, claim, deadline) };
  }

  /** M1: the first durable write comes before the call. */
  protected async claimFirst(command: ChargeCommand, _deadline: Deadline): Promise<AttemptClaim | Replay> {
    return this.claims.claim(command);
  }

  /** M2: one try that reaches Ottu, outside of every database transaction. */
  protected async send(request: ChargeRequest, { attemptId }: AttemptClaim, deadline: Deadline): Promise<OttuReply> {
    switch (request.kind) {
      case 'create':
        return this.checkout.create(request.body, deadline);
      case 'session':
        // M11a: it makes a doubled delivery harmless; nothing is ever sent a second time because of it (M34).
        return this.native.pay(request.sessionId, request.instrument, { idempotencyKey: attemptId, deadline });
    }
  }

  async #call(command: ChargeCommand, claim: AttemptClaim, deadline: Deadline): Promise<CallOutcome> {
    const call = callOf(command, claim, deadline);
    let request: ChargeRequest;
    try {
      request = requestOf(command.target, claim);
    } catch (error) {
      return this.settleCall.notSent(call, error);
    }
    let reply: OttuReply;
    try {
      reply = await this.send(request, claim, deadline);
    } catch (error) {
      return this.settleCall.failed(call, error);
    }
    return this.settleCall.answered(call, reply);
  }
}

function requestOf(target: ChargeCommand['target'], claim: AttemptClaim): ChargeRequest {
  return target.kind === 'create' ? { kind: 'create', body: target.bodyFor(claim) } : target;
}

function callOf(
  { redactor, target }: ChargeCommand,
  { paymentId, attemptId }: AttemptClaim,
  deadline: Deadline,
): ChargeCall {
  // A challenge is shown to the payer as Ottu wrote it, but for a card's token, should it be in there.
  const redactsAction = (target.kind === 'create' ? target.instrumentType : target.instrument.method) === 'token';
  const call = { paymentId, attemptId, redactor, deadline, redactsAction };
  if (target.kind === 'create') return { ...call, source: 'one_step' };
  return { ...call, source: 'native', sessionId: target.sessionId, cartId: target.cart.id };
}
