import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { StoreUnavailable } from '../../database/store-unavailable.ts';
import type { IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import type { TokenRecord } from '../../limits/counters.ts';
import type { Network } from '../../limits/network.ts';
import type { NativeInstrument } from '../../ottu/native-payments-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { CallEnd } from '../../payments/charging/settle-call.ts';
import type { AttemptId } from '../../payments/identifiers.ts';
import { Problem } from '../../problems/problem.ts';
import { ComeInStep } from '../checkout/come-in-step.ts';
import { CallNative, type NativeCall, type NativeTarget } from './call-native.ts';
import { ClaimAttempt } from './claim-attempt.ts';

export interface CartCharge {
  readonly idempotency: IdempotencyClaim;
  /** Frozen by `holder`, at the version that is to be paid. */
  readonly cart: CartRow;
  readonly holder: string;
  readonly instrument: NativeInstrument;
  readonly tokens: readonly TokenRecord[];
  readonly network: Network;
}

/** What became of it; `not_claimed` says for certain that no attempt was begun. */
export type CartCharged = CallEnd | { readonly kind: 'not_claimed'; readonly cause: unknown };

/** Brings the session in step, claims, and calls Ottu once (M55). */
@Injectable()
export class ChargeCart {
  constructor(
    private readonly inStep: ComeInStep,
    private readonly claim: ClaimAttempt,
    private readonly native: CallNative,
    private readonly settings: Settings,
  ) {}

  /** @throws StoreUnavailable, or whatever else leaves it open whether it was claimed; Ottu was not called then */
  async charge({ idempotency, cart, holder, instrument, tokens, network }: CartCharge): Promise<CartCharged> {
    let target: NativeTarget;
    let call: NativeCall;
    try {
      target = await this.inStep.comeInStep(cart.id, 'payment', network);
      call = this.native.prepare(target, instrument);
    } catch (cause) {
      return { kind: 'not_claimed', cause };
    }
    const deadline = new Deadline(this.settings.ottu.chargeTimeoutMs, this.settings.waits.chargeStart);
    let attemptId: AttemptId;
    try {
      attemptId = await this.claim.claim({
        idempotency,
        cartId: cart.id,
        version: cart.version,
        holder,
        paymentId: target.paymentId,
        method: instrument.method,
        tokens,
      });
    } catch (cause) {
      // Only our own word says that nothing was claimed: a COMMIT may have happened without being acknowledged.
      if (cause instanceof Problem && !(cause instanceof StoreUnavailable)) return { kind: 'not_claimed', cause };
      throw cause;
    }
    return call(attemptId, deadline);
  }
}
