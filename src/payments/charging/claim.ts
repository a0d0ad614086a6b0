import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import { json } from '../../database/schema.ts';
import { findKey, takeKey, type IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import type { Money } from '../../money/money.ts';
import { asAttemptId, asPaymentId, type AttemptId, type OrderNo, type PaymentId } from '../identifiers.ts';
import { writeTimeline } from '../payment-rows.ts';
import type { ChargeCommand } from './charge-command.ts';
import { leaseUntil } from './lease.ts';
import { orderNoTaken } from './order-no-taken.ts';
import { Settle } from '../settlement/settle.ts';
import { readEarlier, reclaim } from './earlier-request.ts';

/** The right to make one call to Ottu for one attempt. */
export interface Claimed {
  readonly kind: 'claimed';
  readonly paymentId: PaymentId;
  readonly attemptId: AttemptId;
  readonly orderNo: OrderNo;
  /** As it was claimed the first time. */
  readonly amount: Money;
}

/** The key was used before, and its charge was sent: the payment as it is now is the answer (M9). */
export interface Replay {
  readonly kind: 'replay';
  readonly paymentId: PaymentId;
}

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
          if (existing === undefined) throw new Error('an idempotency key vanished; keys are never deleted while in use');
          const earlier = await readEarlier(tx, existing, command.idempotency, this.settle);
          return earlier.kind === 'replay' ? earlier : reclaim(tx, earlier, this.settings);
        }
        await this.#insertPayment(tx, paymentId, command);
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
      throw error instanceof OrderNoConflict ? await orderNoTaken(this.database, command) : error;
    }
  }

  async #insertPayment(tx: Tx, paymentId: PaymentId, command: ChargeCommand): Promise<void> {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('payments')
      .values({
        id: paymentId,
        order_no: command.orderNo,
        origin: command.origin,
        caller: command.idempotency.caller,
        transaction_type: command.transactionType,
        payment_type: command.paymentType,
        pg_codes: json(command.pgCodes),
        instrument_type: command.instrumentType,
        customer_id: command.customerId ?? null,
        amount_minor: command.amount.minor.toString(),
        currency_code: command.amount.currency,
        state: 'sending',
        snapshot: json(command.snapshot),
        mode: this.settings.ottu.mode,
      })
      .onConflict((conflict) => conflict.column('order_no').doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) throw new OrderNoConflict();
    await tx
      .insertInto('payment_amounts')
      .values({
        payment_id: paymentId,
        amount_minor: command.amount.minor.toString(),
        currency_code: command.amount.currency,
      })
      .execute();
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

/** Rolls the claim back, the key with it (M41). */
class OrderNoConflict extends Error {}
