import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { asPaymentId } from '../../payments/identifiers.ts';
import { takeClosing } from '../../payments/payment-repository.ts';
import { Settle } from '../../payments/settlement/settle.ts';
import { isPaymentState } from '../../payments/states/payment-state.ts';
import { hasEndedAtOttu } from '../sync/next-sync-action.ts';
import { ExpireTransaction } from './expire-transaction.ts';

export interface UnansweredThreeDSecure {
  readonly payment_id: string;
  readonly session_id: string;
  readonly attempt_id: string;
}

/**
 * M56: a 3DS challenge that led nowhere must not hold a cart for ever. Once the gateway itself was asked and knows of no
 * payment, the transaction is expired, and with Ottu's word on that the attempt has ended and the cart opens.
 */
@Injectable()
export class EndThreeDSecure {
  readonly #logger = new Logger('Challenges');

  constructor(
    private readonly database: Database,
    private readonly closing: ExpireTransaction,
    private readonly settle: Settle,
    private readonly settings: Settings,
  ) {}

  async end({
    payment_id: paymentId,
    session_id: sessionId,
    attempt_id: attemptId,
  }: UnansweredThreeDSecure): Promise<void> {
    try {
      if (!(await this.#take(paymentId))) return;
      const state = await this.closing.expire(asPaymentId(paymentId), sessionId, 'background');
      if (state === undefined || !isPaymentState(state) || !hasEndedAtOttu(state)) return;
      await this.settle.settle({
        paymentId: asPaymentId(paymentId),
        interpret: ({ attempts }) => ({
          event: 'challenge_unanswered',
          ...(attempts.find(({ id }) => id === attemptId)?.state === 'action_required'
            ? { attempt: { id: attemptId, state: 'declined' } }
            : {}),
        }),
      });
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      this.#logger.warn(
        { payment_id: paymentId, reason: error.reason },
        'An unanswered challenge could not be ended yet',
      );
    }
  }

  /** A transaction that Ottu will not expire is not asked for at every run, nor by two replicas at once. */
  async #take(paymentId: string): Promise<boolean> {
    return this.database.query((db) => takeClosing(db, paymentId, this.settings.durations.checkRetry));
  }
}
