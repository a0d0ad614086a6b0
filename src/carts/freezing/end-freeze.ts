import { Injectable } from '@nestjs/common';

import type { CartRow } from '../../database/cart-tables.ts';
import { Database, type Tx } from '../../database/database.ts';
import { asPaymentId, type PaymentId } from '../../payments/identifiers.ts';
import { RefreshPayment } from '../../payments/settlement/refresh-payment.ts';
import { isOpen } from '../../payments/states/attempt-state.ts';
import { lockCart, unfreezeCart } from '../cart-repository.ts';
import type { FreezeOwner } from '../freeze-owner.ts';
import { CartSignals } from '../signals.ts';

/** `held`: somebody may be paying. `unknown`: Ottu was not to be asked. */
export type FreezeEnd = { readonly kind: 'opened'; readonly cart: CartRow } | { readonly kind: 'held' | 'unknown' };

/** Ottu's states in which nobody is paying and nobody has paid (M56); what has ended is replaced at the next checkout. */
const UNFREEZING_STATES: ReadonlySet<string | undefined> = new Set([
  'created',
  'attempted',
  'expired',
  'failed',
  'canceled',
  'invalided',
]);

interface Session {
  readonly paymentId: PaymentId;
  readonly sessionId: string;
}

/** M56: a freeze ends with a retrieve, and opens the cart only where Ottu itself shows that nobody is paying. */
@Injectable()
export class EndFreeze {
  constructor(
    private readonly database: Database,
    private readonly refreshPayment: RefreshPayment,
    private readonly signals: CartSignals,
  ) {}

  /** @param group whose share of the day it is: a shopper's, or that of what goes on by itself (M95). */
  async end(cartId: string, owner: FreezeOwner, group: 'storefront' | 'background'): Promise<FreezeEnd> {
    const session = await this.#session(cartId);
    if (session !== undefined) {
      const shown = await this.refreshPayment.refresh({ ...session, group });
      if (shown.kind !== 'answered' || shown.state === undefined) return { kind: 'unknown' };
      if (!UNFREEZING_STATES.has(shown.state)) return { kind: 'held' };
    }
    return this.database.inTransaction(async (tx) => {
      const cart = await lockCart(tx, cartId);
      if (cart === undefined || (await hasOpenAttempt(tx, cartId))) return { kind: 'held' };
      const opened = await unfreezeCart(tx, cartId, owner);
      if (opened === undefined) return { kind: 'held' };
      await this.signals.changed(tx, cartId);
      return { kind: 'opened', cart: opened };
    });
  }

  async #session(cartId: string): Promise<Session | undefined> {
    const row = await this.database.query((db) =>
      db
        .selectFrom('carts')
        .innerJoin('payments', 'payments.id', 'carts.payment_id')
        .select(['payments.id as paymentId', 'payments.session_id as sessionId'])
        .where('carts.id', '=', cartId)
        .executeTakeFirst(),
    );
    if (row === undefined || row.sessionId === null) return undefined;
    return { paymentId: asPaymentId(row.paymentId), sessionId: row.sessionId };
  }
}

export async function hasOpenAttempt(tx: Tx, cartId: string): Promise<boolean> {
  const attempts = await tx.selectFrom('payment_attempts').select('state').where('cart_id', '=', cartId).execute();
  return attempts.some(({ state }) => isOpen(state));
}
