import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Jobs } from '../../jobs/jobs.ts';
import { Repeating } from '../../jobs/repeating.ts';
import { DueChecks, type DueCheck } from './due-checks.ts';
import { MakeCheck } from './make-check.ts';
import { CHECKS_QUEUE } from './schedule-check.ts';

/** Taken at once, so that none of them waits for longer than its lease. */
const BATCH = 8;
const INQUIRY_BATCH = 4;

/** M30: finds the payments whose check has come, at start and then for ever; jobs only make it look sooner. */
@Injectable()
export class ReconciliationSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Reconciliation');
  readonly #repeating: Repeating;
  #stopping = false;

  constructor(
    private readonly due: DueChecks,
    private readonly makeCheck: MakeCheck,
    jobs: Jobs,
    { waits }: Settings,
  ) {
    this.#repeating = new Repeating(
      waits.sweep,
      () => this.sweep(),
      (error) => this.#logger.warn({ err: error }, 'The reconciliation sweep failed; it runs again'),
    );
    jobs.onNudge(CHECKS_QUEUE, () => this.#repeating.wake());
  }

  onApplicationBootstrap(): void {
    this.#repeating.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    await this.#repeating.stop();
  }

  /** Makes every check that is due. */
  async sweep(): Promise<void> {
    await this.#drain((limit) => this.due.take(limit), BATCH);
    await this.#drain((limit) => this.due.takeInquiries(limit), INQUIRY_BATCH);
  }

  async #drain(take: (limit: number) => Promise<DueCheck[]>, batch: number): Promise<void> {
    for (;;) {
      if (this.#stopping) return;
      const taken = await take(batch);
      const made = await Promise.all(taken.map((check) => this.#make(check)));
      if (taken.length < batch || made.includes(false)) return;
    }
  }

  /** A check that fails is due again when its lease has passed. */
  async #make(check: DueCheck): Promise<boolean> {
    try {
      return await this.makeCheck.make(check);
    } catch (error) {
      this.#logger.warn({ err: error, payment_id: check.paymentId }, 'A check could not be made; it is made again');
      return false;
    }
  }
}
