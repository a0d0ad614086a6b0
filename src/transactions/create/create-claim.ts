import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import type { RawBuilder } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import type { PaymentRow } from '../../database/schema.ts';
import { StoreUnavailable } from '../../database/store-unavailable.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import type { ClaimGate } from '../../payments/attempts/attempt-claim.ts';
import { linkKey, takeKey, type IdempotencyClaim } from '../../payments/attempts/idempotency-keys.ts';
import { lockByKey } from '../../payments/attempts/idempotency-replay.ts';
import {
  wasNeverProcessed,
  findUnused,
  orderNoTaken,
  orderNumberTaken,
} from '../../payments/attempts/order-no-reuse.ts';
import { asOrderNo, asPaymentId, type OrderNo, type PaymentId } from '../../payments/identifiers.ts';
import { requestAnew, insertPayment, OrderNoConflict } from '../../payments/new-payment.ts';
import type { NewPayment } from '../../payments/new-payment-columns.ts';
import { recordClaimAgain } from '../../payments/payment-repository.ts';
import { lockAttempts, writeTimeline } from '../../payments/payment-rows.ts';
import { problemPayment } from '../../payments/reading/to-payment-response.ts';
import { newestAmountOf, restoreTerms } from '../../payments/requested-amounts.ts';
import {
  TransactionWrites,
  type OpenWrite,
  type WriteCall,
} from '../../payments/transaction-writes/transaction-writes.ts';
import { creationsOf, endIfLapsed, type LockedWrite } from '../../payments/transaction-writes/write-rows.ts';
import { Problem } from '../../problems/problem.ts';

/** Everything that is written before Ottu hears of a transaction for a payer to pay, and what is sent then. */
export interface CreateCommand extends NewPayment {
  readonly caller: string;
  /** Absent where the caller sent no key; then nothing is replayed. */
  readonly idempotency: IdempotencyClaim | undefined;
  /**
   * Makes the request, and returns what sends it. After a call that was not sent the payment keeps the order number of
   * its first claim (M5).
   */
  readonly prepare: (orderNo: OrderNo) => WriteCall;
  /** What the claim takes besides its key, where it does (M82). */
  readonly gate?: ClaimGate | undefined;
  /** What else is kept of Ottu's answer, in the transaction that settles it. */
  readonly keep?: ((tx: Tx, paymentId: string, document: JsonDocument) => Promise<void>) | undefined;
  /**
   * What may be concluded while it is not known whether Ottu created it: `none`, since a session that was never handed
   * out cannot be paid; `unknown` where Ottu was asked to send the payer a link by itself.
   */
  readonly outcomeIfLost: 'none' | 'unknown';
}

/** The right to make one call to Ottu that creates a transaction. */
export interface ClaimedCreate {
  readonly kind: 'claimed';
  readonly write: OpenWrite;
  readonly orderNo: OrderNo;
  /** Ottu has heard of the order number before, or may have (M5a). */
  readonly again: boolean;
}

/** The key was used before, and its call was made: what became of it is the answer (M9). */
export interface EarlierCreate {
  readonly kind: 'earlier';
  readonly payment: PaymentRow;
  readonly write: LockedWrite | undefined;
}

/**
 * The durable write before a transaction is created: key, payment, amount and the open call, in one database
 * transaction (M1).
 */
