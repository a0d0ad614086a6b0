import { Injectable } from '@nestjs/common';

import type { Shopper } from '../../access/customer-jwt.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import { CheckoutLimits } from '../../limits/request-limits.ts';
import type { Network } from '../../limits/network.ts';
import { asPaymentId, type PaymentId } from '../../payments/identifiers.ts';
import { RefreshPayment } from '../../payments/settlement/refresh-payment.ts';
import { Problem } from '../../problems/problem.ts';
import { assertSameCustomer, authorizeCart, type CartCredentials } from '../cart-access.ts';
import { cartFrozen } from '../cart-preconditions.ts';
import { hasOpenAttempt, lockCart, unfreezeCart } from '../cart-repository.ts';
import { parseFreezeOwner, type FreezeOwner } from '../freeze-owner.ts';
import { CartSignals } from '../signals.ts';

/** `held`: a payer may be paying. `unknown`: Ottu gave no answer. */
export type FreezeEnd = { readonly kind: 'opened'; readonly cart: CartRow } | { readonly kind: 'held' | 'unknown' };

/**
 * Ottu's states in which no payer is paying and none has paid (M56). The next checkout replaces a session that has
 * ended.
 */
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

/** M56: ends a freeze with a retrieve, and opens the cart only where Ottu itself shows that no payer is paying. */
@Injectable()
export class EndFreeze {
  constructor(
    private readonly database: Database,
    private readonly refreshPayment: RefreshPayment,
    private readonly signals: CartSignals,
  ) {}

  /** @param group whose share of the quota it takes (M95): `storefront` where a shopper waits. */
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

/** For a shopper who gave up paying in the Checkout SDK (M56). */
@Injectable()
export class Unfreeze {
  constructor(
    private readonly database: Database,
    private readonly endFreeze: EndFreeze,
    private readonly limits: CheckoutLimits,
  ) {}

  /**
   * @throws Problem `cart_frozen` while a payer may be paying; `checkout_unavailable` when Ottu gave no answer;
   * `rate_limited`
   */
  async execute(credentials: CartCredentials, shopper: Shopper | undefined, network: Network): Promise<CartRow> {
    const cart = await this.database.query((db) => authorizeCart(db, credentials));
    assertSameCustomer(cart, shopper);
    if (cart.state !== 'frozen') return cart;
    const owner = parseFreezeOwner(cart.frozen_by);
    if (owner?.by !== 'sdk') throw cartFrozen(cart);
    await this.limits.consume(cart.id, network);
    const end = await this.endFreeze.end(cart.id, owner, 'storefront');
    switch (end.kind) {
      case 'opened':
        return end.cart;
      case 'held':
        throw cartFrozen(cart);
      case 'unknown':
        throw new Problem('checkout_unavailable', { outcome: 'none', retryAfterSeconds: 5 });
    }
  }
}
