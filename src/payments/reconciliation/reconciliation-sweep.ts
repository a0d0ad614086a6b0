import { Injectable, Logger } from '@nestjs/common';

import { Background } from '../../background/background.ts';
import type { Poller } from '../../background/poller.ts';
import { Settings } from '../../config/settings.ts';
import { onBehalfOf } from '../../tracing/work.ts';
import { RECONCILIATION } from '../schedule/schedule-check.ts';
import { DueChecks, type DueCheck } from './due-checks.ts';
import { LookAtCards } from './look-at-cards.ts';
import { RunCheck } from './run-check.ts';

/** Taken at once, so that none of them waits for longer than its lease. */
const BATCH = 8;
const INQUIRY_BATCH = 4;

/** M30: finds the payments whose check has come, at start and then for ever; `ScheduleCheck` wakes it sooner, after a settlement on any replica. */
@Injectable()
export class ReconciliationSweep {
  readonly #logger = new Logger(RECONCILIATION);
  readonly #poller: Poller;

  constructor(
    private readonly due: DueChecks,
    private readonly runCheck: RunCheck,
    private readonly cards: LookAtCards,
    { durations }: Settings,
    background: Background,
  ) {
    this.#poller = background.poller({
      name: RECONCILIATION,
      everyMs: durations.sweep,
      run: () => this.sweep(),
      failed: 'The reconciliation sweep failed; it runs again',
      wokenByReplicas: true,
    });
  }

  /** Makes every check that is due. */
  async sweep(): Promise<void> {
    await this.#poller.drain(BATCH, async () => this.#makeAll(await this.due.takeDue(BATCH)));
    await this.#poller.drain(INQUIRY_BATCH, async () => this.#makeAll(await this.due.takeDueInquiries(INQUIRY_BATCH)));
  }

  /** @returns how many were made: after one that could not be, no more are taken. */
  async #makeAll(checks: readonly DueCheck[]): Promise<number> {
    const made = await Promise.all(
      checks.map((check) =>
        onBehalfOf(RECONCILIATION, { payment_id: check.paymentId, order_no: check.orderNo }, () => this.#make(check)),
      ),
    );
    return made.filter((was) => was).length;
  }

  /** A check that fails is due again when its lease has passed. */
  async #make(check: DueCheck): Promise<boolean> {
    try {
      const { what } = check;
      if (what !== 'card_list') return await this.runCheck.run({ ...check, what });
      await this.cards.run(check.paymentId);
      return true;
    } catch (error) {
      this.#logger.warn({ err: error, payment_id: check.paymentId }, 'A check could not be made; it is made again');
      return false;
    }
  }
}
