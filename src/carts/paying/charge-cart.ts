import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import type { IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import type { TokenRecord } from '../../limits/counters.ts';
import type { Network } from '../../limits/network.ts';
import type { NativeInstrument } from '../../ottu/native-payments-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { ComeInStep } from '../checkout/come-in-step.ts';
import { CallNative, type Called } from './call-native.ts';
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

/** Brings the session in step, claims, and calls Ottu once (M55). */
@Injectable()
export class ChargeCart {
  constructor(
    private readonly inStep: ComeInStep,
    private readonly claim: ClaimAttempt,
    private readonly native: CallNative,
    private readonly settings: Settings,
  ) {}

  /**
   * @throws Problem when nothing was claimed, and so nothing was sent by this request; outcome `none`
   * @throws StoreUnavailable where it could not be claimed
   */
  async charge({ idempotency, cart, holder, instrument, tokens, network }: CartCharge): Promise<Called> {
    const { paymentId, sessionId } = await this.inStep.comeInStep(cart.id, 'payment', network);
    const deadline = new Deadline(this.settings.ottu.chargeTimeoutMs, this.settings.waits.chargeStart);
    const attemptId = await this.claim.claim({
      idempotency,
      cartId: cart.id,
      version: cart.version,
      holder,
      paymentId,
      method: instrument.method,
      tokens,
    });
    return this.native.call({ paymentId, attemptId, sessionId, instrument }, deadline);
  }
}
