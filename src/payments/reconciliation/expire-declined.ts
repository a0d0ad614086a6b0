import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { OperationsApi } from '../../ottu/operations-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import type { PaymentId } from '../identifiers.ts';
import { markClosingAsked } from '../payment-repository.ts';
import { writeTimeline } from '../payment-rows.ts';

/** M14: asks Ottu to expire a transaction that was declined, so that no payer can pay it later. */
@Injectable()
export class ExpireDeclined {
  readonly #logger = new Logger('Reconciliation');

  constructor(
    private readonly database: Database,
    private readonly operations: OperationsApi,
    private readonly settings: Settings,
  ) {}

  /** @returns whether Ottu has answered; false where it is to be asked again: throttled, or a fault of Ottu's. */
  async ask(paymentId: PaymentId, sessionId: string): Promise<boolean> {
    const status = await this.#statusOf(paymentId, sessionId);
    if (status === undefined || status === 429 || status >= 500) return false;
    await this.database.inTransaction(async (tx) => {
      await markClosingAsked(tx, paymentId);
      await writeTimeline(tx, paymentId, 'expire_asked', { status });
    });
    return true;
  }

  async #statusOf(paymentId: PaymentId, sessionId: string): Promise<number | undefined> {
    try {
      const deadline = new Deadline(this.settings.ottu.timeoutMs);
      return (await this.operations.expire(sessionId, deadline, { group: 'background' })).status;
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      this.#logger.warn(
        { payment_id: paymentId, reason: error.reason },
        'A declined transaction could not be expired yet',
      );
      return undefined;
    }
  }
}
