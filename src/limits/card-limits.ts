import { Injectable } from '@nestjs/common';
import { Problem } from '../problems/problem.ts';
import { Counters } from './counters.ts';

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
    throw new Problem('rate_limited', { outcome: 'none', retryAfterSeconds: result.retryAfterSeconds });
  }
}
