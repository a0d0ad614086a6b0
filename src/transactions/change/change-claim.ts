import { Injectable } from '@nestjs/common';

import { Database, type Tx } from '../../database/database.ts';
import type { PaymentRow } from '../../database/schema.ts';
import type { JsonBody } from '../../http/json-body.ts';
import { asPaymentId, type SessionId } from '../../payments/identifiers.ts';
import { lockAttempts, writeTimeline } from '../../payments/payment-rows.ts';
import { problemPayment } from '../../payments/reading/payment-links.ts';
import { isOpen } from '../../payments/states/attempt-state.ts';
import { TransactionWrites, type OpenWrite } from '../../payments/transaction-writes/transaction-writes.ts';
import { writeUnderWay } from '../../payments/transaction-writes/write-rows.ts';
import { Problem } from '../../problems/problem.ts';
import type { ChangeTransactionRequest } from '../request/change-transaction.request.ts';
import { changedAmount, changedAmountViolations } from './changed-amount.ts';
import { addedOnReplace, fixedMemberViolations } from './fixed-members.ts';

export type ChangeKind = 'update' | 'replace';

export interface ChangeCommand {
  /** PATCH or PUT. */
  readonly kind: ChangeKind;
  readonly sessionId: SessionId;
  readonly body: JsonBody<ChangeTransactionRequest>;
}

/** The right to make one call to Ottu that changes a transaction of ours. */
export interface ClaimedChange {
  readonly write: OpenWrite;
  readonly additions: Readonly<Record<string, string>>;
}

/** Names that may stand in the timeline; anything else is a caller's own text. */
const NAME = /^\w{1,40}$/;

/** M61, M52: whether a change may be made at all, and the durable write before it is. */
@Injectable()
export class ChangeClaim {
  constructor(
    private readonly database: Database,
    private readonly writes: TransactionWrites,
  ) {}

  /**
   * @returns nothing where the session is not ours: it is passed through as it is.
   * @throws Problem `session_owned_by_cart`, `attempt_open`, `change_in_flight`, `validation_failed`, `store_unavailable`
   */
  async claim(command: ChangeCommand): Promise<ClaimedChange | undefined> {
    return this.database.inTransaction(async (tx) => {
      const payment = await lockBySession(tx, command.sessionId);
      if (payment === undefined) return undefined;
      await this.#assertNotHeld(tx, payment);
      return this.#begin(tx, payment, command);
    });
  }

  async #assertNotHeld(tx: Tx, payment: PaymentRow): Promise<void> {
    if (payment.origin === 'cart') {
      throw new Problem('session_owned_by_cart', { detail: 'Change the cart: its transaction follows by itself.' });
    }
    const newest = (await lockAttempts(tx, payment.id)).at(-1);
    if (newest !== undefined && isOpen(newest.state)) {
      throw new Problem('attempt_open', {
        detail: 'A payment of this transaction is under way; until it is settled nothing about it can change.',
        payment: problemPayment(payment, newest),
        retryAfterSeconds: 5,
      });
    }
    if ((await writeUnderWay(tx, payment.id)) === 'open') {
      throw new Problem('change_in_flight', { retryAfterSeconds: 2, payment: problemPayment(payment, newest) });
    }
  }

  async #begin(tx: Tx, payment: PaymentRow, { kind, body }: ChangeCommand): Promise<ClaimedChange> {
    const errors = [...fixedMemberViolations(payment, body.dto, kind), ...changedAmountViolations(payment, body.dto)];
    if (errors.length > 0) throw new Problem('validation_failed', { errors });
    const amount = changedAmount(payment, body.dto);
    const write = await this.writes.begin(tx, {
      paymentId: asPaymentId(payment.id),
      kind,
      amount: amount && { amount },
    });
    await writeTimeline(tx, payment.id, 'changing', {
      kind,
      members: Object.keys(body.document.value as object).filter((name) => NAME.test(name)),
      ...(amount === undefined ? {} : { amount: amount.toString(), currency_code: amount.currency }),
    });
    return { write, additions: kind === 'replace' ? addedOnReplace(payment) : {} };
  }
}

async function lockBySession(tx: Tx, sessionId: string): Promise<PaymentRow | undefined> {
  return tx.selectFrom('payments').selectAll().where('session_id', '=', sessionId).forUpdate().executeTakeFirst();
}
