import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';

import { backOff, type BackOff } from '../../background/back-off.ts';
import { Background } from '../../background/background.ts';
import type { RowPoller } from '../../background/poller.ts';
import { fromNowBackedOff, takeDue } from '../../background/take-due.ts';
import { fromNow, interval } from '../../database/interval.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { asPaymentId } from '../../payments/identifiers.ts';
import { writeTimeline } from '../../payments/payment-rows.ts';
import { ATTEMPT_STATES, isOpen } from '../../payments/states/attempt-state.ts';
import { markTransactionClosed, releaseClosing } from '../cart-transactions.ts';
import { HELD_FOR_REVIEW } from '../freeze-owner.ts';
import { ExpireSession, isExpirable } from '../../payments/settlement/expire-session.ts';

const CONCURRENCY = 8;
/** In pauses between two runs. */
const MAX_PAUSE_FACTOR = 2 ** 8;
/** Closing one transaction asks Ottu for its state, expires it and asks again. */
const MAX_CALLS = 3;
const OPEN_STATES = ATTEMPT_STATES.filter(isOpen);

interface Closing {
  readonly payment_id: string;
  readonly session_id: string | null;
  /** Another transaction of its cart has moved money (M53). */
  readonly money_moved: boolean;
  /** By Ottu's own clock it cannot be paid any more, and has not been for a day (F2.2). */
  readonly overdue: boolean;
  /** An attempt that holds the cart: it is closed by M35, not here. */
  readonly attempt_open: boolean;
  /** How often it was taken, this time included. */
  readonly close_tries: number;
}

/** M54: closes the transactions that no longer follow their carts, while no attempt of them is open. */
@Injectable()
export class CloseTransactions {
  readonly #logger = new Logger('CartClosing');
  readonly #poller: RowPoller<Closing>;

  constructor(
    private readonly database: Database,
    private readonly expireSession: ExpireSession,
    private readonly settings: Settings,
    background: Background,
  ) {
    this.#poller = background.rowPoller<Closing>({
      name: 'CartClosing',
      everyMs: settings.durations.sweep,
      concurrency: CONCURRENCY,
      take: (atMost) => this.#take(atMost),
      about: ({ payment_id }) => ({ payment_id }),
      work: (closing) => this.#work(closing),
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

  /** A first pause is shorter than three slow calls, and must not let this process or another one close it twice at once. */
  get #minLeaseMs(): number {
    const { ottu, durations } = this.settings;
    return MAX_CALLS * ottu.timeoutMs + durations.leaseGrace;
  }

  get #pauses(): BackOff {
    const { sweep } = this.settings.durations;
    return { first: sweep, longest: sweep * MAX_PAUSE_FACTOR };
  }

  /** The lease of each ends when it would be tried again, yet not before its calls can have ended. */
  async #take(limit: number): Promise<Closing[]> {
    const { defaultExpiry, lastRetrieve } = this.settings.durations;
    const payment = sql`payments p where p.id = cart_transactions.payment_id`;
    const overdue = sql`(select coalesce(p.expires_at, p.claimed_at + ${interval(defaultExpiry)})
      + ${interval(lastRetrieve)} < now() from ${payment})`;
    const attemptOpen = sql`exists (select from payment_attempts a
      where a.payment_id = cart_transactions.payment_id and a.state in (${sql.join(OPEN_STATES)}) and a.detached_at is null)`;
    // M26: nothing of its session is expired. It is closed once it is proved, or for people to look at.
    const confirming = sql`exists (select from ${payment} and p.state = 'confirming')`;
    return this.database.query((db) =>
      takeDue<Closing>(db, {
        table: 'cart_transactions',
        key: 'payment_id',
        due: 'close_wanted_at',
        where: sql<boolean>`cart_transactions.closed_at is null and (${overdue} or not ${attemptOpen})
          and not ${confirming}`,
        limit,
        lease: {
          column: 'close_wanted_at',
          until: sql<Date>`greatest(${fromNow(this.#minLeaseMs)},
            ${fromNowBackedOff(sql`cart_transactions.close_tries`, this.#pauses)})`,
        },
        tries: 'close_tries',
        returning: sql`cart_transactions.payment_id, cart_transactions.close_tries, (select session_id from ${payment}), ${overdue} as overdue,
          ${attemptOpen} as attempt_open,
          exists (select from carts c where c.id = cart_transactions.cart_id
            and (c.state = 'paid' or c.frozen_by = ${HELD_FOR_REVIEW})) as money_moved`,
      }),
    );
  }

  async #work(closing: Closing): Promise<void> {
    try {
      if (await this.#close(closing)) return;
      await this.#release(closing);
    } catch (error) {
      this.#report(error);
      // The store may be what failed; then the lease ends by itself.
      await this.#release(closing).catch(() => undefined);
    }
  }

  /** It is tried again when its pause since the taking is over, also where the lease is longer. */
  async #release({ payment_id: paymentId, close_tries: tries }: Closing): Promise<void> {
    const earlier = this.#minLeaseMs - backOff(tries, this.#pauses);
    if (earlier > 0) await this.database.inTransaction((tx) => releaseClosing(tx, paymentId, { tries, earlier }));
  }

  /** @returns whether there is nothing left to close. */
  async #close(closing: Closing): Promise<boolean> {
    const { payment_id: paymentId, overdue, attempt_open: attemptOpen } = closing;
    const closed = !attemptOpen && (await this.#isClosed(closing));
    // Ottu ends every transaction by itself, so one that still cannot be closed is given up.
    if (!closed && !overdue) return false;
    await this.database.inTransaction(async (tx) => {
      if (!closed) await writeTimeline(tx, paymentId, 'close_given_up');
      await markTransactionClosed(tx, paymentId);
    });
    return true;
  }

  async #isClosed({ payment_id: paymentId, session_id: sessionId, money_moved }: Closing): Promise<boolean> {
    // Its creation got no answer, so it was never handed out.
    if (sessionId === null) return true;
    // M95: where a second payment is possible the call takes the share of the background, which is not used up by
    // edits.
    const group = money_moved ? 'background' : 'sync';
    const { shown } = await this.expireSession.close({ paymentId: asPaymentId(paymentId), sessionId, group });
    return shown !== undefined && !isExpirable(shown);
  }

  #report(error: unknown): void {
    this.#logger.warn({ err: error }, 'Transactions to be closed could not be looked for');
  }
}
