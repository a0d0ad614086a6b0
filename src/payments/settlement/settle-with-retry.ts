import { setTimeout as sleep } from 'node:timers/promises';

import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';

import { backOff } from '../../background/back-off.ts';
import { UnderWay } from '../../background/under-way.ts';
import { Settle, type Settled, type Settlement } from './settle.ts';
import type { SettlementInput } from './settlement-input.ts';

const PAUSES = { first: 100, longest: 2_000 };
/** How long a stopping process still waits for a store that does not answer. */
const SHUTDOWN_WAIT_MS = 5_000;

/**
 * M4: what Ottu answered must not be lost because the store failed at that moment. The caller gets the
 * first failure at once; settling goes on in the background until the lease ends, then reconciliation takes over.
 */
@Injectable()
export class SettleWithRetry implements BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #logger = new Logger('Settle');
  readonly #running = new UnderWay();

  constructor(private readonly settle: Settle) {}

  /**
   * @param withinMs how long settling may go on after the caller was answered.
   * @returns what was settled, or nothing when it could not be stored yet.
   */
  async settleOrRetry<L extends SettlementInput>(
    settlement: Settlement<L>,
    withinMs: number,
  ): Promise<Settled<L> | undefined> {
    try {
      return await this.settle.settle(settlement);
    } catch (error) {
      this.#logger.error(
        { err: error, payment_id: settlement.paymentId },
        'M4: an answer could not be stored; trying on',
      );
      void this.#running.add(this.#retry(settlement, performance.now() + withinMs));
      return undefined;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#running.ended(SHUTDOWN_WAIT_MS);
  }

  /**
   * Once more, for answers that came since: to background runs, which end after the hook above, and to the last requests.
   * The database is closed after this.
   */
  async onApplicationShutdown(): Promise<void> {
    await this.#running.ended(SHUTDOWN_WAIT_MS);
  }

  async #retry<L extends SettlementInput>(settlement: Settlement<L>, until: number): Promise<void> {
    for (let tries = 1; performance.now() < until; tries += 1) {
      await sleep(backOff(tries, PAUSES), undefined, { ref: false });
      try {
        await this.settle.settle(settlement);
        this.#logger.log({ payment_id: settlement.paymentId }, 'M4: the answer is stored now');
        return;
      } catch {
        // Tried again until the lease ends; the first failure was logged.
      }
    }
    this.#logger.error({ payment_id: settlement.paymentId }, 'M4: the lease ended before the answer could be stored');
  }
}
