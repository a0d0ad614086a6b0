import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';

import { Background } from '../../background/background.ts';
import type { RowPoller } from '../../background/poller.ts';
import { UnderWay } from '../../background/under-way.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { asPaymentId, type PaymentId } from '../../payments/identifiers.ts';
import { isOpen } from '../../payments/states/attempt-state.ts';
import { outcomeOf } from '../../payments/states/payment-state.ts';
import { finishWaiting } from '../inbox/inbox-rows.ts';
import { AskOttu } from './ask-ottu.ts';
import { takeTurn, takeWantedTurns, wantTurn, type WantedTurn } from './confirmation-turns.ts';

/**
 * M70: an event that could not be verified proves nothing, but where it names an open order of ours with a stored session
 * it is worth one retrieve: perhaps Ottu's key was changed and ours was not. Merged per payment with all other confirmations.
 */
@Injectable()
export class UnverifiedHint implements BeforeApplicationShutdown {
  readonly #logger = new Logger('Webhooks');
  readonly #running = new UnderWay();
  readonly #poller: RowPoller<WantedTurn>;

  constructor(
    private readonly database: Database,
    private readonly askOttu: AskOttu,
    private readonly settings: Settings,
    background: Background,
  ) {
    const { sweep, webhookConfirm } = settings.durations;
    this.#poller = background.rowPoller<WantedTurn>({
      name: 'UnverifiedHints',
      everyMs: sweep,
      concurrency: 1,
      take: (atMost) => this.database.query((db) => takeWantedTurns(db, webhookConfirm, atMost)),
      work: (turn) => this.#ask(turn).catch((error: unknown) => this.#tell(error)),
      onFault: (error) => this.#tell(error),
    });
  }

  /** Behind the answer, so that its time does not tell whether there is such an order. */
  consider(orderNo: string): void {
    void this.#running.add(this.#consider(orderNo).catch((error: unknown) => this.#tell(error)));
  }

  /** Asks about every payment whose turn has come. */
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
    await this.database.inTransaction((tx) => wantTurn(tx, paymentId));
    const turn = await this.#takeTurn(paymentId);
    if (turn !== undefined) await this.#ask(turn);
  }

  async #takeTurn(paymentId: PaymentId): Promise<WantedTurn | undefined> {
    return this.database.inTransaction(async (tx) => {
      const turn = await takeTurn(tx, paymentId, this.settings.durations.webhookConfirm);
      if (turn === undefined) return undefined;
      const payment = await tx
        .selectFrom('payments')
        .select('session_id')
        .where('id', '=', paymentId)
        .executeTakeFirst();
      return { ...turn, paymentId, sessionId: payment?.session_id ?? null };
    });
  }

  async #ask({ paymentId, sessionId, askedAt }: WantedTurn): Promise<void> {
    if (sessionId === null) return;
    await this.askOttu.ask({
      paymentId: asPaymentId(paymentId),
      sessionId,
      group: 'background',
      alongside: (tx) => finishWaiting(tx, paymentId, askedAt),
    });
  }

  #tell(error: unknown): void {
    this.#logger.warn({ err: error }, 'What an unverified event names could not be looked up');
  }
}
