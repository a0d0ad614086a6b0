import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';

import { noteForAudit } from '../audit/key-use.ts';
import type { Caller } from '../access/caller.ts';
import { Database } from '../database/database.ts';
import { Deliveries } from './delivery/deliveries.ts';

/** Sends an event again by hand: what died, what was delivered and got lost there, or what waits for a later try. */
@Injectable()
export class Redeliver {
  readonly #logger = new Logger('MerchantEvents');

  constructor(
    private readonly database: Database,
    private readonly deliveries: Deliveries,
  ) {}

  /**
   * The same id and text as before, so that a receiver that has it drops it; a new three days for what was finished. Later
   * events of the payment do not wait for what is sent again: they may have gone out long ago.
   *
   * @returns whether there is such an event.
   */
  async redeliver(id: string, { name }: Caller): Promise<boolean> {
    const event = await this.database.inTransaction(async (tx) => {
      const found = await tx
        .selectFrom('merchant_events')
        .select(['id', 'payment_id', 'cart_id', 'state', 'tries'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (found === undefined) return undefined;
      const anew = { state: 'waiting' as const, in_order: false, tries: 0, first_tried_at: null, finished_at: null };
      await tx
        .updateTable('merchant_events')
        .set({ next_try_at: sql<Date>`now()`, ...(found.state === 'waiting' ? {} : anew) })
        .where('id', '=', id)
        .execute();
      return found;
    });
    if (event === undefined) return false;
    noteForAudit({
      paymentId: event.payment_id ?? undefined,
      ids: { event_id: id, ...(event.cart_id !== null && { cart_id: event.cart_id }) },
      before: { state: event.state, tries: event.tries },
      after: { state: 'waiting' },
    });
    this.#logger.log(
      { event_id: id, payment_id: event.payment_id, cart_id: event.cart_id, caller: name },
      'An event is sent again by hand',
    );
    this.deliveries.wake();
    return true;
  }
}
