import { Injectable, Logger } from '@nestjs/common';

import { Background } from '../../background/background.ts';
import type { Poller } from '../../background/poller.ts';
import { Settings } from '../../config/settings.ts';
import { EndFreeze } from '../freezing/end-freeze.ts';
import { CartExpiry } from './cart-expiry.ts';
import { DueCarts, type DueCart, type PageEnd } from './due-carts.ts';
import { EndThreeDSecure } from './end-three-d-secure.ts';
import { CART_WORK } from './plan-cart.ts';
import { SyncCart } from './sync-cart.ts';

/** Carts that one replica works on at a time; each is one to three calls to Ottu. */
const BATCH = 8;

/** What may be done for a cart that is due. */
@Injectable()
export class CartActions {
  constructor(
    readonly expiry: CartExpiry,
    readonly endChallenge: EndThreeDSecure,
    readonly endFreeze: EndFreeze,
    readonly syncCart: SyncCart,
  ) {}
}

/**
 * Does what is due for carts (M30), as `planCart` says: brings their transactions in step a quiet period after the last
 * edit (M51), ends freezes and unanswered 3DS challenges (M56), and expires carts (M54).
 */
@Injectable()
export class CartPoller {
  readonly #logger = new Logger(CART_WORK);
  readonly #poller: Poller;

  constructor(
    private readonly due: DueCarts,
    private readonly actions: CartActions,
    { durations }: Settings,
    background: Background,
  ) {
    this.#poller = background.poller({
      name: CART_WORK,
      everyMs: durations.sweep,
      run: () => this.#run(),
      failed: 'Carts could not be looked through; it is tried again',
    });
  }

  async #run(): Promise<void> {
    let after: PageEnd | undefined;
    do {
      const { carts, end } = await this.due.take(BATCH, after);
      await Promise.all(carts.map((cart) => this.#work(cart)));
      after = end;
    } while (after !== undefined && !this.#poller.stopping);
  }

  /** What fails is due again when its lease has passed. */
  async #work(cart: DueCart): Promise<void> {
    const { expiry, endChallenge, endFreeze, syncCart } = this.actions;
    try {
      if (cart.expire) await expiry.expire(cart.id);
      if (cart.threeDSecure !== undefined) await endChallenge.end(cart.threeDSecure);
      if (cart.freezeOwner !== undefined) await endFreeze.end(cart.id, cart.freezeOwner, 'background');
    } catch (error) {
      this.#logger.warn(
        { err: error, cart_id: cart.id },
        'Frozen carts could not be looked through; it is tried again',
      );
    }
    if (cart.sync !== undefined) await syncCart.sync(cart.id, cart.sync);
  }
}
