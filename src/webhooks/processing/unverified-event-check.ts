import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';

import { Background } from '../../background/background.ts';
import type { RowPoller } from '../../background/poller.ts';
import { UnderWay } from '../../background/under-way.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { asPaymentId, type PaymentId } from '../../payments/identifiers.ts';
import { isOpen } from '../../payments/states/attempt-state.ts';
import { outcomeOf } from '../../payments/states/payment-state.ts';
import { finishWaiting } from '../inbox-rows.ts';
import {
  ConfirmWithOttu,
  acquireRefresh,
  acquireRequestedRefreshes,
  requestRefresh,
  type RequestedRefresh,
} from './confirm-with-ottu.ts';

/**
 * M70: an event that could not be verified proves nothing. Where it names an open order of ours with a stored session,
 * this class retrieves that session once: perhaps Ottu's key was changed and ours was not. Its retrieves are merged, for
 * each payment, with all other confirmations.
 */
@Injectable()
export class UnverifiedEventCheck implements BeforeApplicationShutdown {
  readonly #logger = new Logger('Webhooks');
  readonly #running = new UnderWay();
  readonly #poller: RowPoller<RequestedRefresh>;

  constructor(
    private readonly database: Database,
    private readonly confirmWithOttu: ConfirmWithOttu,
    private readonly settings: Settings,
    background: Background,
  ) {
    const { sweep, webhookConfirm } = settings.durations;
    this.#poller = background.rowPoller<RequestedRefresh>({
      name: 'UnverifiedHints',
      everyMs: sweep,
      concurrency: 1,
      take: (atMost) => this.database.query((db) => acquireRequestedRefreshes(db, webhookConfirm, atMost)),
      about: ({ paymentId }) => ({ payment_id: paymentId }),
      work: (refresh) => this.#refresh(refresh).catch((error: unknown) => this.#report(error)),
      onFault: (error) => this.#report(error),
    });
  }

  /** Returns before it looks, so that the time of our response does not tell whether there is such an order. */
  consider(orderNo: string): void {
    void this.#running.add(this.#consider(orderNo).catch((error: unknown) => this.#report(error)));
  }

  /** Runs every refresh that was requested and is allowed by now. */
  async sweep(): Promise<void> {
    await this.#poller.runToEnd();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#running.ended();
  }

  async #consider(orderNo: string): Promise<void> {
    const paymentId = await this.database.query(async (db) => {
      const payment = await db
        .selectFrom('payments')
        .select(['id', 'state'])
        .where('order_no', '=', orderNo)
        .where('session_id', 'is not', null)
        .executeTakeFirst();
      if (payment === undefined) return undefined;
      const attempts = await db
        .selectFrom('payment_attempts')
        .select('state')
        .where('payment_id', '=', payment.id)
        .execute();
      const outcome = outcomeOf(
        payment.state,
        attempts.some(({ state }) => isOpen(state)),
      );
      return outcome === 'unknown' ? asPaymentId(payment.id) : undefined;
    });
    if (paymentId === undefined) return;
    await this.database.inTransaction((tx) => requestRefresh(tx, paymentId));
    const refresh = await this.#acquireRefresh(paymentId);
    if (refresh !== undefined) await this.#refresh(refresh);
  }

  async #acquireRefresh(paymentId: PaymentId): Promise<RequestedRefresh | undefined> {
    return this.database.inTransaction(async (tx) => {
      const refresh = await acquireRefresh(tx, paymentId, this.settings.durations.webhookConfirm);
      if (refresh === undefined) return undefined;
      const payment = await tx
        .selectFrom('payments')
        .select('session_id')
        .where('id', '=', paymentId)
        .executeTakeFirst();
      return { ...refresh, paymentId, sessionId: payment?.session_id ?? null };
    });
  }

  async #refresh({ paymentId, sessionId, askedAt }: RequestedRefresh): Promise<void> {
    if (sessionId === null) return;
    await this.confirmWithOttu.confirm({
      paymentId: asPaymentId(paymentId),
      sessionId,
      group: 'background',
      alongside: (tx) => finishWaiting(tx, paymentId, askedAt),
    });
  }

  #report(error: unknown): void {
    this.#logger.warn({ err: error }, 'What an unverified event names could not be looked up');
  }
}