@Injectable()
export class CreateClaim {
  constructor(
    private readonly database: Database,
    private readonly writes: TransactionWrites,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem `idempotency_key_reused`, `idempotency_in_flight`, `order_no_taken`, `store_unavailable` */
  async claim(command: CreateCommand): Promise<ClaimedCreate | EarlierCreate> {
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

  async #claim(tx: Tx, command: CreateCommand): Promise<ClaimedCreate | EarlierCreate> {
    const paymentId = asPaymentId(randomUUID());
    const writeId = randomUUID();
    const { idempotency, amount, gate } = command;
    await gate?.open(tx);
    const isFree = idempotency === undefined || (await takeKey(tx, idempotency, { paymentId, writeId }));
    if (!isFree) return this.#earlier(tx, idempotency, gate);
    await assertFree(tx, gate, undefined);
    await gate?.admit(tx, amount);
    try {
      await insertPayment(tx, paymentId, command, {
        caller: command.caller,
        mode: this.settings.ottu.mode,
        state: 'unknown',
        planned: this.#inquiry(),
      });
    } catch (error) {
      if (error instanceof OrderNoConflict) return this.#tryOrderAgain(tx, command, { writeId, conflict: error });
      throw error;
    }
    await gate?.take(tx, paymentId);
    const write = await this.writes.begin(tx, {
      id: writeId,
      paymentId,
      kind: 'create',
      createsAmountId: newestAmountOf(paymentId),
    });
    await writeTimeline(tx, paymentId, 'creating', {
      origin: command.origin,
      amount: amount.toString(),
      currency_code: amount.currency,
      payment_type: command.paymentType,
      pg_codes: command.pgCodes,
    });
    return { kind: 'claimed', write, orderNo: command.orderNo, again: false };
  }

  /** M41: a new key may use the order number of a payment again of which nothing came. */
  async #tryOrderAgain(
    tx: Tx,
    command: CreateCommand,
    { writeId, conflict }: { readonly writeId: string; readonly conflict: OrderNoConflict },
  ): Promise<ClaimedCreate> {
    const payment = await findUnused(tx, command, { caller: command.caller, charge: false });
    if (payment === undefined) throw conflict;
    if (command.idempotency !== undefined) {
      await linkKey(tx, command.idempotency, { paymentId: payment.id, writeId });
    }
    await requestAnew(tx, payment, command);
    return this.#again(tx, payment, { id: writeId, amountId: newestAmountOf(payment.id) });
  }

  /** M30, M32: what follows where this process dies before it has stored Ottu's answer, which plans anew. */
  #inquiry() {
    return { check: 'inquiry', afterMs: this.settings.durations.firstInquiry } as const;
  }

  async #earlier(
    tx: Tx,
    idempotency: IdempotencyClaim,
    gate: ClaimGate | undefined,
  ): Promise<ClaimedCreate | EarlierCreate> {
    const earlier = await lockByKey(tx, idempotency);
    if (earlier === undefined) throw new Error('an idempotency key vanished; keys are never deleted while in use');
    const { key, payment } = earlier;
    const attempts = await lockAttempts(tx, payment.id);
    const described = problemPayment(payment, attempts.at(-1));
    const about = { outcome: described.outcome, payment: described };
    if (key.body_sha256 !== idempotency.bodySha256) throw new Problem('idempotency_key_reused', about);
    const writes = await creationsOf(tx, payment.id);
    const write = writes.find(({ id }) => id === key.write_id) ?? writes[0];
    if (write?.claim_again === true && (await wasNeverProcessed(tx, payment, attempts))) {
      const { amount_id: amountId } = write;
      await assertFree(tx, gate, asPaymentId(payment.id));
      await restoreTerms(tx, payment, amountId);
      await gate?.take(tx, asPaymentId(payment.id));
      const id = randomUUID();
      await linkKey(tx, idempotency, { paymentId: payment.id, writeId: id });
      return this.#again(tx, payment, { id, amountId });
    }
    // Another key has used the order number since then (M41), and what came of that is not this key's.
    if (write?.claim_again === true && write.id !== writes.at(-1)?.id) throw orderNumberTaken(described);
    if (write?.state === 'sending' && !write.lease_passed) {
      throw new Problem('idempotency_in_flight', { ...about, retryAfterSeconds: 2 });
    }
    if (write !== undefined && (await endIfLapsed(tx, write))) await writeTimeline(tx, payment.id, 'lease_expired');
    return { kind: 'earlier', payment, write };
  }

  /** A write of its own (M1a), and the clock that reconciliation counts from. */
  async #again(
    tx: Tx,
    payment: PaymentRow,
    { id, amountId }: { readonly id: string; readonly amountId: string | RawBuilder<string> | null },
  ): Promise<ClaimedCreate> {
    const paymentId = asPaymentId(payment.id);
    const write = await this.writes.begin(tx, { id, paymentId, kind: 'create', createsAmountId: amountId });
    await recordClaimAgain(tx, paymentId, { state: 'unknown', planned: this.#inquiry() });
    await writeTimeline(tx, payment.id, 'claimed_again');
    return { kind: 'claimed', write, orderNo: asOrderNo(payment.order_no), again: true };
  }
}

/** M82: what another payment has by now is not claimed a second time. */
async function assertFree(tx: Tx, gate: ClaimGate | undefined, except: PaymentId | undefined): Promise<void> {
  const holder = await gate?.holder(tx, except);
  if (holder !== undefined) {
    throw new Problem('cycle_charged', { detail: 'Another payment has the cycle by now.', outcome: 'none' });
  }
}
