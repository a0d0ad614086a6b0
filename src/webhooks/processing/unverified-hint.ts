import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { asPaymentId, type PaymentId } from '../../payments/identifiers.ts';
import { isOpen } from '../../payments/states/attempt-state.ts';
import { outcomeOf } from '../../payments/states/payment-state.ts';
import { finishWaiting } from '../inbox/inbox-rows.ts';
import { AskOttu } from './ask-ottu.ts';
import { takeTurn, wantedTurns, wantTurn } from './confirmation-turns.ts';

const AT_ONCE = 20;

/**
 * M70: an event that could not be verified proves nothing, but where it names an open order of ours with a stored session
 * it is worth one retrieve: perhaps Ottu's key was changed and ours was not. Merged per payment with all other confirmations.
 */
@Injectable()
export class UnverifiedHint implements BeforeApplicationShutdown {
  readonly #logger = new Logger('Webhooks');
  readonly #running = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly askOttu: AskOttu,
    private readonly settings: Settings,
  ) {}

  /** Behind the answer, so that its time does not tell whether there is such an order. */
  consider(orderNo: string): void {
    const running = this.#consider(orderNo)
      .catch((error: unknown) =>
        this.#logger.warn({ err: error }, 'What an unverified event names could not be looked up'),
      )
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Asks about every payment whose turn has come. */
  async sweep(): Promise<void> {
    const everyMs = this.settings.waits.webhookConfirm;
    const wanted = await this.database.inTransaction((tx) => wantedTurns(tx, everyMs, AT_ONCE));
    for (const paymentId of wanted) await this.#ask(asPaymentId(paymentId));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  async #consider(orderNo: string): Promise<void> {
    const paymentId = await this.database.read(async (db) => {
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
    await this.#ask(paymentId);
  }

  async #ask(paymentId: PaymentId): Promise<void> {
    const taken = await this.database.inTransaction(async (tx) => {
      const turn = await takeTurn(tx, paymentId, this.settings.waits.webhookConfirm);
      if (turn === undefined) return undefined;
      const payment = await tx
        .selectFrom('payments')
        .select('session_id')
        .where('id', '=', paymentId)
        .executeTakeFirst();
      return { turn, sessionId: payment?.session_id ?? undefined };
    });
    if (taken?.sessionId === undefined) return;
    await this.askOttu.ask({
      paymentId,
      sessionId: taken.sessionId,
      group: 'background',
      alongside: (tx) => finishWaiting(tx, paymentId, taken.turn.askedAt),
    });
  }
}
