import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';

import { compiled } from '../database/compiled.ts';
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

/**
 * Signals every replica that a cart has changed; `LiveCarts` hears it there. The signal is part of the database
 * transaction, and is rolled back with it.
 */
@Injectable()
export class CartSignals {
  async changed(tx: Tx, cartId: string): Promise<void> {
    await notify(tx, { cart: cartId, kind: 'changed' });
  }

  /** Ends the event streams of a cart whose token was replaced (M58). */
  async endStreams(tx: Tx, cartId: string): Promise<void> {
    await notify(tx, { cart: cartId, kind: 'ended' });
  }
}

/** What `CartSignals.changed` says, for a statement that writes the cart and selects the `notification` itself. */
export function signalOfChange(cartId: string): string {
  return textOf({ cart: cartId, kind: 'changed' });
}

/** @param signal a text of `signalOfChange`. */
export function notification(signal: string): RawBuilder<unknown> {
  return sql`pg_notify(${CARTS_CHANNEL}, ${signal})`;
}

const notifying = compiled<{ readonly signal: string }, unknown>((db, value) =>
  db.selectNoFrom(notification(value('signal')).as('told')),
);

async function notify(tx: Tx, signal: CartSignal): Promise<void> {
  await send(tx, notifying({ signal: textOf(signal) }));
}

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
