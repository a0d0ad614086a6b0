import { Injectable } from '@nestjs/common';

import { Problem } from '../problems/problem.ts';
import { Counters, type Refused } from './counters.ts';
import type { Network } from './network.ts';

/** M95: creating carts is limited per network and in all. */
@Injectable()
export class CartLimits {
  constructor(private readonly counters: Counters) {}

  /**
   * Takes the tokens of one new cart; they are not given back.
   *
   * @throws Problem `too_many_carts` (429, Retry-After, outcome `none`); then no token is kept.
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
   * Takes the tokens of one time that Ottu is asked: after the cart's door is open, before the call. They are given back
   * only where nobody was asked after all, since a call counts for Ottu whatever it answers.
   *
   * @returns gives them back; never throws.
   * @throws Problem `rate_limited` (429, Retry-After, outcome `none`); then no token is kept.
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
   * Before the call; not given back, since the call counts for Ottu whatever it answers.
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
