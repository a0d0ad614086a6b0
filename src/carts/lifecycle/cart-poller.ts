import { Injectable, Logger } from '@nestjs/common';

import { Background } from '../../background/background.ts';
import type { Poller } from '../../background/poller.ts';
import { Settings } from '../../config/settings.ts';
import { onBehalfOf } from '../../tracing/work.ts';
import { EndFreeze } from '../freezing/end-freeze.ts';
import { CartExpiry } from './cart-expiry.ts';
import { DueCarts, type DueSync, type EndingCart, type PageEnd } from './due-carts.ts';
import { CART_WORK } from '../cart-work.ts';
import { SyncCart } from './sync-cart.ts';

/** Carts that one replica brings in step at a time; each is one to three calls to Ottu. */
const SYNC_CONCURRENCY = 8;
/** Carts whose end one replica looks at together. Fewer, so that Ottu is not flooded after an outage. */
const ENDING_BATCH = 4;
/** Names the work that ends freezes and the lives of carts; the log knows it by this name. */
export const ENDING_WORK = 'FreezeSweep';

/** How a cart's hold, or its life, ends. */
@Injectable()
export class CartEndings {
  constructor(
    readonly expiry: CartExpiry,
    readonly endFreeze: EndFreeze,
  ) {}
}

/**
 * Does what is due for carts (M30), as `planCart` says: brings their transactions in step a quiet period after the last
 * edit (M51), ends freezes (M56), and expires carts (M54). Each of the two kinds has lanes
 * of its own, so that slow looks at freezes do not hold up the edits of other shoppers.
 */
@Injectable()
export class CartPoller {
  readonly #logger = new Logger(ENDING_WORK);
  readonly #endings: Poller;

  constructor(
    private readonly due: DueCarts,
    private readonly ends: CartEndings,
    syncCart: SyncCart,
    { durations }: Settings,
    background: Background,
  ) {
    background.rowPoller<DueSync>({
      name: CART_WORK,
      everyMs: durations.sweep,
      concurrency: SYNC_CONCURRENCY,
      take: (atMost) => due.takeSyncs(atMost),
      about: ({ id }) => ({ cart_id: id }),
      work: (cart) => syncCart.sync(cart.id, cart),
      failed: 'Carts could not be looked through; it is tried again',
    });
    this.#endings = background.poller({
      name: ENDING_WORK,
      everyMs: durations.sweep,
      run: () => this.#endAll(),
      failed: 'Frozen carts could not be looked through; it is tried again',
    });
  }

  async #endAll(): Promise<void> {
    let after: PageEnd | undefined;
    do {
      const { carts, end } = await this.due.takeEnding(ENDING_BATCH, after);
      await Promise.all(carts.map((cart) => onBehalfOf(ENDING_WORK, { cart_id: cart.id }, () => this.#end(cart))));
      after = end;
    } while (after !== undefined && !this.#endings.stopping);
  }

  /** What fails is due again when its lease has passed, and keeps none of the others from its turn. */
  async #end(cart: EndingCart): Promise<void> {
    try {
      if (cart.expire) await this.ends.expiry.expire(cart.id);
      if (cart.freezeOwner !== undefined) {
        await this.ends.endFreeze.end({ cartId: cart.id, owner: cart.freezeOwner, group: 'background' });
      }
    } catch (error) {
      this.#logger.warn(
        { err: error, cart_id: cart.id },
        'Frozen carts could not be looked through; it is tried again',
      );
    }
  }
}
