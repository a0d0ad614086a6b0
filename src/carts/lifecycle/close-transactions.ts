import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';

import { Background } from '../../background/background.ts';
import type { RowPoller } from '../../background/poller.ts';
import { fromNowBackedOff, interval, takeDue } from '../../background/take-due.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { asPaymentId } from '../../payments/identifiers.ts';
import { writeTimeline } from '../../payments/payment-rows.ts';
import { ATTEMPT_STATES, isOpen } from '../../payments/states/attempt-state.ts';
import { markTransactionClosed } from '../cart-repository.ts';
import { HELD_FOR_REVIEW } from '../freeze-owner.ts';
import { ExpireTransaction } from './expire-transaction.ts';

const CONCURRENCY = 8;
/** In pauses between two runs. */
const MAX_PAUSE_FACTOR = 2 ** 8;
const OPEN_STATES = ATTEMPT_STATES.filter(isOpen);

interface Closing {
  readonly payment_id: string;
  readonly session_id: string | null;
  /** Another transaction of its cart has moved money (M53). */
  readonly money_moved: boolean;
  /** By Ottu's own clock it cannot be paid any more, and has not been for a day (F2.2). */
  readonly overdue: boolean;
  /** A detached attempt, whose end is unknown (M56). */
  readonly attempt_open: boolean;
}

/** M54: closes the transactions that no longer follow their carts, while no attempt of them is open. */
@Injectable()
export class CloseTransactions {
  readonly #logger = new Logger('CartClosing');
  readonly #poller: RowPoller<Closing>;

  constructor(
    private readonly database: Database,
    private readonly expireTransaction: ExpireTransaction,
    private readonly settings: Settings,
    background: Background,
  ) {
    this.#poller = background.rowPoller<Closing>({
      name: 'CartClosing',
      everyMs: settings.durations.sweep,
      concurrency: CONCURRENCY,
      take: (atMost) => this.#take(atMost),
      work: (closing) => this.#close(closing).catch((error: unknown) => this.#report(error)),
      onFault: (error) => this.#report(error),
    });
  }

  /**
   * Closes what is due, and waits for it.
   *
   * @returns how many were due.
   */
  async sweep(): Promise<number> {
    return this.#poller.runToEnd();
  }

  /** The lease of each ends when it would be tried again; after that another replica takes it. */
  async #take(limit: number): Promise<Closing[]> {
    const { sweep, defaultExpiry, lastRetrieve } = this.settings.durations;
    const payment = sql`payments p where p.id = cart_transactions.payment_id`;
    const overdue = sql`(select coalesce(p.expires_at, p.claimed_at + ${interval(defaultExpiry)})
      + ${interval(lastRetrieve)} < now() from ${payment})`;
    const attemptOpen = sql`exists (select from payment_attempts a
      where a.payment_id = cart_transactions.payment_id and a.state in (${sql.join(OPEN_STATES)}))`;
    return this.database.query((db) =>
      takeDue<Closing>(db, {
        table: 'cart_transactions',
        key: 'payment_id',
        due: 'close_wanted_at',
        where: sql<boolean>`cart_transactions.closed_at is null and (${overdue} or not ${attemptOpen})`,
        limit,
        lease: {
          column: 'close_wanted_at',
          until: fromNowBackedOff(sql`cart_transactions.close_tries`, {
            first: sweep,
            longest: sweep * MAX_PAUSE_FACTOR,
          }),
        },
        tries: 'close_tries',
        returning: sql`cart_transactions.payment_id, (select session_id from ${payment}), ${overdue} as overdue,
          ${attemptOpen} as attempt_open,
          exists (select from carts c where c.id = cart_transactions.cart_id
            and (c.state = 'paid' or c.frozen_by = ${HELD_FOR_REVIEW})) as money_moved`,
      }),
    );
  }

  async #close(closing: Closing): Promise<void> {
    const { payment_id: paymentId, overdue, attempt_open: attemptOpen } = closing;
    const closed = !attemptOpen && (await this.#isClosed(closing));
    // Ottu ends every transaction by itself, so one that still cannot be closed is given up.
    if (!closed && !overdue) return;
    await this.database.inTransaction(async (tx) => {
      if (!closed) await writeTimeline(tx, paymentId, 'close_given_up');
      await markTransactionClosed(tx, paymentId);
    });
  }

  async #isClosed({ payment_id: paymentId, session_id: sessionId, money_moved }: Closing): Promise<boolean> {
    // Its creation got no answer, so it was never handed out.
    if (sessionId === null) return true;
    // M95: where a second payment is possible the call takes the share of the background, which is not used up by
    // edits.
    const group = money_moved ? 'background' : 'sync';
    try {
      return (await this.expireTransaction.expire(asPaymentId(paymentId), sessionId, group)) !== undefined;
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      this.#logger.warn({ payment_id: paymentId, reason: error.reason }, 'A transaction could not be closed yet');
      return false;
    }
  }

  #report(error: unknown): void {
    this.#logger.warn({ err: error }, 'Transactions to be closed could not be looked for');
  }
}
