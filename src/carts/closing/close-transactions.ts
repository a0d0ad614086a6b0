import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { Sweep } from '../../jobs/sweep.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { asPaymentId } from '../../payments/identifiers.ts';
import { writeTimeline } from '../../payments/payment-rows.ts';
import { ATTEMPT_STATES, isOpen } from '../../payments/states/attempt-state.ts';
import { HELD_FOR_REVIEW } from '../sync/follow-payments.ts';
import { ExpireTransaction } from './expire-transaction.ts';

const BATCH = 8;
const MOST_DOUBLINGS = 8;
const OPEN_STATES = ATTEMPT_STATES.filter(isOpen);

interface Closing {
  readonly payment_id: string;
  readonly session_id: string | null;
  /** Another transaction of its cart has moved money (M53). */
  readonly money_moved: boolean;
  /** By Ottu's own clock it cannot be paid any more, and has not been for a day (F2.2). */
  readonly overdue: boolean;
  /** Of an attempt that nobody knows the end of, the cart has been let go (M56). */
  readonly attempt_open: boolean;
}

/** M54: closes the transactions that carts have let go of, while no attempt is open. */
@Injectable()
export class CloseTransactions extends Sweep {
  constructor(
    private readonly database: Database,
    private readonly expireTransaction: ExpireTransaction,
    private readonly settings: Settings,
  ) {
    super('CartClosing', settings.waits.sweep, 'Transactions to be closed could not be looked for');
  }

  /** @returns how many were due. */
  async sweep(): Promise<number> {
    return this.drain(BATCH, async () => {
      const due = await this.#take();
      await Promise.all(due.map((closing) => this.#close(closing)));
      return due.length;
    });
  }

  /** Each is taken until it would be tried again; a replica that dies leaves it to the others then. */
  async #take(): Promise<Closing[]> {
    const { sweep, defaultExpiry, lastRetrieve } = this.settings.waits;
    const { rows } = await this.database.read((db) =>
      sql<Closing>`
        with due as (
          select t.payment_id, o.overdue, a.attempt_open
            from cart_transactions t
            join payments p on p.id = t.payment_id
            cross join lateral (select coalesce(p.expires_at, p.claimed_at + ${inMs(defaultExpiry)}::interval)
              + ${inMs(lastRetrieve)}::interval < now() as overdue) o
            cross join lateral (select exists (select from payment_attempts
              where payment_id = p.id and state in (${sql.join(OPEN_STATES)})) as attempt_open) a
            where t.close_wanted_at <= now() and t.closed_at is null and (o.overdue or not a.attempt_open)
            order by t.close_wanted_at limit ${BATCH} for update of t skip locked)
        update cart_transactions t
          set close_tries = close_tries + 1,
            close_wanted_at = now() + ${inMs(sweep)}::interval * power(2, least(close_tries, ${MOST_DOUBLINGS}))
          from due, payments p
          where t.payment_id = due.payment_id and p.id = t.payment_id
          returning t.payment_id, p.session_id, due.overdue, due.attempt_open,
            exists (select from carts c
              where c.id = t.cart_id and (c.state = 'paid' or c.frozen_by = ${HELD_FOR_REVIEW})) as money_moved`.execute(
        db,
      ),
    );
    return rows;
  }

  async #close(closing: Closing): Promise<void> {
    const { payment_id: paymentId, overdue, attempt_open: attemptOpen } = closing;
    const closed = !attemptOpen && (await this.#isClosed(closing));
    // Ottu ends every transaction by itself: what cannot be closed even then is not tried for ever.
    if (!closed && !overdue) return;
    await this.database.inTransaction(async (tx) => {
      if (!closed) await writeTimeline(tx, paymentId, 'close_given_up');
      await tx
        .updateTable('cart_transactions')
        .set({ closed_at: sql<Date>`now()` })
        .where('payment_id', '=', paymentId)
        .execute();
    });
  }

  async #isClosed({ payment_id: paymentId, session_id: sessionId, money_moved }: Closing): Promise<boolean> {
    // Its creation got no answer: nobody outside knows of it.
    if (sessionId === null) return true;
    // M95: shoppers who come and go have their share of the day; what might be paid a second time does not wait for the next.
    const group = money_moved ? 'background' : 'sync';
    try {
      return (await this.expireTransaction.expire(asPaymentId(paymentId), sessionId, group)) !== undefined;
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      this.logger.warn({ payment_id: paymentId, reason: error.reason }, 'A transaction could not be closed yet');
      return false;
    }
  }
}

function inMs(milliseconds: number): string {
  return `${milliseconds} milliseconds`;
}
