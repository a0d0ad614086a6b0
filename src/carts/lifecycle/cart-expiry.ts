import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';

import { Background } from '../../background/background.ts';
import type { Poller } from '../../background/poller.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { ATTEMPT_STATES, isOpen } from '../../payments/states/attempt-state.ts';
import { deleteClosedCarts, expireCart } from '../cart-repository.ts';
import { replaceSession } from '../cart-transactions.ts';
import { CartSignals } from '../signals.ts';

const BATCH = 200;

/**
 * Ends carts that are not used any more: expires them, has their transaction closed (M54), and some time later deletes
 * them with their quotes and all that they say of a person, but never while one is being paid. Payments outlive their
 * carts.
 */
@Injectable()
export class CartExpiry {
  readonly #poller: Poller;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly signals: CartSignals,
    background: Background,
  ) {
    this.#poller = background.poller({
      name: 'CartExpiry',
      everyMs: settings.durations.sweep,
      run: () => this.purge(),
      failed: 'Unused carts could not be ended; it is tried again',
    });
  }

  /** Expires a cart unless it has been used, or is being paid, by now. */
  async expire(cartId: string): Promise<void> {
    await this.database.inTransaction(async (tx) => {
      const cart = await tx
        .selectFrom('carts')
        .select(['id', 'payment_id'])
        .where('id', '=', cartId)
        .where(isNotHeld())
        .where('expires_at', '<=', sql<Date>`now()`)
        .where(isNotBeingPaid())
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (cart === undefined) return;
      await replaceSession(tx, cart);
      await expireCart(tx, cart.id);
      this.signals.changed(cart.id);
    });
  }

  /** @returns how many carts were deleted. */
  async purge(): Promise<number> {
    return this.#poller.drain(BATCH, () => this.#purge());
  }

  async #purge(): Promise<number> {
    const expiredForMs = this.settings.durations.cartPurge;
    return this.database.query((db) => deleteClosedCarts(db, { expiredForMs, where: isNotBeingPaid(), limit: BATCH }));
  }
}

/** Open, or frozen for longer than a freeze lasts: for review, or because Ottu gives no answer about its session. */
function isNotHeld(): RawBuilder<boolean> {
  return sql<boolean>`(state = 'open' or (state = 'frozen' and coalesce(frozen_until, now()) <= now()))`;
}

/** An open attempt of a payment under review does not keep its cart for ever; M26: a payment that is confirming does. */
function isNotBeingPaid(): RawBuilder<boolean> {
  const open = sql.join(ATTEMPT_STATES.filter(isOpen));
  return sql<boolean>`not exists (
    select from payment_attempts a join payments p on p.id = a.payment_id
      where a.cart_id = carts.id and a.state in (${open}) and a.detached_at is null and p.state <> 'needs_review')
    and not exists (select from payments p where p.cart_id = carts.id and p.state = 'confirming')`;
}
