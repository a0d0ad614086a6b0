import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import { keyStandsFor, takeKey, type IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import type { NativeMethod } from '../../ottu/native-payments-api.ts';
import { AttemptTokens } from '../../limits/attempt-tokens.ts';
import type { TokenRecord } from '../../limits/counters.ts';
import { insertAttempt } from '../../payments/charging/insert-attempt.ts';
import { asAttemptId, type AttemptId, type PaymentId } from '../../payments/identifiers.ts';
import { lockPayment, writeTimeline } from '../../payments/payment-rows.ts';
import { Settle } from '../../payments/settlement/settle.ts';
import { Problem } from '../../problems/problem.ts';
import { lockCart } from '../cart-rows.ts';
import { CartSignals } from '../signals.ts';
import { readEarlierAttempt } from './earlier-attempt.ts';

export interface AttemptToClaim {
  readonly idempotency: IdempotencyClaim;
  readonly cartId: string;
  readonly version: number;
  /** Who holds the cart: this request. */
  readonly holder: string;
  readonly paymentId: PaymentId;
  readonly method: NativeMethod;
  /** Of limits, which are given back when it succeeds (M96). */
  readonly tokens: readonly TokenRecord[];
}

/** The first durable write of an attempt on a cart's session (M1, M55): only while the cart is held for it, as it was priced. */
@Injectable()
export class ClaimAttempt {
  constructor(
    private readonly database: Database,
    private readonly settle: Settle,
    private readonly signals: CartSignals,
    private readonly tokens: AttemptTokens,
    private readonly settings: Settings,
  ) {}

  /**
   * @throws Problem `cart_changed` (outcome `none`), `idempotency_in_flight`
   * @throws StoreUnavailable
   */
  async claim(attempt: AttemptToClaim): Promise<AttemptId> {
    return this.database.inTransaction(async (tx) => {
      const cart = await lockCart(tx, attempt.cartId);
      const still =
        cart?.state === 'frozen' &&
        cart.frozen_by === attempt.holder &&
        cart.version === attempt.version &&
        cart.payment_id === attempt.paymentId;
      if (!still) throw new Problem('cart_changed', { outcome: 'none' });
      await lockPayment(tx, attempt.paymentId);
      const attemptId = asAttemptId(randomUUID());
      const { cartId, method, paymentId } = attempt;
      await this.#takeKey(tx, attempt, attemptId);
      await insertAttempt(tx, { id: attemptId, paymentId, method, cartId }, this.settings);
      await this.tokens.keep(tx, attemptId, attempt.tokens);
      await tx
        .updateTable('payments')
        .set({ instrument_type: attempt.method, activity_at: sql<Date>`now()`, updated_at: sql<Date>`now()` })
        .where('id', '=', attempt.paymentId)
        .execute();
      await writeTimeline(tx, attempt.paymentId, 'claimed', {
        instrument_type: attempt.method,
        cart_version: attempt.version,
      });
      await this.signals.changed(tx, attempt.cartId);
      return attemptId;
    });
  }

  async #takeKey(tx: Tx, { idempotency, paymentId }: AttemptToClaim, attemptId: AttemptId): Promise<void> {
    if (await takeKey(tx, idempotency, { paymentId, attemptId })) return;
    const earlier = await readEarlierAttempt(tx, idempotency, this.settle);
    // Somebody with the same key was faster; the next request is answered with what came of that.
    if (earlier.kind !== 'claimable') {
      throw new Problem('idempotency_in_flight', { outcome: 'unknown', retryAfterSeconds: 1 });
    }
    await keyStandsFor(tx, idempotency, { paymentId, attemptId });
  }
}
