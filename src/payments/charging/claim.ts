import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import { findKey, keyStandsFor, takeKey, type IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import { asAttemptId, asPaymentId, type AttemptId, type PaymentId } from '../identifiers.ts';
import { askAnew, insertPayment, OrderNoConflict } from '../new-payment.ts';
import { writeTimeline } from '../payment-rows.ts';
import { Settle } from '../settlement/settle.ts';
import type { ChargeCommand } from './charge-command.ts';
import type { Claimed, Replay } from './claimed.ts';
import { beginAgain, readEarlier, reclaim } from './earlier-request.ts';
import { insertAttempt } from './insert-attempt.ts';
import { orderNoTaken } from './order-no-taken.ts';
import { findUnused } from './unused-payment.ts';

/** M1: the first durable write of a charge: idempotency key, payment, attempt `sending` and timeline, in one transaction. */
@Injectable()
export class Claim {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly settle: Settle,
  ) {}

  /**
   * The payment of an earlier request with this key. Nothing when the key is free, or when its charge came to nothing and
   * may be claimed again (M5a). Asked before the request is priced, so that a replay does not depend on today's catalog.
   *
   * @throws Problem `idempotency_key_reused`, `idempotency_in_flight`, `store_unavailable`
   */
  async replayOf(claim: IdempotencyClaim): Promise<Replay | undefined> {
    const existing = await this.database.read((db) => findKey(db, claim));
    if (existing === undefined) return undefined;
    return this.database.inTransaction(async (tx) => {
      const earlier = await readEarlier(tx, claim, this.settle);
      return earlier.kind === 'replay' ? earlier : undefined;
    });
  }

  /** @throws Problem `idempotency_key_reused`, `idempotency_in_flight`, `order_no_taken`, `store_unavailable` */
  async claim(command: ChargeCommand): Promise<Claimed | Replay> {
    try {
      return await this.database.inTransaction((tx) => this.#claim(tx, command));
    } catch (error) {
      if (!(error instanceof OrderNoConflict)) throw error;
      throw await orderNoTaken(this.database, { orderNo: command.orderNo, caller: command.idempotency.caller });
    }
  }

  async #claim(tx: Tx, command: ChargeCommand): Promise<Claimed | Replay> {
    const { idempotency } = command;
    const paymentId = asPaymentId(randomUUID());
    const attemptId = asAttemptId(randomUUID());
    if (!(await takeKey(tx, idempotency, { paymentId, attemptId }))) {
      const earlier = await readEarlier(tx, idempotency, this.settle);
      return earlier.kind === 'replay' ? earlier : reclaim(tx, idempotency, earlier, this.settings);
    }
    let amountId: string;
    try {
      amountId = await insertPayment(tx, paymentId, command, {
        caller: idempotency.caller,
        mode: this.settings.ottu.mode,
        state: 'sending',
        instrumentType: command.instrumentType,
      });
    } catch (error) {
      if (error instanceof OrderNoConflict) return this.#tryOrderAgain(tx, command, { attemptId, conflict: error });
      throw error;
    }
    await writeTimeline(tx, paymentId, 'claimed', {
      origin: command.origin,
      amount: command.amount.toString(),
      currency_code: command.amount.currency,
      instrument_type: command.instrumentType,
      pg_codes: command.pgCodes,
    });
    return this.#attempt(tx, command, { paymentId, attemptId, amountId });
  }

  /** M41: a new key may use the order number of a payment again of which nothing came. */
  async #tryOrderAgain(
    tx: Tx,
    command: ChargeCommand,
    { attemptId, conflict }: { readonly attemptId: AttemptId; readonly conflict: OrderNoConflict },
  ): Promise<Claimed> {
    const payment = await findUnused(tx, command, { caller: command.idempotency.caller, charge: true });
    if (payment === undefined) throw conflict;
    const paymentId = asPaymentId(payment.id);
    await keyStandsFor(tx, command.idempotency, { paymentId, attemptId });
    const amountId = await askAnew(tx, payment, command);
    await beginAgain(tx, payment, command.instrumentType);
    return this.#attempt(tx, command, { paymentId, attemptId, amountId });
  }

  async #attempt(
    tx: Tx,
    { instrumentType: method, orderNo, amount }: ChargeCommand,
    ids: { readonly paymentId: PaymentId; readonly attemptId: AttemptId; readonly amountId: string },
  ): Promise<Claimed> {
    const { attemptId, paymentId, amountId } = ids;
    await insertAttempt(tx, { id: attemptId, paymentId, method, amountId }, this.settings);
    return { kind: 'claimed', paymentId, attemptId, orderNo, amount };
  }
}
