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
    if (ofNetwork.kind === 'refused') throw tooMany(ofNetwork);
    const ofAll = await this.counters.consume('all_carts', 'all');
    if (ofAll.kind === 'taken') return;
    await ofNetwork.refund();
    throw tooMany(ofAll);
  }
}

function tooMany({ retryAfterSeconds }: Refused): Problem {
  return new Problem('too_many_carts', { outcome: 'none', retryAfterSeconds });
}
