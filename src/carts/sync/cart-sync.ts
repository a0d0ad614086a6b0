import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { Sweep } from '../../jobs/sweep.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { TransactionSync, type SyncResult } from './transaction-sync.ts';

/** Carts that one replica takes at a time; each is one to three calls to Ottu. */
const BATCH = 8;
/** A cart that cannot be brought in step is tried again after the quiet period, doubled each time, up to this many times. */
const MOST_DOUBLINGS = 8;
/** A quiet period that was ended by a sweep's timer is over by the database's clock too. */
const TIMER_SLACK_MS = 20;
/** Under steady traffic: so many looks at the rows for each quiet period, and no more. */
const LOOKS_PER_QUIET_PERIOD = 4;

interface DueCart {
  readonly id: string;
  /** Changes when the cart is edited: what was learnt for an older edit leaves the newer one due. */
  readonly taken: Date;
  readonly tries: number;
}

/**
 * Brings Ottu's transactions in step behind the shoppers' backs, a quiet period after the last edit (M51).
 * Rows are the truth: an edit sets `sync_at`, whatever becomes of the timer that it wakes.
 */
@Injectable()
export class CartSync extends Sweep {
  readonly #looks = new Set<NodeJS.Timeout>();
  #lastWake = 0;
  #wokenAgain = false;

  constructor(
    private readonly database: Database,
    private readonly bring: TransactionSync,
    private readonly settings: Settings,
  ) {
    super('CartSync', settings.waits.sweep, 'Carts could not be looked through; it is tried again');
  }

  override async beforeApplicationShutdown(): Promise<void> {
    for (const look of this.#looks) clearTimeout(look);
    await super.beforeApplicationShutdown();
  }

  /**
   * After an edit was committed: looks when its quiet period is over. Edits that follow at once share a look, and the row
   * of a cart that was edited again says by itself that it is not due yet.
   */
  wakeWhenQuiet(): void {
    const quietMs = this.settings.waits.cartQuiet;
    if (this.#looks.size > 0 && performance.now() - this.#lastWake < quietMs / LOOKS_PER_QUIET_PERIOD) {
      this.#wokenAgain = true;
      return;
    }
    this.#lastWake = performance.now();
    const look = setTimeout(() => {
      this.#looks.delete(look);
      this.wake();
      if (this.#looks.size === 0 && this.#wokenAgain) this.#lookOnceMore();
    }, quietMs + TIMER_SLACK_MS).unref();
    this.#looks.add(look);
  }

  /** For the edits that shared a look with an earlier one. */
  #lookOnceMore(): void {
    this.#wokenAgain = false;
    this.#lastWake = 0;
    this.wakeWhenQuiet();
  }

  /** @returns how many carts were due. */
  async sweep(): Promise<number> {
    return this.drain(BATCH, async () => {
      const due = await this.#take();
      await Promise.all(due.map((cart) => this.#bring(cart)));
      return due.length;
    });
  }

  /** Takes them for as long as one run may last: a replica that dies leaves them to the others. */
  async #take(): Promise<DueCart[]> {
    const lease = `${this.settings.ottu.timeoutMs + this.settings.waits.leaseGrace} milliseconds`;
    const { rows } = await this.database.read((db) =>
      sql<DueCart>`
        update carts set sync_at = now() + ${lease}::interval, sync_tries = sync_tries + 1
          where id in (
            select id from carts where sync_at <= now() order by sync_at limit ${BATCH} for update skip locked)
          returning id, sync_at as taken, sync_tries as tries`.execute(db),
    );
    return rows;
  }

  async #bring(cart: DueCart): Promise<void> {
    try {
      const brought = await this.bring.run(cart.id, 'sync', new Deadline(this.settings.ottu.timeoutMs));
      await this.#plan(cart, this.#nextIn(brought, cart));
    } catch (error) {
      this.logger.warn({ err: error, cart_id: cart.id }, 'A cart could not be brought in step; it is tried again');
      await this.#plan(cart, this.#pause(cart)).catch(() => undefined);
    }
  }

  /** In how many milliseconds it is tried again; nothing when there is nothing to do until the next edit or checkout. */
  #nextIn(brought: SyncResult, cart: DueCart): number | undefined {
    switch (brought.kind) {
      case 'in_step':
      case 'stopped':
        return undefined;
      case 'wait':
        return brought.reason === 'uncertain' ? this.settings.waits.cartDoubt : this.settings.waits.cartQuiet;
      case 'unreachable':
        // What Ottu refuses will be refused again: the next edit or checkout asks anew.
        return isRefusal(brought.cause) ? undefined : this.#pause(cart);
    }
  }

  #pause({ tries }: DueCart): number {
    return this.settings.waits.cartQuiet * 2 ** Math.min(tries, MOST_DOUBLINGS);
  }

  async #plan(cart: DueCart, inMs: number | undefined): Promise<void> {
    await this.database.read((db) =>
      db
        .updateTable('carts')
        .set(
          inMs === undefined
            ? { sync_at: null, sync_tries: 0 }
            : { sync_at: sql<Date>`now() + ${`${inMs} milliseconds`}::interval` },
        )
        .where('id', '=', cart.id)
        // The driver's dates have milliseconds; the column has more.
        .where(sql<boolean>`date_trunc('milliseconds', sync_at) = ${cart.taken}`)
        .execute(),
    );
  }
}

function isRefusal(cause: Extract<SyncResult, { kind: 'unreachable' }>['cause']): boolean {
  if (cause === undefined || !('status' in cause)) return false;
  return cause.status >= 400 && cause.status < 500 && cause.status !== 429;
}
