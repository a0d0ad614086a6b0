import { Injectable } from '@nestjs/common';
import { Problem } from '../problems/problem.ts';
import { Counters, type Refused } from './counters.ts';
import type { Network } from './network.ts';

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
    if (ofCart.kind === 'refused') throw tooMany(ofCart);
    const ofNetwork = await this.counters.consume('network_checkouts', network);
    if (ofNetwork.kind === 'taken') {
      return async () => {
        await ofCart.refund();
        await ofNetwork.refund();
      };
    }
    await ofCart.refund();
    throw tooMany(ofNetwork);
  }
}

function tooMany({ retryAfterSeconds }: Refused): Problem {
  return new Problem('rate_limited', { outcome: 'none', retryAfterSeconds });
}
