import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Learnt } from './learnt.ts';
import { Settle, type Settlement } from './settle.ts';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;
/** How long a stopping process still waits for a store that does not answer. */
const SHUTDOWN_WAIT_MS = 5_000;

/**
 * M4: what Ottu answered must not be lost because the store failed at that moment. The first failure is told to the
 * caller at once; settling goes on behind it until the lease ends, then reconciliation has it.
 */
@Injectable()
export class PersistentSettle implements BeforeApplicationShutdown {
  readonly #logger = new Logger('Settle');
  readonly #running = new Set<Promise<void>>();

  constructor(private readonly settle: Settle) {}

  /**
   * @param withinMs how long settling may go on behind the caller's back.
   * @returns what was learnt, or nothing when it could not be stored yet.
   */
  async settleOrKeepTrying<L extends Learnt>(settlement: Settlement<L>, withinMs: number): Promise<L | undefined> {
    try {
      return await this.settle.settle(settlement);
    } catch (error) {
      this.#logger.error(
        { err: error, payment_id: settlement.paymentId },
        'M4: an answer could not be stored; trying on',
      );
      const running = this.#keepTrying(settlement, performance.now() + withinMs).finally(() =>
        this.#running.delete(running),
      );
      this.#running.add(running);
      return undefined;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.race([Promise.all(this.#running), sleep(SHUTDOWN_WAIT_MS, undefined, { ref: false })]);
  }

  async #keepTrying<L extends Learnt>(settlement: Settlement<L>, until: number): Promise<void> {
    for (let wait = FIRST_WAIT_MS; performance.now() < until; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      await sleep(wait, undefined, { ref: false });
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
