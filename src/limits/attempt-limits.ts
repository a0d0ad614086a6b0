import { Injectable } from '@nestjs/common';
import { Problem } from '../problems/problem.ts';
import { Counters, type Token, type TokenRecord } from './counters.ts';
import type { LimitName } from './limits-table.ts';
import type { Network } from './network.ts';

/** Who is about to try to pay. */
export interface Attempt {
  readonly cartId: string;
  /** Of the verified JWT; none for a guest. */
  readonly customerId?: string | undefined;
  readonly network: Network;
}

/** The tokens of one attempt. */
export interface Taken {
  /** For `AttemptTokens`, which gives them back when the attempt succeeds. */
  readonly records: readonly TokenRecord[];
  /** When nothing was tried after all. Does nothing the second time, and never throws. */
  giveBack(): Promise<void>;
}

/** M96: attempts to pay are limited per cart, customer and network. */
@Injectable()
export class AttemptLimits {
  constructor(private readonly counters: Counters) {}

  /**
   * Takes the tokens of an attempt: before the call, once its Idempotency-Key is known to be new, since a repeated
   * request is no attempt.
   *
   * @throws Problem `too_many_attempts` (429, Retry-After, outcome `none`); then no token is kept.
   * @throws StoreUnavailable
   */
  async take({ cartId, customerId, network }: Attempt): Promise<Taken> {
    const wanted: (readonly [LimitName, string])[] = [
      ['cart_attempts', cartId],
      ...(customerId === undefined ? [] : [['customer_attempts', customerId] as const]),
      ['network_attempts', network],
    ];
    const tokens: Token[] = [];
    for (const [limit, whose] of wanted) {
      const result = await this.counters.take(limit, whose);
      if (result.kind === 'refused') {
        await giveAllBack(tokens);
        throw new Problem('too_many_attempts', { outcome: 'none', retryAfterSeconds: result.retryAfterSeconds });
      }
      tokens.push(result);
    }
    return { records: tokens.map(({ record }) => record), giveBack: () => giveAllBack(tokens) };
  }
}

async function giveAllBack(tokens: readonly Token[]): Promise<void> {
  for (const token of tokens) await token.giveBack();
}
