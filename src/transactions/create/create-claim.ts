import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import type { PaymentRow } from '../../database/schema.ts';
import { StoreUnavailable } from '../../database/store-unavailable.ts';
import { findKey, takeKey, type IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import { orderNoTaken } from '../../payments/charging/order-no-taken.ts';
import { asOrderNo, asPaymentId } from '../../payments/identifiers.ts';
import { insertPayment, OrderNoConflict } from '../../payments/new-payment.ts';
import { lockAttempts, lockPayment, writeTimeline } from '../../payments/payment-rows.ts';
import { problemPayment } from '../../payments/reading/payment-links.ts';
import { Problem } from '../../problems/problem.ts';
import {
  beginWrite,
  creationOf,
  endWrite,
  resumeWrite,
  type LockedWrite,
} from '../../payments/writes/transaction-writes.ts';
import type { CreateClaimed, CreateCommand } from './create-command.ts';

/** The key was used before, and its call was made: what became of it is the answer (M9). */
export interface EarlierCreate {
  readonly kind: 'earlier';
  readonly payment: PaymentRow;
  readonly write: LockedWrite | undefined;
}

/** The durable write before a transaction is created: key, payment, amount and the open call, in one transaction (M1). */
@Injectable()
export class CreateClaim {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem `idempotency_key_reused`, `idempotency_in_flight`, `order_no_taken`, `store_unavailable` */
  async claim(command: CreateCommand): Promise<CreateClaimed | EarlierCreate> {
    try {
      return await this.database.inTransaction((tx) => this.#claim(tx, command));
    } catch (error) {
      if (error instanceof OrderNoConflict) throw await orderNoTaken(this.database, command);
      if (!(error instanceof StoreUnavailable)) throw error;
      // What an earlier request with this key came to cannot be read.
      const outcome = command.idempotency === undefined ? 'none' : command.outcomeIfLost;
      throw new Problem('store_unavailable', { outcome, retryAfterSeconds: 5, cause: error });
    }
  }

  async #claim(tx: Tx, command: CreateCommand): Promise<CreateClaimed | EarlierCreate> {
    const paymentId = asPaymentId(randomUUID());
    const { idempotency, amount } = command;
    const isFree = idempotency === undefined || (await takeKey(tx, idempotency, paymentId));
    if (!isFree) return this.#earlier(tx, idempotency);
    await insertPayment(tx, paymentId, command, {
      caller: command.caller,
      mode: this.settings.ottu.mode,
      state: 'unknown',
    });
    const writeId = await beginWrite(tx, paymentId, 'create', this.settings);
    await writeTimeline(tx, paymentId, 'creating', {
      origin: command.origin,
      amount: amount.toString(),
      currency_code: amount.currency,
      payment_type: command.paymentType,
      pg_codes: command.pgCodes,
    });
    return { kind: 'claimed', paymentId, writeId, orderNo: command.orderNo };
  }

  async #earlier(tx: Tx, idempotency: IdempotencyClaim): Promise<CreateClaimed | EarlierCreate> {
    const existing = await findKey(tx, idempotency);
    if (existing === undefined) throw new Error('an idempotency key vanished; keys are never deleted while in use');
    const payment = await lockPayment(tx, existing.payment_id);
    const described = problemPayment(payment, (await lockAttempts(tx, payment.id)).at(-1));
    const about = { outcome: described.outcome, payment: described };
    if (existing.body_sha256 !== idempotency.bodySha256) throw new Problem('idempotency_key_reused', about);
    const write = await creationOf(tx, payment.id);
    if (write?.state === 'not_sent') return this.#again(tx, payment, write);
    if (write?.state === 'sending' && !write.lease_passed) {
      throw new Problem('idempotency_in_flight', { ...about, retryAfterSeconds: 2 });
    }
    if (write?.state === 'sending') {
      await endWrite(tx, write.id, 'lost');
      await writeTimeline(tx, payment.id, 'lease_expired');
    }
    return { kind: 'earlier', payment, write };
  }

  async #again(tx: Tx, payment: PaymentRow, write: LockedWrite): Promise<CreateClaimed> {
    await resumeWrite(tx, write.id, this.settings);
    await tx
      .updateTable('payments')
      .set({ state: 'unknown', claimed_at: sql<Date>`now()`, updated_at: sql<Date>`now()` })
      .where('id', '=', payment.id)
      .execute();
    await writeTimeline(tx, payment.id, 'claimed_again');
    return { kind: 'claimed', paymentId: payment.id, writeId: write.id, orderNo: asOrderNo(payment.order_no) };
  }
}
