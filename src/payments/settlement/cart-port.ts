import { Injectable } from '@nestjs/common';

import type { Tx } from '../../database/database.ts';
import type { AddedLine, PaymentRow } from '../../database/schema.ts';
import type { CartMismatch } from '../facts/check-fact.ts';
import type { AttemptState } from '../states/attempt-state.ts';
import type { PaymentState } from '../states/payment-state.ts';

/** What a settlement has come to. */
export interface CartPaymentSettled {
  /** As it was before. */
  readonly payment: PaymentRow;
  readonly state: PaymentState;
  /** Ottu named a success, be it one that does not match what was asked: money has moved. Not one that was decided on (M27). */
  readonly success: boolean;
  /** M27: an operator has rejected it, and its session is over. */
  readonly rejected: boolean;
  /** A success was named of which only the settled amount is not known yet (M51). */
  readonly awaitsConfirmation: boolean;
  /** The newest, where there is one. */
  readonly attempt:
    { readonly id: string; readonly before: AttemptState; readonly after: AttemptState | undefined } | undefined;
  /** M35: the attempt that held the cart does so no longer. */
  readonly detached: boolean;
  /** Why people have to look at it. */
  readonly reviewReasons: readonly string[];
}

/**
 * What `payments` needs of the carts that payments are for, inside the settlement's own database transaction; both are
 * locked. `CartPaymentListener` in `carts` does it.
 */
export interface CartHooks {
  /**
   * What would be wrong with a success of this payment by now (M53). Sent behind the statements that lock.
   *
   * @returns asks for it.
   */
  askMismatches(tx: Tx, paymentId: string, cartId: string): Promise<AskMismatches>;
  /** M51: what the cart was given after the version that was paid; null where it has not moved past it. */
  addedSince(tx: Tx, payment: Pick<PaymentRow, 'snapshot'>, cartId: string): Promise<readonly AddedLine[] | null>;
  onSettled(tx: Tx, cartId: string, settled: CartPaymentSettled): Promise<void>;
}

export type AskMismatches = () => Promise<readonly CartMismatch[]>;

/** Of the cart that a caller has named. */
export interface MismatchesOfCart {
  readonly cartId: string;
  readonly ask: AskMismatches;
}

/** Where `CartPaymentListener` registers itself, because `payments` imports nothing above it. Without it no cart hears. */
@Injectable()
export class CartPort {
  #carts: CartHooks | undefined;

  provide(carts: CartHooks): void {
    this.#carts = carts;
  }

  async mismatchesOf(tx: Tx, paymentId: string, cartId: string): Promise<MismatchesOfCart> {
    const ask = await this.#carts?.askMismatches(tx, paymentId, cartId);
    return { cartId, ask: ask ?? (async () => []) };
  }

  async addedSince(tx: Tx, payment: Pick<PaymentRow, 'snapshot' | 'cart_id'>): Promise<readonly AddedLine[] | null> {
    return payment.cart_id === null ? null : ((await this.#carts?.addedSince(tx, payment, payment.cart_id)) ?? null);
  }

  async onSettled(tx: Tx, settled: CartPaymentSettled): Promise<void> {
    const { cart_id: cartId } = settled.payment;
    if (cartId !== null) await this.#carts?.onSettled(tx, cartId, settled);
  }
}
