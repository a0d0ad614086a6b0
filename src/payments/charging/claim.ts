import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import { findKey, takeKey, type IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import { asAttemptId, asPaymentId, type AttemptId, type PaymentId } from '../identifiers.ts';
import { insertPayment, OrderNoConflict } from '../new-payment.ts';
import { writeTimeline } from '../payment-rows.ts';
import type { ChargeCommand } from './charge-command.ts';
import type { Claimed, Replay } from './claimed.ts';
import { leaseUntil } from './lease.ts';
import { orderNoTaken } from './order-no-taken.ts';
import { Settle } from '../settlement/settle.ts';
import { readEarlier, reclaim } from './earlier-request.ts';

/** M1: the first durable write of a charge: idempotency key, payment, attempt `sending` and timeline, in one transaction. */
@Injectable()
export class Claim {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly settle: Settle,
  ) {}

  /**
   * The payment of an earlier request with this key. Nothing when the key is free, or when its charge was never sent and
   * may be claimed again. Asked before the request is priced, so that a replay does not depend on today's catalog.
   *
   * @throws Problem `idempotency_key_reused`, `idempotency_in_flight`, `store_unavailable`
   */
  async replayOf(claim: IdempotencyClaim): Promise<Replay | undefined> {
    const existing = await this.database.read((db) => findKey(db, claim));
    if (existing === undefined) return undefined;
    return this.database.inTransaction(async (tx) => {
      const earlier = await readEarlier(tx, existing, claim, this.settle);
      return earlier.kind === 'replay' ? earlier : undefined;
    });
  }

  /** @throws Problem `idempotency_key_reused`, `idempotency_in_flight`, `order_no_taken`, `store_unavailable` */
  async claim(command: ChargeCommand): Promise<Claimed | Replay> {
    const paymentId = asPaymentId(randomUUID());
    try {
      return await this.database.inTransaction(async (tx) => {
        if (!(await takeKey(tx, command.idempotency, paymentId))) {
          const existing = await findKey(tx, command.idempotency);
          if (existing === undefined) {
            throw new Error('an idempotency key vanished; keys are never deleted while in use');
          }
          const earlier = await readEarlier(tx, existing, command.idempotency, this.settle);
          return earlier.kind === 'replay' ? earlier : reclaim(tx, earlier, this.settings);
        }
        await insertPayment(tx, paymentId, command, {
          caller: command.idempotency.caller,
          mode: this.settings.ottu.mode,
          state: 'sending',
          instrumentType: command.instrumentType,
        });
        const attemptId = await this.#insertAttempt(tx, paymentId, command);
        await writeTimeline(tx, paymentId, 'claimed', {
          origin: command.origin,
          amount: command.amount.toString(),
          currency_code: command.amount.currency,
          instrument_type: command.instrumentType,
          pg_codes: command.pgCodes,
        });
        return { kind: 'claimed', paymentId, attemptId, orderNo: command.orderNo, amount: command.amount };
      });
    } catch (error) {
      if (!(error instanceof OrderNoConflict)) throw error;
      throw await orderNoTaken(this.database, { orderNo: command.orderNo, caller: command.idempotency.caller });
    }
  }

  async #insertAttempt(tx: Tx, paymentId: PaymentId, command: ChargeCommand): Promise<AttemptId> {
    const attemptId = asAttemptId(randomUUID());
    await tx
      .insertInto('payment_attempts')
      .values({
        id: attemptId,
        payment_id: paymentId,
        number: 1,
        method: command.instrumentType,
        state: 'sending',
        lease_until: leaseUntil(this.settings),
      })
      .execute();
    return attemptId;
  }
}
