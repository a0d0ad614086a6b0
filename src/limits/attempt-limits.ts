import { Injectable } from '@nestjs/common';
import { Problem } from '../problems/problem.ts';
import { Counters, type Permit, type PermitRecord } from './counters.ts';
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
export interface Reservation {
  /** For `AttemptPermits`, which gives them back when the attempt succeeds. */
  readonly records: readonly PermitRecord[];
  /** When nothing was tried after all. Does nothing the second time, and never throws. */
  refund(): Promise<void>;
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
  async reserve({ cartId, customerId, network }: Attempt): Promise<Reservation> {
    const wanted: (readonly [LimitName, string])[] = [
      ['cart_attempts', cartId],
      ...(customerId === undefined ? [] : [['customer_attempts', customerId] as const]),
      ['network_attempts', network],
    ];
    const permits: Permit[] = [];
    for (const [limit, whose] of wanted) {
      const result = await this.counters.consume(limit, whose);
      if (result.kind === 'refused') {
        await refundAll(permits);
        throw new Problem('too_many_attempts', { outcome: 'none', retryAfterSeconds: result.retryAfterSeconds });
      }
      permits.push(result);
    }
    return { records: permits.map(({ record }) => record), refund: () => refundAll(permits) };
  }
}

async function refundAll(permits: readonly Permit[]): Promise<void> {
  for (const token of permits) await token.refund();
}
