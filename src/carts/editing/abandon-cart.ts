import { Injectable } from '@nestjs/common';

import { Database } from '../../database/database.ts';
import { Problem } from '../../problems/problem.ts';
import { authorizeAndLockCart, type CartCredentials } from '../cart-access.ts';
import { assertVersion, assertOpen } from '../cart-preconditions.ts';
import { abandonCart, hasOpenAttempt } from '../cart-repository.ts';
import { replaceSession } from '../cart-transactions.ts';
import type { TagCondition } from '../entity-tag.ts';
import { CartSignals } from '../signals.ts';
import { CartWrites } from './cart-writes.ts';

/** M54: a shopper gives a cart up. Its transaction is expired when that is safe; a paid cart is never given up. */
@Injectable()
export class AbandonCart {
  constructor(
    private readonly database: Database,
    private readonly signals: CartSignals,
    private readonly writes: CartWrites,
  ) {}

  /**
   * Does nothing to a cart that is abandoned or expired already.
   *
   * @throws Problem `not_found`, `cart_changed`, `cart_frozen` or `attempt_open` while it is being paid, `cart_closed`
   * when it is paid; outcome `none`.
   */
  async execute(credentials: CartCredentials, ifMatch?: TagCondition): Promise<void> {
    await this.database.inTransaction(async (tx) => {
      const cart = await authorizeAndLockCart(tx, credentials);
      if (cart.state === 'abandoned' || cart.state === 'expired') return;
      assertOpen(cart);
      assertVersion(cart, ifMatch);
      if (await hasOpenAttempt(tx, cart.id)) {
        throw new Problem('attempt_open', { retryAfterSeconds: 5, outcome: 'none' });
      }
      await replaceSession(tx, cart);
      await abandonCart(tx, cart.id);
      this.signals.changed(cart.id);
      this.writes.wake();
    });
  }
}
