import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { Sweep } from '../../jobs/sweep.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { asPaymentId } from '../../payments/identifiers.ts';
import { endableAfter } from '../../payments/reconciliation/gateway-inquiry.ts';
import { ScheduleCheck } from '../../payments/reconciliation/schedule-check.ts';
import { Settle } from '../../payments/settlement/settle.ts';
import { isPaymentState } from '../../payments/states/payment-state.ts';
import { ExpireTransaction } from '../closing/expire-transaction.ts';
import { HELD_FOR_REVIEW } from '../sync/follow-payments.ts';
import { isOver } from '../sync/next-sync-action.ts';

const BATCH = 20;

interface Unanswered {
  readonly payment_id: string;
  readonly session_id: string;
  readonly attempt_id: string;
  readonly started_at: Date;
  /** When the inquiry was sent that was answered last. */
  readonly asked_at: Date;
}

/**
 * M56: a challenge that led nowhere must not hold a cart for ever. Once the gateway itself was asked and knows of no
 * payment, the transaction is expired, and with Ottu's word on that the attempt has ended and the cart opens.
 */
@Injectable()
export class ChallengeSweep extends Sweep {
  constructor(
    private readonly database: Database,
    private readonly closing: ExpireTransaction,
    private readonly settle: Settle,
    private readonly checks: ScheduleCheck,
    private readonly settings: Settings,
  ) {
    super('Challenges', settings.waits.sweep, 'Unanswered challenges could not be looked for');
  }

  /** @returns how many challenges were found unanswered. */
  async sweep(): Promise<number> {
    const unanswered = await this.#find();
    for (const challenge of unanswered) {
      if (this.stopping) break;
      if (await this.#wasAskedLate(challenge)) await this.#end(challenge);
    }
    return unanswered.length;
  }

  async #find(): Promise<Unanswered[]> {
    const again = `${this.settings.waits.checkRetry} milliseconds`;
    const { rows } = await this.database.read((db) =>
      sql<Unanswered>`
        select p.id as payment_id, p.session_id, a.id as attempt_id, a.started_at, i.asked_at
          from carts c
          join payments p on p.id = c.payment_id
          join payment_attempts a on a.payment_id = p.id and a.state = 'action_required'
          cross join lateral (select max(sent_at) as asked_at from payment_inquiries
            where payment_id = p.id and asked_by = 'reconciliation' and result = 'answered') i
          where c.state = 'frozen' and c.frozen_by <> ${HELD_FOR_REVIEW} and p.session_id is not null
            and p.state not in ('needs_review', 'paid', 'authorized', 'cod') and i.asked_at > a.started_at
            and (p.closing_asked_at is null or p.closing_asked_at < now() - ${again}::interval)
          order by a.started_at limit ${BATCH}`.execute(db),
    );
    return rows;
  }

  /**
   * Whether the gateway itself had time to find out by then (M23). Other inquiries may come sooner, and say nothing of a
   * bank's question that the shopper is still answering.
   */
  async #wasAskedLate({
    payment_id: paymentId,
    started_at: startedAt,
    asked_at: askedAt,
  }: Unanswered): Promise<boolean> {
    const payment = await this.database.read((db) =>
      db.selectFrom('payments').selectAll().where('id', '=', paymentId).executeTakeFirstOrThrow(),
    );
    const age = endableAfter(this.checks.gatewayOf(payment), this.settings.waits);
    return age !== undefined && askedAt.getTime() - startedAt.getTime() >= age;
  }

  /** A transaction that Ottu will not expire is not asked for at every sweep. */
  async #remember(paymentId: string): Promise<void> {
    await this.database.read((db) =>
      db
        .updateTable('payments')
        .set({ closing_asked_at: sql<Date>`now()` })
        .where('id', '=', paymentId)
        .execute(),
    );
  }

  async #end({ payment_id: paymentId, session_id: sessionId, attempt_id: attemptId }: Unanswered): Promise<void> {
    try {
      await this.#remember(paymentId);
      const state = await this.closing.expire(asPaymentId(paymentId), sessionId, 'background');
      if (state === undefined || !isPaymentState(state) || !isOver(state)) return;
      await this.settle.settle({
        paymentId: asPaymentId(paymentId),
        learn: ({ attempts }) => ({
          event: 'challenge_unanswered',
          ...(attempts.find(({ id }) => id === attemptId)?.state === 'action_required'
            ? { attempt: { id: attemptId, state: 'declined' } }
            : {}),
        }),
      });
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      this.logger.warn(
        { payment_id: paymentId, reason: error.reason },
        'An unanswered challenge could not be ended yet',
      );
    }
  }
}
