import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import type { PaymentId } from '../identifiers.ts';
import { stopInquiringOnce } from '../payment-repository.ts';
import { provesNotProcessed, reviewDeadline } from '../schedule/plan-check.ts';
import { lockForReconciliation, type ReconciliationRows } from '../schedule/reconciliation-state.ts';
import { ScheduleCheck } from '../schedule/schedule-check.ts';
import { Settle } from '../settlement/settle.ts';
import type { SettlementInput } from '../settlement/settlement-input.ts';
import { isOpen } from '../states/attempt-state.ts';
import { isSuccess, SETTLED_AMOUNT_UNPROVED, THREE_D_SECURE_UNANSWERED } from '../states/payment-state.ts';

/** The end of asking (M31, M33): proven never processed, or for people to look at. A later word of Ottu's still counts. */
@Injectable()
export class CloseUnresolved {
  constructor(
    private readonly database: Database,
    private readonly settle: Settle,
    private readonly checks: ScheduleCheck,
    private readonly settings: Settings,
  ) {}

  /** All that could be asked was asked. */
  async execute(paymentId: PaymentId): Promise<void> {
    await this.database.inTransaction(async (tx) => {
      const rows = await lockForReconciliation(tx, paymentId);
      const next = this.checks.next(rows);
      // Otherwise Ottu has said something since the sweep read the row.
      if (next?.what === 'give_up' && next.at <= rows.now) await this.#end(tx, paymentId, rows);
      else await this.checks.plan(tx, rows);
    });
  }

  /**
   * Ottu could not be reached: until the deadline the check is tried again, after it the payment is for people to look at.
   *
   * @returns whether it is to be tried again.
   */
  async closeUnlessTimeIsLeft(paymentId: PaymentId): Promise<boolean> {
    return this.database.inTransaction(async (tx) => {
      const rows = await lockForReconciliation(tx, paymentId);
      if (rows.now < reviewDeadline(this.checks.stateOf(rows), this.settings.durations)) return true;
      // What is settled, and was only to be looked at once more, stays as it is.
      await stopInquiringOnce(tx, paymentId);
      if (isUnsettled(rows)) await this.#end(tx, paymentId, rows);
      // M31: what could not be asked is owed again, and not at once: Ottu is as far away as it was a moment ago.
      else await this.checks.plan(tx, await lockForReconciliation(tx, paymentId), this.settings.durations.checkRetry);
      return false;
    });
  }

  async #end(tx: Tx, paymentId: PaymentId, rows: ReconciliationRows): Promise<void> {
    const input = this.#notProcessed(rows) ?? forReview(rows);
    await this.settle.within(tx, { paymentId, interpret: () => input });
  }

  #notProcessed(rows: ReconciliationRows): SettlementInput | undefined {
    if (!provesNotProcessed(this.checks.stateOf(rows), this.settings.durations)) return undefined;
    const open = rows.attempts.find(({ state }) => isOpen(state));
    const event = 'never_processed';
    return open === undefined
      ? { event, creationState: 'not_processed' }
      : { event, attempt: { id: open.id, state: 'not_processed' } };
  }
}

function isUnsettled({ payment, attempts }: ReconciliationRows): boolean {
  if (payment.state === 'confirming') return true;
  return attempts.length === 0 ? payment.state === 'unknown' : attempts.some(({ state }) => isOpen(state));
}

function forReview(rows: ReconciliationRows): SettlementInput {
  return { event: 'given_up', reviewReasons: [reviewReason(rows)] };
}

function reviewReason({ payment, attempts, facts }: ReconciliationRows): string {
  // M26: the success that was named stays, and only its proof ends the review.
  if (payment.state === 'confirming') return SETTLED_AMOUNT_UNPROVED;
  if (payment.session_id === null) return 'inquiries_proved_nothing';
  // A success was named, though not what was settled: the cart must not be paid again then.
  const maybePaid = facts.some(({ state }) => isSuccess(state));
  const unanswered = payment.cart_id !== null && attempts.at(-1)?.state === 'action_required' && !maybePaid;
  return unanswered ? THREE_D_SECURE_UNANSWERED : 'open_after_last_check';
}
