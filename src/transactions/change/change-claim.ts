import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import type { PaymentRow } from '../../database/schema.ts';
import type { Money } from '../../money/money.ts';
import { lockAttempts, writeTimeline } from '../../payments/payment-rows.ts';
import { problemPayment } from '../../payments/reading/payment-links.ts';
import { isOpen } from '../../payments/states/attempt-state.ts';
import { Problem } from '../../problems/problem.ts';
import { beginWrite, endWrite, openWrite, writeLeaseUntil } from '../../payments/writes/transaction-writes.ts';
import { askedAmount, changedAmountFaults } from './asked-amount.ts';
import type { ChangeClaimed, ChangeCommand } from './change-command.ts';
import { addedOnReplace, fixedMemberFaults } from './fixed-members.ts';

/** Names that may stand in the timeline; anything else is a caller's own text. */
const NAME = /^\w{1,40}$/;

/** M61, M52: whether a change may be made at all, and the durable write before it is. */
@Injectable()
export class ChangeClaim {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  /**
   * @returns nothing where the session is not ours: it is passed through as it is.
   * @throws Problem `session_owned_by_cart`, `attempt_open`, `change_in_flight`, `validation_failed`, `store_unavailable`
   */
  async claim(command: ChangeCommand): Promise<ChangeClaimed | undefined> {
    return this.database.inTransaction(async (tx) => {
      const payment = await lockBySession(tx, command.sessionId);
      if (payment === undefined) return undefined;
      await this.#refuseWhileOthersHoldIt(tx, payment);
      return this.#begin(tx, payment, command);
    });
  }

  async #refuseWhileOthersHoldIt(tx: Tx, payment: PaymentRow): Promise<void> {
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
    const open = await openWrite(tx, payment.id);
    if (open === undefined) return;
    if (!open.lease_passed) {
      throw new Problem('change_in_flight', { retryAfterSeconds: 2, payment: problemPayment(payment, newest) });
    }
    await endWrite(tx, open.id, { state: 'lost' });
  }

  async #begin(tx: Tx, payment: PaymentRow, { kind, body }: ChangeCommand): Promise<ChangeClaimed> {
    const errors = [...fixedMemberFaults(payment, body.dto, kind), ...changedAmountFaults(payment, body.dto)];
    if (errors.length > 0) throw new Problem('validation_failed', { errors });
    const amount = askedAmount(payment, body.dto);
    const writeId = await beginWrite(tx, { paymentId: payment.id, kind }, this.settings);
    const amountId = amount === undefined ? undefined : await this.#ask(tx, payment.id, amount);
    await writeTimeline(tx, payment.id, 'changing', {
      kind,
      members: Object.keys(body.document.value as object).filter((name) => NAME.test(name)),
      ...(amount === undefined ? {} : { amount: amount.toString(), currency_code: amount.currency }),
    });
    return { paymentId: payment.id, writeId, amountId, additions: kind === 'replace' ? addedOnReplace(payment) : {} };
  }

  /** Until Ottu has shown one of them, both this amount and the present one are possible. */
  async #ask(tx: Tx, paymentId: string, amount: Money): Promise<string> {
    const { id } = await tx
      .insertInto('payment_amounts')
      .values({
        payment_id: paymentId,
        amount_minor: amount.minor.toString(),
        currency_code: amount.currency,
        refutable_from: writeLeaseUntil(this.settings),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }
}

async function lockBySession(tx: Tx, sessionId: string): Promise<PaymentRow | undefined> {
  return tx.selectFrom('payments').selectAll().where('session_id', '=', sessionId).forUpdate().executeTakeFirst();
}
