import { Injectable } from '@nestjs/common';

import { Problem } from '../problems/problem.ts';
import { Counters, type Refused } from './counters.ts';
import type { Network } from './network.ts';

/** M95: creating carts is limited per network and in all. */
@Injectable()
export class CartLimits {
  constructor(private readonly counters: Counters) {}

  /**
   * Consumes the permits of one new cart; they are not refunded.
   *
   * @throws Problem `too_many_carts` (429, Retry-After, outcome `none`); then no permit is consumed.
   * @throws StoreUnavailable
   */
  async consume(network: Network): Promise<void> {
    // The network first: one that floods must not use up what is there for all.
    const ofNetwork = await this.counters.consume('network_carts', network);
    if (ofNetwork.kind === 'refused') throw tooManyCarts(ofNetwork);
    const ofAll = await this.counters.consume('all_carts', 'all');
    if (ofAll.kind === 'taken') return;
    await ofNetwork.refund();
    throw tooManyCarts(ofAll);
  }
}

/** M95: what makes calls to Ottu on a shopper's word is limited per cart and per network. */
@Injectable()
export class CheckoutLimits {
  constructor(private readonly counters: Counters) {}

  /**
   * Consumes the permits of one operation that calls Ottu: after the cart is authorized, before the call. The caller
   * refunds them only where it did not call Ottu after all, since Ottu counts every call, refused ones too.
   *
   * @returns refunds them; never throws.
   * @throws Problem `rate_limited` (429, Retry-After, outcome `none`); then no permit is consumed.
   * @throws StoreUnavailable
   */
  async consume(cartId: string, network: Network): Promise<() => Promise<void>> {
    const ofCart = await this.counters.consume('cart_checkouts', cartId);
    if (ofCart.kind === 'refused') throw rateLimited(ofCart);
    const ofNetwork = await this.counters.consume('network_checkouts', network);
    if (ofNetwork.kind === 'taken') {
      return async () => {
        await ofCart.refund();
        await ofNetwork.refund();
      };
    }
    await ofCart.refund();
    throw rateLimited(ofNetwork);
  }
}

/** M95: how often Ottu is asked for the saved cards of one customer. */
@Injectable()
export class CardLimits {
  constructor(private readonly counters: Counters) {}

  /**
   * Called before the call; not refunded, since Ottu counts every call, refused ones too.
   *
   * @throws Problem `rate_limited` (429, Retry-After, outcome `none`)
   * @throws StoreUnavailable
   */
  async consume(customerId: string): Promise<void> {
    const result = await this.counters.consume('customer_cards', customerId);
    if (result.kind === 'taken') return;
    throw rateLimited(result);
  }
}

function tooManyCarts({ retryAfterSeconds }: Refused): Problem {
  return new Problem('too_many_carts', { outcome: 'none', retryAfterSeconds });
}

function rateLimited({ retryAfterSeconds }: Refused): Problem {
  return new Problem('rate_limited', { outcome: 'none', retryAfterSeconds });
}
