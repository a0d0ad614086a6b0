import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { Sweep } from '../../jobs/sweep.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { asPaymentId } from '../../payments/identifiers.ts';
import { Settle } from '../../payments/settlement/settle.ts';
import { isPaymentState } from '../../payments/states/payment-state.ts';
import { ExpireTransaction } from '../closing/expire-transaction.ts';
import { HELD_FOR_REVIEW } from '../sync/follow-payments.ts';
import { isOver } from '../sync/plan-step.ts';

const BATCH = 20;

interface Unanswered {
  readonly payment_id: string;
  readonly session_id: string;
  readonly attempt_id: string;
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
    settings: Settings,
  ) {
    super('Challenges', settings.waits.sweep, 'Unanswered challenges could not be looked for');
  }

  /** @returns how many challenges were found unanswered. */
  async sweep(): Promise<number> {
    const unanswered = await this.#find();
    for (const challenge of unanswered) {
      if (this.stopping) break;
      await this.#end(challenge);
    }
    return unanswered.length;
  }

  /** The inquiry of an open attempt is made after the gateway's own time plus 3 minutes (M23), and not before. */
  async #find(): Promise<Unanswered[]> {
    const { rows } = await this.database.read((db) =>
      sql<Unanswered>`
        select p.id as payment_id, p.session_id, a.id as attempt_id
          from carts c
          join payments p on p.id = c.payment_id
          join payment_attempts a on a.payment_id = p.id and a.state = 'action_required'
          where c.state = 'frozen' and c.frozen_by <> ${HELD_FOR_REVIEW} and p.session_id is not null
            and p.state not in ('needs_review', 'paid', 'authorized', 'cod')
            and exists (select from payment_inquiries i
              where i.payment_id = p.id and i.asked_by = 'reconciliation' and i.result = 'answered'
                and i.sent_at > a.started_at)
          order by a.started_at desc limit ${BATCH}`.execute(db),
    );
    return rows;
  }

  async #end({ payment_id: paymentId, session_id: sessionId, attempt_id: attemptId }: Unanswered): Promise<void> {
    try {
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
