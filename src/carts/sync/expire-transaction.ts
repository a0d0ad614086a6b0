import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { OperationsApi } from '../../ottu/operations-api.ts';
import type { CallGroup } from '../../ottu/transport/call-policy.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { PaymentId } from '../../payments/identifiers.ts';
import { markClosingAsked } from '../../payments/payment-repository.ts';
import { writeTimeline } from '../../payments/payment-rows.ts';
import { RefreshPayment } from '../../payments/settlement/refresh-payment.ts';

/** F8.1: the states that `expire` is for. */
const EXPIRABLE: ReadonlySet<string> = new Set(['created', 'pending', 'attempted']);

/**
 * M54: closes a transaction with `expire` and nothing else, and only after a retrieve, which settles what was paid
 * meanwhile.
 */
@Injectable()
export class ExpireTransaction {
  constructor(
    private readonly database: Database,
    private readonly operations: OperationsApi,
    private readonly refreshPayment: RefreshPayment,
    private readonly settings: Settings,
  ) {}

  /**
   * It does not look whether an attempt is open: the caller decides about that.
   *
   * @returns its state as Ottu shows it; undefined while it can still be paid, or where Ottu gave no readable answer.
   * @throws TransportFault
   */
  async expire(paymentId: PaymentId, sessionId: string, group: CallGroup): Promise<string | undefined> {
    const state = await this.#shownState(paymentId, sessionId, group);
    if (state === undefined || !EXPIRABLE.has(state)) return state;
    const { status } = await this.operations.expire(sessionId, new Deadline(this.settings.ottu.timeoutMs), { group });
    await this.database.inTransaction(async (tx) => {
      await markClosingAsked(tx, paymentId);
      await writeTimeline(tx, paymentId, 'expire_asked', { status });
    });
    // Done or refused: a retrieve shows what the transaction is now.
    const after = await this.#shownState(paymentId, sessionId, group);
    return after === undefined || EXPIRABLE.has(after) ? undefined : after;
  }

  async #shownState(paymentId: PaymentId, sessionId: string, group: CallGroup): Promise<string | undefined> {
    const result = await this.refreshPayment.refresh({ paymentId, sessionId, group });
    if (result.kind === 'no_answer') throw result.fault;
    return result.kind === 'answered' ? result.state : undefined;
  }
}
