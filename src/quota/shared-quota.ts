import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';

import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import { Background } from '../background/background.ts';
import type { Poller } from '../background/poller.ts';
import { Metrics } from '../observability/metrics.ts';
import { CALL_GROUPS } from '../ottu/transport/call-policy.ts';
import { DailyQuota } from '../ottu/transport/daily-quota.ts';
import { addCalls, forgetPastDays } from './quota-store.ts';

/**
 * M95: Ottu counts the calls of one user, not of one process. What this replica has counted is added to the day's sums in
 * the database every few seconds, and what all have counted is read back: the shares hold over all replicas, outlive
 * each of them, and may be passed by what the others send within one such pause.
 */
@Injectable()
export class SharedQuota implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('OttuBudget');
  readonly #poller: Poller;
  #failing = false;
  #tidiedOn = '';

  constructor(
    private readonly budget: DailyQuota,
    private readonly database: Database,
    { durations }: Settings,
    { registry }: Metrics,
    background: Background,
  ) {
    this.#poller = background.poller({
      name: 'OttuBudget',
      everyMs: durations.budgetShare,
      run: () => this.share(),
      onFault: (error) => this.#report(error),
      endedByOwner: true,
    });
    const gauge = new Gauge({
      name: 'ottu_bff_ottu_calls_today',
      help: 'Calls that count against the daily limit of Ottu, by group, since midnight UTC: of all replicas, as this one knows them',
      labelNames: ['group'],
      registers: [registry],
      collect: () => {
        for (const group of CALL_GROUPS) gauge.set({ group }, this.budget.calls(group));
      },
    });
  }

  /** Before any other work begins, so that the sums are read first; nothing waits for it. */
  onModuleInit(): void {
    this.#poller.start();
  }

  /** The last calls are over by now, and the database is still open. */
  async onApplicationShutdown(): Promise<void> {
    await this.#poller.end();
    if (this.budget.unshared().counted.length > 0) await this.share().catch((error: unknown) => this.#report(error));
  }

  /**
   * Never two at once: what is on its way would be added twice.
   *
   * @throws StoreUnavailable; nothing is lost, it is added the next time.
   */
  async share(): Promise<void> {
    const unshared = this.budget.unshared();
    this.budget.learn(unshared, await addCalls(this.database, unshared));
    this.#failing = false;
    if (this.#tidiedOn === unshared.today) return;
    await forgetPastDays(this.database, unshared.today);
    this.#tidiedOn = unshared.today;
  }

  /** Once for each time that the database goes away. */
  #report(error: unknown): void {
    if (!this.#failing) {
      this.#logger.warn({ err: error }, 'M95: the calls to Ottu could not be added up; each replica counts its own');
    }
    this.#failing = true;
  }
}
