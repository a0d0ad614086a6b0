import { Injectable, Logger } from '@nestjs/common';

import type { PlannedCheck } from '../../database/schema.ts';
import type { CallGroup } from '../../ottu/transport/call-policy.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import type { PaymentId } from '../identifiers.ts';
import { Inquire } from '../inquiry/inquire.ts';
import { ExpireSession } from '../settlement/expire-session.ts';
import { RefreshPayment } from '../settlement/refresh-payment.ts';
import { CloseUnresolved } from './close-unresolved.ts';
import { DueChecks, type DueCheck } from './due-checks.ts';

/** Makes one check that is due, and leaves the payment with its next one. It asks; it never charges (M34). */
@Injectable()
export class RunCheck {
  readonly #logger = new Logger('Reconciliation');

  constructor(
    private readonly due: DueChecks,
    private readonly refreshPayment: RefreshPayment,
    private readonly inquire: Inquire,
    private readonly closeUnresolved: CloseUnresolved,
    private readonly expireSession: ExpireSession,
  ) {}

  /** @returns whether Ottu may be asked on; false when the inquiries of this minute are used up. */
  async run(check: DueCheck<Exclude<PlannedCheck, 'card_list'>>): Promise<boolean> {
    switch (check.what) {
      case 'retrieve':
        await this.#retrieve(check);
        return true;
      case 'look':
        await this.#look(check);
        return true;
      case 'inquiry':
        return this.#inquire(check.paymentId);
      case 'expire':
        await (check.attemptOpen ? this.#closeSession(check) : this.#expire(check));
        return true;
      case 'give_up':
        await this.#closeUnresolved(check);
        return true;
    }
  }

  /** A last retrieve comes first; while Ottu does not answer it, the payment stays open as long as there is time. */
  async #closeUnresolved({ paymentId, sessionId }: DueCheck): Promise<void> {
    const refreshed = sessionId === undefined || (await this.#refresh(paymentId, sessionId));
    if (refreshed) return this.closeUnresolved.execute(paymentId);
    await this.#oweUnlessOver(paymentId, 'give_up');
  }

  async #retrieve({ paymentId, sessionId }: DueCheck): Promise<void> {
    if (sessionId === undefined) return this.due.replan(paymentId);
    if (!(await this.#refresh(paymentId, sessionId))) await this.#oweUnlessOver(paymentId, 'retrieve');
  }

  /** M31, M95: what shoppers look at takes the share of the background, and is not owed: M31's own times come anyway. */
  async #look({ paymentId, sessionId }: DueCheck): Promise<void> {
    const answered = sessionId !== undefined && (await this.#refresh(paymentId, sessionId, 'sync'));
    if (!answered) await this.due.replan(paymentId);
  }

  async #oweUnlessOver(paymentId: PaymentId, what: PlannedCheck): Promise<void> {
    if (await this.closeUnresolved.closeUnlessTimeIsLeft(paymentId)) await this.due.owe(paymentId, what);
  }

  /** @returns whether Ottu has answered: with the transaction, or that it will not show it. What it said is settled. */
  async #refresh(paymentId: PaymentId, sessionId: string, group: CallGroup = 'background'): Promise<boolean> {
    const result = await this.refreshPayment.refresh({ paymentId, sessionId, group });
    switch (result.kind) {
      case 'answered':
        return true;
      case 'no_answer':
        this.#logger.warn(
          { payment_id: paymentId, reason: result.fault.reason },
          'A retrieve brought no answer; it is made again',
        );
        return false;
      case 'not_found':
      case 'unusable':
        if (!isRefusal(result.reply)) return false;
        await this.due.replan(paymentId);
        return true;
    }
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
        // An inquiry that was sent counts and was settled; one that was not is tried again.
        if (!inquired.fault.sent) await this.#oweUnlessOver(paymentId, 'inquiry');
        return true;
      case 'too_early':
      case 'used_up':
      case 'not_wanted':
        await this.due.replan(paymentId);
        return true;
    }
  }

  async #expire({ paymentId, sessionId }: DueCheck): Promise<void> {
    if (sessionId === undefined) return this.due.replan(paymentId);
    const asked = await this.expireSession.ask({ paymentId, sessionId, group: 'background' });
    if (asked.kind === 'no_answer') return this.due.owe(paymentId, 'expire');
    // Refused or done: only the transaction itself tells what it is now.
    if (!(await this.#refresh(paymentId, sessionId))) await this.due.replan(paymentId);
  }

  /** M35: no answer to the attempt will come any more, so its session is closed; a success that a retrieve shows is settled instead. */
  async #closeSession({ paymentId, sessionId }: DueCheck): Promise<void> {
    if (sessionId === undefined) return this.due.replan(paymentId);
    const closed = await this.expireSession.closeOnce({ paymentId, sessionId, group: 'background' });
    if (closed === undefined) return this.due.replan(paymentId);
    if (!closed.answered || closed.shown === undefined) await this.#oweUnlessOver(paymentId, 'expire');
  }
}

/** Ottu itself has refused to show it, and the same question again is no better. */
function isRefusal({ status }: OttuReply): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
