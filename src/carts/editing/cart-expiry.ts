import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { Sweep } from '../../jobs/sweep.ts';
import { ATTEMPT_STATES, isOpen } from '../../payments/states/attempt-state.ts';
import { detachTransaction } from '../cart-rows.ts';
import { CartSignals } from '../signals.ts';
import { CartWrites } from './cart-writes.ts';

const BATCH = 200;

/** What was swept. */
export interface Swept {
  readonly expired: number;
  readonly purged: number;
}

/**
 * The end of carts that nobody uses: they expire, their transaction is closed (M54), and some time later they are
 * forgotten with their quotes and all that they say of a person. Nothing of the kind happens while one is being paid.
 * Payments outlive their carts.
 */
@Injectable()
export class CartExpiry extends Sweep {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly signals: CartSignals,
    private readonly writes: CartWrites,
  ) {
    super('CartExpiry', settings.waits.sweep, 'Unused carts could not be ended; it is tried again');
  }

  async sweep(): Promise<Swept> {
    return {
      expired: await this.drain(BATCH, () => this.#expire()),
      purged: await this.drain(BATCH, () => this.#purge()),
    };
  }

  async #expire(): Promise<number> {
    return this.database.inTransaction(async (tx) => {
      const due = await tx
        .selectFrom('carts')
        .select(['id', 'payment_id'])
        .where(isNotHeld())
        .where('expires_at', '<=', sql<Date>`now()`)
        .where(isNotBeingPaid())
        .orderBy('expires_at')
        .limit(BATCH)
        .forUpdate()
        .skipLocked()
        .execute();
      for (const cart of due) {
        await detachTransaction(tx, cart);
        await tx
          .updateTable('carts')
          .set({ state: 'expired', frozen_by: null, frozen_until: null, sync_at: null, updated_at: sql<Date>`now()` })
          .where('id', '=', cart.id)
          .execute();
        await this.signals.changed(tx, cart.id);
      }
      if (due.length > 0) this.writes.nudge();
      return due.length;
    });
  }

  async #purge(): Promise<number> {
    const longAgo = sql<Date>`now() - ${`${this.settings.waits.cartPurge} milliseconds`}::interval`;
    const { numAffectedRows } = await this.database.read((db) =>
      sql`
        delete from carts where id in (
          select id from carts
            where state in ('paid', 'abandoned', 'expired') and expires_at < ${longAgo} and ${isNotBeingPaid()}
            order by expires_at limit ${BATCH}
            for update skip locked)`.execute(db),
    );
    return Number(numAffectedRows ?? 0n);
  }
}

/** Open, or frozen for longer than a freeze lasts: for people to look at, or because Ottu says nothing about its session. */
function isNotHeld(): RawBuilder<boolean> {
  return sql<boolean>`(state = 'open' or (state = 'frozen' and coalesce(frozen_until, now()) <= now()))`;
}

/** An attempt that was given up, and is for people to look at, holds nothing for ever. */
function isNotBeingPaid(): RawBuilder<boolean> {
  const open = sql.join(ATTEMPT_STATES.filter(isOpen));
  return sql<boolean>`not exists (
    select from payment_attempts a join payments p on p.id = a.payment_id
      where a.cart_id = carts.id and a.state in (${open}) and p.state <> 'needs_review')`;
}
