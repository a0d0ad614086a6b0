import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';

import type { CartRow } from '../../database/cart-tables.ts';
import { DatabaseSignals } from '../../database/database-signals.ts';
import { Database } from '../../database/database.ts';
import { PaymentStatus } from '../paying/payment-status.ts';
import { isFinalStatus } from '../paying/shopper-status.ts';
import { CARTS_CHANNEL, parseCartSignal } from '../signals.ts';
import { CoalescingQueue } from './coalescing-queue.ts';
import { STREAM_TIMES, type EventStream } from './event-stream.ts';
import { keyOf, type LiveView, type Rendered } from './event-text.ts';
import { STREAM_LIMITS } from './stream-slots.ts';

export interface LiveCart {
  /** Whose streams may show it (M58). */
  readonly tokenSha256: string;
  readonly view: LiveView;
}

/** Reads what the streams of a cart show: nothing but what the routes of the cart answer (M91). */
@Injectable()
export class ReadLiveCart {
  constructor(
    private readonly database: Database,
    private readonly status: PaymentStatus,
  ) {}

  /** @returns undefined when there is no such cart any more. */
  async execute(cartId: string): Promise<LiveCart | undefined> {
    const now = await this.#read(cartId);
    // The cart was read before its payment: the last word of a stream is one that is true of both.
    return now?.view.final === true ? this.#read(cartId) : now;
  }

  /** @returns what changes with anything that streams show, by the id of each cart that there still is. */
  async marksOf(cartIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (cartIds.length === 0) return new Map();
    const { rows } = await this.database.query((db) =>
      sql<{ readonly id: string; readonly mark: string }>`
        select id, concat_ws(' ', version, state, frozen_by,
            (select max(updated_at) from payments where cart_id = carts.id)) as mark
          from carts where id = any(${cartIds}::uuid[])`.execute(db),
    );
    return new Map(rows.map(({ id, mark }) => [id, mark]));
  }

  async #read(cartId: string): Promise<LiveCart | undefined> {
    const cart = await this.database.query((db) =>
      db.selectFrom('carts').selectAll().where('id', '=', cartId).executeTakeFirst(),
    );
    return cart && { tokenSha256: cart.token_sha256, view: await this.#view(cart) };
  }

  async #view(cart: CartRow): Promise<LiveView> {
    const payment = await this.status.of(cart);
    return {
      cart: rendered({ version: cart.version, state: cart.state }),
      payment: rendered(payment),
      final: isFinalStatus(payment.status),
    };
  }
}

function rendered(value: object): Rendered {
  const data = JSON.stringify(value);
  return { key: keyOf(data), data };
}

/**
 * The open streams of this process, by cart. A change of a cart, on any replica, leads to one read of it, and the view
 * goes to all its streams. Each stream sends the parts that its client has not seen.
 */
@Injectable()
export class LiveCarts implements OnModuleInit, OnModuleDestroy {
  readonly #logger = new Logger('LiveCarts');
  /** Each stream with the hash of the token that opened it. */
  readonly #streams = new Map<string, Map<EventStream, string>>();
  readonly #reads = new CoalescingQueue(STREAM_LIMITS.reads, (cartId) => this.#refresh(cartId));
  /** Of the carts that are followed, as they were looked at last. */
  #marks: ReadonlyMap<string, string> = new Map();
  #closing = false;
  #unreadable = false;

  constructor(
    private readonly signals: DatabaseSignals,
    private readonly readLiveCart: ReadLiveCart,
  ) {}

  /** Carts that somebody follows here. */
  get followed(): readonly string[] {
    return [...this.#streams.keys()];
  }

  onModuleInit(): void {
    this.signals.listen(CARTS_CHANNEL, {
      onSignal: (payload) => this.#onSignal(payload),
      onResumed: () => {
        for (const cartId of this.#streams.keys()) this.#reads.add(cartId);
      },
    });
  }

  /** Before anything else is closed: a stream must not hold the shutdown, and its client finds another replica. */
  async onModuleDestroy(): Promise<void> {
    this.#closing = true;
    const open = [...this.#streams.values()].flatMap((streams) => [...streams.keys()]);
    for (const stream of open) stream.end();
    await Promise.all(open.map(({ closed }) => closed));
  }

  /** @param cart as it was opened; when its token is no longer the cart's, the stream ends (M58). */
  follow({ id: cartId, token_sha256: opener }: CartRow, stream: EventStream): void {
    if (this.#closing) return stream.end();
    const streams = this.#streams.get(cartId) ?? new Map<EventStream, string>();
    this.#streams.set(cartId, streams.set(stream, opener));
    void stream.closed.then(() => this.#remove(cartId, stream));
    // Signals reach this stream from now on: so the first read begins after this, never before.
    this.#reads.add(cartId);
  }

  /** Reads again what has changed since the last time, whether or not a signal of it came: its sender may have died. */
  async catchUp(): Promise<void> {
    const followed = this.followed;
    const marks = await this.readLiveCart.marksOf(followed);
    for (const cartId of followed) {
      // A cart that is gone has no mark.
      const mark = marks.get(cartId);
      if (mark === undefined || mark !== this.#marks.get(cartId)) this.#reads.add(cartId);
    }
    this.#marks = marks;
  }

  #remove(cartId: string, stream: EventStream): void {
    const streams = this.#streams.get(cartId);
    streams?.delete(stream);
    if (streams?.size === 0) this.#streams.delete(cartId);
  }

  #onSignal(payload: string): void {
    const signal = parseCartSignal(payload);
    if (signal === undefined || !this.#streams.has(signal.cart)) return;
    // M58: at once, not when the database has found the time to confirm it.
    if (signal.kind === 'ended') this.#endAll(signal.cart);
    else this.#reads.add(signal.cart);
  }

  async #refresh(cartId: string): Promise<void> {
    if (!this.#streams.has(cartId)) return;
    try {
      const cart = await this.readLiveCart.execute(cartId);
      this.#unreadable = false;
      if (cart === undefined) this.#endAll(cartId);
      else this.#show(cartId, cart);
    } catch {
      // Once per outage, not once per cart. Requests that need the database log what is wrong with it.
      if (!this.#unreadable) this.#logger.warn('Carts could not be read for their event streams; trying again');
      this.#unreadable = true;
      setTimeout(() => this.#reads.add(cartId), STREAM_TIMES.readAgain).unref();
    }
  }

  /** M58: each read compares the token too, because the signal of a new token may have been missed. */
  #show(cartId: string, { tokenSha256, view }: LiveCart): void {
    for (const [stream, opener] of this.#streams.get(cartId) ?? []) {
      if (opener === tokenSha256) stream.show(view);
      else stream.end();
    }
  }

  #endAll(cartId: string): void {
    for (const stream of this.#streams.get(cartId)?.keys() ?? []) stream.end();
  }
}
