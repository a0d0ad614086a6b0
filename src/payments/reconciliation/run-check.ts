import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { OperationsApi } from '../../ottu/operations-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import type { PaymentId } from '../identifiers.ts';
import { Inquire } from '../inquiry/inquire.ts';
import { writeTimeline } from '../payment-rows.ts';
import { RefreshPayment } from '../settlement/refresh-payment.ts';
import { DueChecks, type DueCheck } from './due-checks.ts';
import { CloseUnresolved } from './close-unresolved.ts';

/** Makes one check that is due, and leaves the payment with its next one. It asks; it never charges (M34). */
@Injectable()
export class RunCheck {
  readonly #logger = new Logger('Reconciliation');

  constructor(
    private readonly database: Database,
    private readonly due: DueChecks,
    private readonly operations: OperationsApi,
    private readonly refreshPayment: RefreshPayment,
    private readonly inquire: Inquire,
    private readonly closeUnresolved: CloseUnresolved,
    private readonly settings: Settings,
  ) {}

  /** @returns whether Ottu may be asked on; false when the inquiries of this minute are used up. */
  async run({ paymentId, what }: DueCheck): Promise<boolean> {
    switch (what) {
      case 'retrieve':
        await this.#retrieve(paymentId);
        return true;
      case 'inquiry':
        return this.#inquire(paymentId);
      case 'expire':
        await this.#expire(paymentId);
        return true;
      case 'give_up':
        await this.#closeUnresolved(paymentId);
        return true;
    }
  }

  /** Not without a last look, and not before Ottu could be asked for one, as long as there is time. */
  async #closeUnresolved(paymentId: PaymentId): Promise<void> {
    const sessionId = await this.#session(paymentId);
    const refreshed = sessionId === undefined || (await this.#refresh(paymentId, sessionId));
    if (refreshed) return this.closeUnresolved.execute(paymentId);
    if (await this.closeUnresolved.closeUnlessTimeIsLeft(paymentId)) {
      await this.due.release(paymentId, this.settings.durations.checkRetry);
    }
  }

  async #retrieve(paymentId: PaymentId): Promise<void> {
    const sessionId = await this.#session(paymentId);
    if (sessionId === undefined || !(await this.#refresh(paymentId, sessionId))) {
      await this.due.replan(paymentId);
    }
  }

  async #refresh(paymentId: PaymentId, sessionId: string): Promise<boolean> {
    const result = await this.refreshPayment.refresh({ paymentId, sessionId, group: 'background' });
    if (result.kind === 'no_answer') {
      this.#logger.warn(
        { payment_id: paymentId, reason: result.fault.reason },
        'A retrieve brought no answer; the next one comes',
      );
    }
    return result.kind === 'answered';
  }

  async #inquire(paymentId: PaymentId): Promise<boolean> {
    const inquired = await this.inquire.execute(paymentId, 'reconciliation');
    switch (inquired.kind) {
      case 'asked':
        return true;
      case 'busy':
        await this.due.release(paymentId);
        return false;
      case 'not_answered':
        // What was sent counts and was settled; what was not is tried again.
        if (!inquired.fault.sent && (await this.closeUnresolved.closeUnlessTimeIsLeft(paymentId))) {
          await this.due.release(paymentId, this.settings.durations.checkRetry);
        }
        return true;
      case 'too_early':
      case 'used_up':
      case 'not_wanted':
        await this.due.replan(paymentId);
        return true;
    }
  }

  /** M14: a transaction that was declined must not be paid by anybody later. */
  async #expire(paymentId: PaymentId): Promise<void> {
    const sessionId = await this.#session(paymentId);
    if (sessionId === undefined) return this.due.replan(paymentId);
    const status = await this.#expireStatus(paymentId, sessionId);
    // Throttled, or a fault of Ottu's: asked again, until it expires by itself.
    if (status === undefined || status === 429 || status >= 500) {
      return this.due.release(paymentId, this.settings.durations.checkRetry);
    }
    await this.database.inTransaction(async (tx) => {
      await tx
        .updateTable('payments')
        .set({ closing_asked_at: sql<Date>`now()` })
        .where('id', '=', paymentId)
        .execute();
      await writeTimeline(tx, paymentId, 'expire_asked', { status });
    });
    // Refused or done: only the transaction itself tells what it is now.
    if (!(await this.#refresh(paymentId, sessionId))) await this.due.replan(paymentId);
  }

  async #expireStatus(paymentId: PaymentId, sessionId: string): Promise<number | undefined> {
    try {
      const deadline = new Deadline(this.settings.ottu.timeoutMs);
      return (await this.operations.expire(sessionId, deadline, { group: 'background' })).status;
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      this.#logger.warn(
        { payment_id: paymentId, reason: error.reason },
        'A declined transaction could not be expired yet',
      );
      return undefined;
    }
  }

  async #session(paymentId: PaymentId): Promise<string | undefined> {
    const row = await this.database.query((db) =>
      db.selectFrom('payments').select('session_id').where('id', '=', paymentId).executeTakeFirst(),
    );
    return row?.session_id ?? undefined;
  }
}
