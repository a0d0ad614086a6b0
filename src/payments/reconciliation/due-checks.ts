import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';

import { takeDue } from '../../background/take-due.ts';
import { fromNow } from '../../database/interval.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import type { PlannedCheck } from '../../database/schema.ts';
import { asPaymentId, type PaymentId } from '../identifiers.ts';
import { releaseCheck } from '../payment-repository.ts';
import { lockForReconciliation } from '../schedule/reconciliation-state.ts';
import { ScheduleCheck } from '../schedule/schedule-check.ts';
import { ATTEMPT_STATES, isOpen } from '../states/attempt-state.ts';

const OPEN_STATES = ATTEMPT_STATES.filter(isOpen);

export interface DueCheck<What extends PlannedCheck = PlannedCheck> {
  readonly paymentId: PaymentId;
  readonly orderNo: string;
  readonly what: What;
  /** As Ottu named it by the time the check was taken; once known it never changes. */
  readonly sessionId: string | undefined;
  /** An attempt is open: to close its session is M35's business and not M14's. */
  readonly attemptOpen: boolean;
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
  async takeDue(limit: number): Promise<DueCheck[]> {
    return this.#take(sql`payments.next_check <> 'inquiry'`, sql`payments.next_check_at`, limit);
  }

  /** M32: first inquiries before second ones, oldest first. */
  async takeDueInquiries(limit: number): Promise<DueCheck[]> {
    const asked = sql`(select count(*) from payment_inquiries where payment_id = payments.id)`;
    return this.#take(sql`payments.next_check = 'inquiry'`, sql`${asked}, payments.claimed_at`, limit);
  }

  /** The check was not made: it is due again. */
  async release(paymentId: PaymentId): Promise<void> {
    await this.database.query((db) => releaseCheck(db, paymentId, 0));
  }

  /** M31: Ottu gave no answer, so the check is owed again: with a back-off, and in its place. */
  async owe(paymentId: PaymentId, what: PlannedCheck): Promise<void> {
    await this.database.inTransaction(async (tx) => {
      await this.checks.owe(tx, await lockForReconciliation(tx, paymentId), what);
    });
  }

  /** The check was made and taught nothing: what comes next follows from the clock alone. */
  async replan(paymentId: PaymentId): Promise<void> {
    await this.database.inTransaction(async (tx) => {
      await this.checks.plan(tx, await lockForReconciliation(tx, paymentId));
    });
  }

  async #take(where: RawBuilder<boolean>, orderBy: RawBuilder<unknown>, limit: number): Promise<DueCheck[]> {
    const leaseMs = this.settings.ottu.timeoutMs + this.settings.durations.leaseGrace;
    const taken = await this.database.query((db) =>
      takeDue<{
        id: string;
        order_no: string;
        next_check: PlannedCheck;
        session_id: string | null;
        attempt_open: boolean;
      }>(db, {
        table: 'payments',
        key: 'id',
        due: 'next_check_at',
        where,
        orderBy,
        limit,
        lease: { column: 'next_check_at', until: fromNow(leaseMs) },
        returning: sql`payments.id, payments.order_no, payments.next_check, payments.session_id,
          exists (select from payment_attempts a
            where a.payment_id = payments.id and a.state in (${sql.join(OPEN_STATES)})) as attempt_open`,
      }),
    );
    return taken.map(
      ({ id, order_no: orderNo, next_check: what, session_id: sessionId, attempt_open: attemptOpen }) => ({
        paymentId: asPaymentId(id),
        orderNo,
        what,
        sessionId: sessionId ?? undefined,
        attemptOpen,
      }),
    );
  }
}
