import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { compiled } from '../database/compiled.ts';
import { DatabaseSignals } from '../database/database-signals.ts';
import type { Tx } from '../database/database.ts';
import { send } from '../database/send.ts';

/** The channel of PostgreSQL on which every replica hears of every cart. */
export const CARTS_CHANNEL = 'ottu_bff_carts';

/** What is sent on it, as JSON. It names a cart and says nothing of its content. */
export interface CartSignal {
  readonly cart: string;
  /** `changed`: the cart is to be read again. `ended`: the streams that are open may not go on (M58). */
  readonly kind: 'changed' | 'ended';
}

/** Signals every replica that a cart has changed; `LiveCarts` hears it there. */
@Injectable()
export class CartSignals {
  constructor(private readonly signals: DatabaseSignals) {}

  /** Once the transaction that is open is committed. One that is lost with its replica is made up for (`StreamLooks`). */
  changed(cartId: string): void {
    this.signals.tell(CARTS_CHANNEL, textOf({ cart: cartId, kind: 'changed' }));
  }

  /**
   * Ends the event streams of a cart whose token was replaced (M58). Part of the database transaction: whoever has lost a
   * cart sees no more of it although the replica that has replaced the token dies at once. That is rare enough.
   */
  async endStreams(tx: Tx, cartId: string): Promise<void> {
    await send(tx, notifying({ signal: textOf({ cart: cartId, kind: 'ended' }) }));
  }
}

const notifying = compiled<{ readonly signal: string }, unknown>((db, value) =>
  db.selectNoFrom(sql`pg_notify(${CARTS_CHANNEL}, ${value('signal')})`.as('told')),
);

function textOf(signal: CartSignal): string {
  return JSON.stringify(signal);
}

/** Reads what came over the channel. A kind that only a newer version knows is read as `changed`. */
export function parseCartSignal(payload: string): CartSignal | undefined {
  try {
    const signal = JSON.parse(payload) as Partial<Record<keyof CartSignal, unknown>> | null;
    if (typeof signal?.cart !== 'string') return undefined;
    return { cart: signal.cart, kind: signal.kind === 'ended' ? 'ended' : 'changed' };
  } catch {
    return undefined;
  }
}
