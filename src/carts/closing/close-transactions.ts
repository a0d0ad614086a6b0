import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { Repeating } from '../../jobs/repeating.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { OperationsApi } from '../../ottu/operations-api.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { RetrieveNow } from '../../payments/charging/retrieve-now.ts';
import { asPaymentId } from '../../payments/identifiers.ts';
import { writeTimeline } from '../../payments/payment-rows.ts';
import { isOpen, ATTEMPT_STATES } from '../../payments/states/attempt-state.ts';

const BATCH = 8;
const EXPIRABLE: ReadonlySet<string | undefined> = new Set(['created', 'pending', 'attempted']);
const MOST_DOUBLINGS = 8;

interface Closing {
  readonly payment_id: string;
  readonly session_id: string | null;
  readonly tries: number;
}

/**
 * M54: closes the transactions that carts have let go of, with `expire` and nothing else, and only while no attempt is
 * open. It begins with a retrieve: what was paid meanwhile is settled and stays.
 */
@Injectable()
export class CloseTransactions implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('CartClosing');
  readonly #repeating: Repeating;

  constructor(
    private readonly database: Database,
    private readonly checkout: CheckoutApi,
    private readonly operations: OperationsApi,
    private readonly retrieveNow: RetrieveNow,
    private readonly settings: Settings,
  ) {
    this.#repeating = new Repeating(
      settings.waits.sweep,
      async () => {
        await this.sweep();
      },
      (error) => this.#logger.warn({ err: error }, 'Transactions to be closed could not be looked for'),
    );
  }

  onApplicationBootstrap(): void {
    this.#repeating.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#repeating.stop();
  }

  wake(): void {
    this.#repeating.wake();
  }

  /** @returns how many were due. */
  async sweep(): Promise<number> {
    for (let done = 0; ;) {
      const due = await this.#take();
      await Promise.all(due.map((closing) => this.#close(closing)));
      done += due.length;
      if (due.length < BATCH) return done;
    }
  }

  /** Each is taken until it would be tried again; a replica that dies leaves it to the others then. */
  async #take(): Promise<Closing[]> {
    const pause = `${this.settings.waits.sweep} milliseconds`;
    const open = ATTEMPT_STATES.filter(isOpen);
    const { rows } = await this.database.read((db) =>
      sql<Closing>`
        with due as (
          select t.payment_id from cart_transactions t
            where t.close_wanted_at <= now() and t.closed_at is null
              and not exists (select from payment_attempts a
                where a.payment_id = t.payment_id and a.state in (${sql.join(open)}))
            order by t.close_wanted_at limit ${BATCH} for update skip locked)
        update cart_transactions t
          set close_tries = close_tries + 1,
            close_wanted_at = now() + ${pause}::interval * power(2, least(close_tries, ${MOST_DOUBLINGS}))
          from due, payments p
          where t.payment_id = due.payment_id and p.id = t.payment_id
          returning t.payment_id, p.session_id, t.close_tries as tries`.execute(db),
    );
    return rows;
  }

  async #close({ payment_id: paymentId, session_id: sessionId }: Closing): Promise<void> {
    // Its creation got no answer: nobody outside knows of it.
    if (sessionId === null) return this.#closed(paymentId);
    try {
      const state = await this.#look(paymentId, sessionId);
      if (state === undefined) return;
      if (!EXPIRABLE.has(state)) return await this.#closed(paymentId);
      const { status } = await this.operations.expire(sessionId, this.#deadline());
      await this.database.inTransaction((tx) => writeTimeline(tx, paymentId, 'expire_asked', { status }));
      // Done or refused: only the transaction itself tells what it is now.
      const after = await this.#look(paymentId, sessionId);
      if (after !== undefined && !EXPIRABLE.has(after)) await this.#closed(paymentId);
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      this.#logger.warn({ payment_id: paymentId, reason: error.reason }, 'A transaction could not be closed yet');
    }
  }

  /** @returns its state by Ottu's own word, which is settled; nothing when there was none. */
  async #look(paymentId: string, sessionId: string): Promise<string | undefined> {
    const reply = await this.checkout.retrieve(sessionId, this.#deadline(), { group: 'background' });
    const document = reply.status === 200 ? jsonObjectOf(reply) : undefined;
    if (document === undefined) return undefined;
    await this.retrieveNow.record(asPaymentId(paymentId), sessionId, document);
    return document.source('/state')?.scalarText();
  }

  async #closed(paymentId: string): Promise<void> {
    await this.database.read((db) =>
      db
        .updateTable('cart_transactions')
        .set({ closed_at: sql<Date>`now()` })
        .where('payment_id', '=', paymentId)
        .execute(),
    );
  }

  #deadline(): Deadline {
    return new Deadline(this.settings.ottu.timeoutMs);
  }
}
