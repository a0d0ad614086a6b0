import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import { awaitsCard } from '../facts/check-fact.ts';
import type { PaymentId } from '../identifiers.ts';
import { recordCheckColumns } from '../payment-repository.ts';
import { detaching } from '../settlement/detaching.ts';
import { holdingAttempt } from '../schedule/hold.ts';
import { endOfHold, provesNotProcessed, reviewDeadline } from '../schedule/plan-check.ts';
import { lockForReconciliation, type ReconciliationRows } from '../schedule/reconciliation-state.ts';
import { ScheduleCheck } from '../schedule/schedule-check.ts';
import { Settle } from '../settlement/settle.ts';
import type { SettlementInput } from '../settlement/settlement-input.ts';
import { isOpen } from '../states/attempt-state.ts';
import { CARD_NOT_LISTED, isSuccess, SETTLED_AMOUNT_UNPROVED } from '../states/payment-state.ts';

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
      if (await this.#detached(tx, paymentId, rows)) return;
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
      if (await this.#detached(tx, paymentId, rows)) return false;
      if (rows.now < reviewDeadline(this.checks.stateOf(rows), this.settings.durations)) return true;
      if (isUnsettled(rows)) {
        // M11: what was to be asked once more could not be asked in time.
        await recordCheckColumns(tx, paymentId, { inquire_once: false });
        await this.#end(tx, paymentId, rows);
        return false;
      }
      // M31: what was handed out is owed its look for as long as Ottu is away.
      if (!rows.payment.inquire_once) return true;
      // What is settled, and was only to be looked at once more, stays as it is.
      await recordCheckColumns(tx, paymentId, { inquire_once: false });
      await this.checks.plan(tx, await lockForReconciliation(tx, paymentId), this.settings.durations.checkRetry);
      return false;
    });
  }

  /**
   * M35: its cart has waited long enough, whether or not Ottu can be reached: the attempt is followed without it.
   *
   * @returns whether it was time.
   */
  async #detached(tx: Tx, paymentId: PaymentId, rows: ReconciliationRows): Promise<boolean> {
    const until = endOfHold(this.checks.stateOf(rows));
    const attempt = holdingAttempt(rows.attempts);
    if (attempt === undefined || until === undefined || until > rows.now) return false;
    await this.settle.within(tx, { paymentId, interpret: () => detaching(attempt.id) });
    return true;
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

/** What is for people to look at already stays so; what is confirming is owed its inquiries for as long as Ottu is away (M26). */
function isUnsettled({ payment, attempts }: ReconciliationRows): boolean {
  if (payment.state === 'needs_review' || payment.state === 'confirming') return false;
  return attempts.length === 0 ? payment.state === 'unknown' : attempts.some(({ state }) => isOpen(state));
}

/** M36: a review for want of an answer does not hold its cart. */
function forReview(rows: ReconciliationRows): SettlementInput {
  const { attempts, facts } = rows;
  const holding = holdingAttempt(attempts);
  const detach = holding !== undefined && !facts.some(({ state }) => isSuccess(state)) ? holding.id : undefined;
  return { event: 'given_up', reviewReasons: [reviewReason(rows)], detach };
}

function reviewReason({ payment, facts }: ReconciliationRows): string {
  // M26: the success that was named stays, and only its proof ends the review.
  if (payment.state === 'confirming') {
    return facts.some(({ mismatches }) => awaitsCard(mismatches)) ? CARD_NOT_LISTED : SETTLED_AMOUNT_UNPROVED;
  }
  return payment.session_id === null ? 'inquiries_proved_nothing' : 'open_after_last_check';
}
