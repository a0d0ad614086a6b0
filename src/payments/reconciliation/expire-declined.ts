import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { OperationsApi } from '../../ottu/operations-api.ts';
import type { CallGroup } from '../../ottu/transport/call-policy.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import type { PaymentId } from '../identifiers.ts';
import { forgetClosing, markClosingAsked, takeClosing } from '../payment-repository.ts';
import { writeTimeline } from '../payment-rows.ts';
import { RefreshPayment } from '../settlement/refresh-payment.ts';

/** F10.1: the states that `expire` is for. */
const EXPIRABLE: ReadonlySet<string | undefined> = new Set(['created', 'pending', 'attempted']);

/** It is retrieved, expired, and retrieved again. */
const CLOSING_CALLS = 3;

/** `taken`: another replica, or this one a moment ago, has asked for it. */
export type Closed = 'answered' | 'taken' | 'no_answer';

/** M14, M35: asks Ottu to expire a transaction, so that no payer can pay it later. */
@Injectable()
export class ExpireDeclined {
  readonly #logger = new Logger('Reconciliation');

  constructor(
    private readonly database: Database,
    private readonly operations: OperationsApi,
    private readonly refreshPayment: RefreshPayment,
    private readonly settings: Settings,
  ) {}

  /** @returns whether Ottu has answered; false where it is to be asked again: throttled, or a fault of Ottu's. */
  async ask(paymentId: PaymentId, sessionId: string, group: CallGroup = 'background'): Promise<boolean> {
    const status = await this.#statusOf(paymentId, sessionId, group);
    if (status === undefined || status === 429 || status >= 500) return false;
    await this.database.inTransaction(async (tx) => {
      await markClosingAsked(tx, paymentId);
      await writeTimeline(tx, paymentId, 'expire_asked', { status });
    });
    return true;
  }

  /**
   * M54: closing starts with a retrieve, which settles what was paid, and ends with one, which shows what it is now.
   *
   * @returns `answered` where Ottu has said all that it can say now.
   * @throws StoreUnavailable
   */
  async close(paymentId: PaymentId, sessionId: string): Promise<Closed> {
    const { ottu, durations } = this.settings;
    const againAfterMs = CLOSING_CALLS * ottu.timeoutMs + durations.leaseGrace;
    if (!(await this.database.query((db) => takeClosing(db, paymentId, againAfterMs)))) return 'taken';
    const shown = await this.#shown(paymentId, sessionId);
    const asked = shown !== 'no_answer' && (!EXPIRABLE.has(shown) || (await this.ask(paymentId, sessionId)));
    if (!asked) {
      await this.database.query((db) => forgetClosing(db, paymentId));
      return 'no_answer';
    }
    return EXPIRABLE.has(shown) && (await this.#shown(paymentId, sessionId)) === 'no_answer' ? 'no_answer' : 'answered';
  }

  async #shown(paymentId: PaymentId, sessionId: string): Promise<string | undefined> {
    const result = await this.refreshPayment.refresh({ paymentId, sessionId, group: 'background' });
    return result.kind === 'answered' ? result.state : 'no_answer';
  }

  async #statusOf(paymentId: PaymentId, sessionId: string, group: CallGroup): Promise<number | undefined> {
    try {
      const deadline = new Deadline(this.settings.ottu.timeoutMs);
      return (await this.operations.expire(sessionId, deadline, { group })).status;
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      this.#logger.warn({ payment_id: paymentId, reason: error.reason }, 'A transaction could not be expired yet');
      return undefined;
    }
  }
}
