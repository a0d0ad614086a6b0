import { Injectable, Logger } from '@nestjs/common';

import { Database, type Tx } from '../database/database.ts';
import { json } from '../database/schema.ts';
import { Counters, type PermitRecord } from './counters.ts';
import { isLimitName } from './limits-table.ts';

/**
 * M96: the tokens of an attempt that is under way, kept with it: whether it succeeds may be known much later than its
 * call returns, to another replica, by a webhook.
 */
@Injectable()
export class AttemptPermits {
  readonly #logger = new Logger('Limits');

  constructor(
    private readonly database: Database,
    private readonly counters: Counters,
  ) {}

  /** In the transaction that claims the attempt. */
  async store(tx: Tx, attemptId: string, permits: readonly PermitRecord[]): Promise<void> {
    const windowEnds = new Date(Math.max(...permits.map(({ windowEnds: end }) => end)));
    await tx
      .insertInto('attempt_tokens')
      .values({ attempt_id: attemptId, tokens: json(permits), window_ends: windowEnds })
      .execute();
  }

  /** After the attempt has succeeded: once, whoever calls it how often. Never throws: the attempt is over. */
  async refund(attemptId: string): Promise<void> {
    try {
      const kept = await this.database.query((db) =>
        db.deleteFrom('attempt_tokens').where('attempt_id', '=', attemptId).returning('tokens').executeTakeFirst(),
      );
      for (const { limit, key, windowEnds } of kept?.tokens ?? []) {
        if (isLimitName(limit)) await this.counters.refund({ limit, key, windowEnds });
      }
    } catch (error) {
      this.#logger.warn({ err: error }, 'The tokens of an attempt could not be given back; they count until they end');
    }
  }
}
