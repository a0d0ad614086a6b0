import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { Gauge } from 'prom-client';

import { Background } from '../background/background.ts';
import type { Poller } from '../background/poller.ts';
import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import { json } from '../database/schema.ts';
import { Metrics } from '../observability/metrics.ts';
import { CALL_GROUPS } from '../ottu/transport/call-policy.ts';
import { DailyQuota, QUOTA_DAYS_KEPT, type UnsharedCalls } from '../ottu/transport/daily-quota.ts';

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
    private readonly quota: DailyQuota,
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
        for (const group of CALL_GROUPS) gauge.set({ group }, this.quota.calls(group));
      },
    });
  }

  /** Begins before any other work, so that the sums are read first; nothing waits for it. */
  onModuleInit(): void {
    this.#poller.start();
  }

  /** The last calls are over by now, and the database is still open. */
  async onApplicationShutdown(): Promise<void> {
    await this.#poller.end();
    if (this.quota.unshared().counted.length > 0) await this.share().catch((error: unknown) => this.#report(error));
  }

  /**
   * Never two at once: the second would add again what the first is adding.
   *
   * @throws StoreUnavailable; nothing is lost, it is added the next time.
   */
  async share(): Promise<void> {
    const unshared = this.quota.unshared();
    this.quota.learn(unshared, await addCalls(this.database, unshared));
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

/**
 * Adds what one process has counted to what all have, and reads the sums of today. One statement; rows are locked in one
 * order, so that replicas that add at the same moment wait for each other and never in a circle.
 *
 * @returns by group, what was added included.
 * @throws StoreUnavailable; then it may have been added all the same, and a caller that adds it again counts it twice, never too
 * little.
 */
export async function addCalls(
  database: Database,
  { today, counted }: UnsharedCalls,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await database.query((db) =>
    sql<{ call_group: string; calls: number }>`
      with added as (
        insert into ottu_calls (day, call_group, calls)
          select day, "group", calls
            from jsonb_to_recordset(${json(counted)}::jsonb) as counted (day date, "group" text, calls integer)
            order by day, "group"
          on conflict (day, call_group) do update set calls = ottu_calls.calls + excluded.calls
          returning day, call_group, calls)
      select call_group, calls from added where day = ${today}::date
      union all
      -- A statement does not see what it writes itself.
      select call_group, calls from ottu_calls as others
        where day = ${today}::date
          and not exists (select from added where added.day = others.day and added.call_group = others.call_group)`.execute(
      db,
    ),
  );
  return new Map(rows.map(({ call_group: group, calls }) => [group, calls]));
}

/** @throws StoreUnavailable */
export async function forgetPastDays(database: Database, today: string): Promise<void> {
  await database.query((db) =>
    sql`delete from ottu_calls where day < ${today}::date - ${QUOTA_DAYS_KEPT}::integer`.execute(db),
  );
}
