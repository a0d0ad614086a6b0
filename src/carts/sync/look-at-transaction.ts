import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import type { Money } from '../../money/money.ts';
import { saysJson } from '../../ottu/reply-json.ts';
import type { CallGroup } from '../../ottu/transport/call-policy.ts';
import type { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import type { TransportFault } from '../../ottu/transport/transport-fault.ts';
import type { PaymentId } from '../../payments/identifiers.ts';
import { lockPayment } from '../../payments/payment-rows.ts';
import { RefreshPayment } from '../../payments/settlement/refresh-payment.ts';
import { Settle } from '../../payments/settlement/settle.ts';
import { isPaymentState, SESSION_NOT_FOUND, type PaymentState } from '../../payments/states/payment-state.ts';
import { lockCart } from '../cart-repository.ts';
import { markTransactionClosed, recordLook, recordNotFound, replaceSession } from '../cart-transactions.ts';
import { sameAmount } from './cart-transaction-writes.ts';

export interface LookedAt {
  readonly cartId: string;
  readonly paymentId: PaymentId;
  readonly sessionId: string;
  /** What its cart costs now. */
  readonly amount: Money;
}

export type Look =
  | { readonly kind: 'shown'; readonly state: PaymentState | undefined }
  /** M53: the cart goes on with another transaction. */
  | { readonly kind: 'given_up' }
  /** Ottu gave no answer that helps. */
  | { readonly kind: 'unreachable'; readonly cause: OttuReply | TransportFault };

/** Asks Ottu what a cart's transaction shows, and settles that before anything else is planned (M53). */
@Injectable()
export class LookAtTransaction {
  constructor(
    private readonly database: Database,
    private readonly refreshPayment: RefreshPayment,
    private readonly settle: Settle,
    private readonly settings: Settings,
  ) {}

  /** @throws StoreUnavailable */
  async look({ amount, ...session }: LookedAt, group: CallGroup, deadline: Deadline): Promise<Look> {
    const { paymentId } = session;
    const result = await this.refreshPayment.refresh({
      ...session,
      group,
      deadline,
      alongside: (tx, document) => recordLook(tx, paymentId, showsAmount(document, amount)),
    });
    switch (result.kind) {
      case 'no_answer':
        return { kind: 'unreachable', cause: result.fault };
      case 'unusable':
        return { kind: 'unreachable', cause: result.reply };
      case 'not_found': {
        const { reply } = result;
        const givenUp = saysJson(reply) && (await this.#notFound(paymentId));
        return givenUp ? { kind: 'given_up' } : { kind: 'unreachable', cause: reply };
      }
      case 'answered': {
        const { state } = result;
        return { kind: 'shown', state: state !== undefined && isPaymentState(state) ? state : undefined };
      }
    }
  }

  /**
   * M53: Ottu does not know the session. When it has said so twice, long enough apart, people look at the payment, and the
   * cart goes on with another transaction.
   *
   * @returns whether it does.
   */
  async #notFound(paymentId: PaymentId): Promise<boolean> {
    return this.database.inTransaction(async (tx) => {
      const { cart_id: cartId } = await lockPayment(tx, paymentId);
      if (!(await recordNotFound(tx, paymentId, this.settings.durations.sessionNotFound))) return false;
      const cart = cartId === null ? undefined : await lockCart(tx, cartId);
      if (cart?.payment_id !== paymentId) return false;
      await replaceSession(tx, cart);
      await markTransactionClosed(tx, paymentId);
      await this.settle.within(tx, {
        paymentId,
        interpret: () => ({ event: 'session_not_found', reviewReasons: [SESSION_NOT_FOUND] }),
      });
      return true;
    });
  }
}

function showsAmount(document: JsonDocument, amount: Money): boolean {
  const shown = document.source('/amount')?.scalarText();
  return shown !== undefined && sameAmount(shown, amount);
}
