import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';

import { Settings } from '../config/settings.ts';
import type { Tx } from '../database/database.ts';
import { compiled } from '../database/compiled.ts';
import { send } from '../database/send.ts';
import type { Schema } from '../database/schema.ts';
import { afterCommit } from '../database/transaction-context.ts';
import { Deliveries } from './delivery/deliveries.ts';
import type { EventType } from './event-types.ts';

/** What an event is about: its sequence counts the events of that, and they are delivered in order. */
export type Subject = { readonly paymentId: string } | { readonly cartId: string };

export interface NewEvent {
  readonly type: EventType;
  readonly about: Subject;
  /** Taken under the lock of what it is about (M90). */
  readonly sequence: number;
  /** When it happened, by the database's clock. */
  readonly at: Date;
  /** The rest of what the merchant reads. */
  readonly data: object;
}

interface StoredEvent {
  readonly id: string;
  readonly cartId: string | null;
  readonly paymentId: string | null;
  readonly sequence: number;
  readonly type: EventType;
  readonly body: string;
}

const insertingEvent = compiled<StoredEvent, unknown>((db, value) =>
  db.insertInto('merchant_events').values({
    id: value('id'),
    cart_id: value('cartId'),
    payment_id: value('paymentId'),
    sequence: value('sequence'),
    type: value('type'),
    body: value('body'),
  }),
);

/** Writes merchant events in the transaction that made them true: neither is ever there without the other (M4). */
@Injectable()
export class Outbox {
  /**
   * Off while no address is configured: then no event of a payment is written, and none is sent later. One that is written
   * all the same waits for an address.
   */
  readonly isOn: boolean;

  constructor(
    { merchantEvents }: Settings,
    private readonly deliveries: Deliveries,
  ) {
    this.isOn = merchantEvents !== undefined;
  }

  /** Writes the event; its delivery begins right after the commit. Last in the lock order. */
  async put(tx: Tx, { type, about, sequence, at, data }: NewEvent): Promise<void> {
    const event = {
      id: randomUUID(),
      cartId: 'cartId' in about ? about.cartId : null,
      paymentId: 'cartId' in about ? null : about.paymentId,
      sequence,
      type,
      // Made once: a signature is over the text, and every try sends the same (M90).
      body: JSON.stringify({ type, timestamp: at.toISOString(), data: { sequence, ...data } }),
    };
    await send(tx, insertingEvent(event));
    afterCommit(() => this.deliveries.wake());
  }

  /**
   * Takes what is about the customer out of the events of his carts, which may have gone since; those of his payments lose it
   * with their payments.
   *
   * @returns how many
   */
  async eraseOfCarts(tx: Tx, customerId: string): Promise<number> {
    const { numAffectedRows } = await sql`
      update merchant_events set body = event_without_person(body)
        where cart_id is not null and body::jsonb #>> '{data,cart,customer_id}' = ${customerId}`.execute(tx);
    return Number(numAffectedRows ?? 0n);
  }

  /**
   * M10: removes events of carts that were finished so long ago; those of payments go with their payments.
   *
   * @returns how many
   */
  async purge(db: Kysely<Schema>, { days, limit }: { readonly days: number; readonly limit: number }): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from merchant_events where id in (
        select id from merchant_events
          where cart_id is not null and state <> 'waiting' and finished_at < now() - ${`${days} days`}::interval
          order by finished_at limit ${limit}
          for update skip locked)`.execute(db);
    return Number(numAffectedRows ?? 0n);
  }
}
