import { Injectable, Logger } from '@nestjs/common';

import type { PaymentId } from '../identifiers.ts';
import { Inquire } from '../inquiry/inquire.ts';
import { RefreshPayment } from '../settlement/refresh-payment.ts';
import { CloseUnresolved } from './close-unresolved.ts';
import { DueChecks, type DueCheck } from './due-checks.ts';
import { ExpireDeclined } from './expire-declined.ts';

/** Makes one check that is due, and leaves the payment with its next one. It asks; it never charges (M34). */
@Injectable()
export class RunCheck {
  readonly #logger = new Logger('Reconciliation');

  constructor(
    private readonly due: DueChecks,
    private readonly refreshPayment: RefreshPayment,
    private readonly inquire: Inquire,
    private readonly closeUnresolved: CloseUnresolved,
    private readonly expireDeclined: ExpireDeclined,
  ) {}

  /** @returns whether Ottu may be asked on; false when the inquiries of this minute are used up. */
  async run(check: DueCheck): Promise<boolean> {
    switch (check.what) {
      case 'retrieve':
        await this.#retrieve(check);
        return true;
      case 'inquiry':
        return this.#inquire(check.paymentId);
      case 'expire':
        await this.#expire(check);
        return true;
      case 'give_up':
        await this.#closeUnresolved(check);
        return true;
    }
  }

  /** A last retrieve comes first; while Ottu does not answer it, the payment stays open as long as there is time. */
  async #closeUnresolved(check: DueCheck): Promise<void> {
    const { paymentId, sessionId } = check;
    const refreshed = sessionId === undefined || (await this.#refresh(paymentId, sessionId));
    if (refreshed) return this.closeUnresolved.execute(paymentId);
    if (await this.closeUnresolved.closeUnlessTimeIsLeft(paymentId)) await this.due.retryLater(paymentId);
  }

  async #retrieve({ paymentId, sessionId }: DueCheck): Promise<void> {
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
        // An inquiry that was sent counts and was settled; one that was not is tried again.
        if (!inquired.fault.sent && (await this.closeUnresolved.closeUnlessTimeIsLeft(paymentId))) {
          await this.due.retryLater(paymentId);
        }
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
    if (!(await this.expireDeclined.ask(paymentId, sessionId))) return this.due.retryLater(paymentId);
    // Refused or done: only the transaction itself tells what it is now.
    if (!(await this.#refresh(paymentId, sessionId))) await this.due.replan(paymentId);
  }
}
