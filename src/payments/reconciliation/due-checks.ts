import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import type { PlannedCheck } from '../../database/schema.ts';
import { asPaymentId, type PaymentId } from '../identifiers.ts';
import { lockFollowed } from './followed-payment.ts';
import { ScheduleCheck } from './schedule-check.ts';

export interface DueCheck {
  readonly paymentId: PaymentId;
  readonly what: PlannedCheck;
}

/**
 * The payments whose check has come (M30). A check that is taken is put off by a lease, so that no other replica takes
 * it too, and none is lost when this process dies: then it is due again.
 */
@Injectable()
export class DueChecks {
  constructor(
    private readonly database: Database,
    private readonly checks: ScheduleCheck,
    private readonly settings: Settings,
  ) {}

  /** Everything but inquiries, the most overdue first. */
  async take(limit: number): Promise<DueCheck[]> {
    return this.#take(sql`next_check <> 'inquiry'`, sql`next_check_at`, limit);
  }

  /** M32: first inquiries before second ones, oldest first. */
  async takeInquiries(limit: number): Promise<DueCheck[]> {
    const asked = sql`(select count(*) from payment_inquiries where payment_id = payments.id)`;
    return this.#take(sql`next_check = 'inquiry'`, sql`${asked}, claimed_at`, limit);
  }

  /** The check was not made: it is due again, now or after a while. */
  async giveBack(paymentId: PaymentId, afterMs = 0): Promise<void> {
    await this.database.read((db) =>
      db
        .updateTable('payments')
        .set({ next_check_at: sql<Date>`now() + ${`${afterMs} milliseconds`}::interval` })
        .where('id', '=', paymentId)
        .where('next_check_at', 'is not', null)
        .execute(),
    );
  }

  /** The check was made and taught nothing: what comes next follows from the clock alone. */
  async replan(paymentId: PaymentId): Promise<void> {
    await this.database.inTransaction(async (tx) => {
      await this.checks.plan(tx, await lockFollowed(tx, paymentId));
    });
  }

  async #take(which: ReturnType<typeof sql>, order: ReturnType<typeof sql>, limit: number): Promise<DueCheck[]> {
    const lease = `${this.settings.ottu.timeoutMs + this.settings.waits.leaseGrace} milliseconds`;
    return this.database.inTransaction(async (tx) => {
      const { rows } = await sql<{ id: string; next_check: PlannedCheck }>`
        select id, next_check from payments
          where next_check_at <= now() and ${which}
          order by ${order} limit ${limit}
          for update skip locked`.execute(tx);
      if (rows.length === 0) return [];
      await tx
        .updateTable('payments')
        .set({ next_check_at: sql<Date>`now() + ${lease}::interval` })
        .where(
          'id',
          'in',
          rows.map(({ id }) => id),
        )
        .execute();
      return rows.map(({ id, next_check: what }) => ({ paymentId: asPaymentId(id), what }));
    });
  }
}
