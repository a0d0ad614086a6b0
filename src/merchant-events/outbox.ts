import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Settings } from '../config/settings.ts';
import type { Tx } from '../database/database.ts';
import { afterCommit } from '../database/transaction-context.ts';
import { Deliveries } from './delivery/deliveries.ts';
import type { EventType } from './event-types.ts';

export interface NewEvent {
  readonly type: EventType;
  readonly paymentId: string;
  /** Taken under the payment's lock (M90). */
  readonly sequence: number;
  /** When it happened, by the database's clock. */
  readonly at: Date;
  /** The rest of what the merchant reads. */
  readonly data: object;
}

/** Writes merchant events in the transaction that made them true: neither is ever there without the other (M4). */
@Injectable()
export class Outbox {
  /** Off while no address is configured: then no event is written, and none is sent later. */
  readonly isOn: boolean;

  constructor(
    { merchantEvents }: Settings,
    private readonly deliveries: Deliveries,
  ) {
    this.isOn = merchantEvents !== undefined;
  }

  /** Writes the event; its delivery begins right after the commit. Last in the lock order. */
  async put(tx: Tx, { type, paymentId, sequence, at, data }: NewEvent): Promise<void> {
    await tx
      .insertInto('merchant_events')
      .values({
        id: randomUUID(),
        payment_id: paymentId,
        sequence,
        type,
        // Made once: a signature is over the text, and every try sends the same (M90).
        body: JSON.stringify({ type, timestamp: at.toISOString(), data: { sequence, ...data } }),
      })
      .execute();
    afterCommit(() => this.deliveries.wake());
  }
}
