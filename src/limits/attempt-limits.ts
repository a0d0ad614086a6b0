import { Injectable, Logger } from '@nestjs/common';

import { Database, type Tx } from '../database/database.ts';
import { json } from '../database/schema.ts';
import { send } from '../database/send.ts';
import { Problem } from '../problems/problem.ts';
import { Counters, type PermitRecord, type Wanted } from './counters.ts';
import { isLimitName } from './limits-table.ts';
import { prefixesOf, type Network } from '../http/network.ts';

/** Who is about to try to pay. */
export interface Attempt {
  readonly cartId: string;
  /** Of the verified JWT; none for a guest. */
  readonly customerId?: string | undefined;
  readonly network: Network;
}

/** The permits of one attempt. */
export interface Reservation {
  /** For `AttemptPermits`, which refunds them when the attempt succeeds. */
  readonly records: readonly PermitRecord[];
  /** For a caller that has tried nothing after all. Does nothing the second time, and never throws. */
  refund(): Promise<void>;
}

/** M96: attempts to pay are limited per cart, customer and network. */
@Injectable()
export class AttemptLimits {
  constructor(private readonly counters: Counters) {}

  /**
   * Consumes the permits of an attempt: before the call, once its Idempotency-Key is known to be new, since a repeated
   * request is no attempt.
   *
   * @throws Problem `too_many_attempts` (429, Retry-After, outcome `none`); then no permit is consumed.
   * @throws StoreUnavailable
   */
  async reserve({ cartId, customerId, network }: Attempt): Promise<Reservation> {
    const result = await this.counters.consume([
      { limit: 'cart_attempts', whose: cartId },
      ...(customerId === undefined ? [] : [{ limit: 'customer_attempts', whose: customerId } as const]),
      { limit: 'network_attempts', whose: network },
      ...ipv6Attempts(network),
    ]);
    if (result.kind === 'refused') {
      throw new Problem('too_many_attempts', { outcome: 'none', retryAfterSeconds: result.retryAfterSeconds });
    }
    return { records: result.permits.map(({ record }) => record), refund: () => result.refund() };
  }
}

/** IPv4 has no more limits than the address: behind a /24 of a carrier people fail by the dozen. */
function ipv6Attempts(network: Network): readonly Wanted[] {
  return prefixesOf(network).flatMap(({ prefix, of }) =>
    prefix === 'ipv4_24' ? [] : [{ limit: `${prefix}_attempts`, whose: of } as const],
  );
}

/**
 * M96: stores the permits of an attempt that is under way: that it succeeded may become known much later than its call
 * returns, to another replica, by a webhook.
 */
@Injectable()
export class AttemptPermits {
  readonly #logger = new Logger('Limits');

  constructor(
    private readonly database: Database,
    private readonly counters: Counters,
  ) {}

  /** Called in the transaction that claims the attempt. */
  async store(tx: Tx, attemptId: string, permits: readonly PermitRecord[]): Promise<void> {
    const windowEnds = new Date(Math.max(...permits.map(({ windowEnds: end }) => end)));
    const values = { attempt_id: attemptId, tokens: json(permits), window_ends: windowEnds };
    await send(tx, tx.insertInto('attempt_tokens').values(values));
  }

  /** Called after the attempt has succeeded. A second call does nothing. Never throws: the attempt is over. */
  async refund(attemptId: string): Promise<void> {
    try {
      const stored = await this.database.query((db) =>
        db.deleteFrom('attempt_tokens').where('attempt_id', '=', attemptId).returning('tokens').executeTakeFirst(),
      );
      const records = (stored?.tokens ?? []).flatMap(({ limit, key, windowEnds }) =>
        isLimitName(limit) ? [{ limit, key, windowEnds }] : [],
      );
      await this.counters.refund(records);
    } catch (error) {
      this.#logger.warn({ err: error }, 'The tokens of an attempt could not be given back; they count until they end');
    }
  }
}
