import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import type { Tx } from '../database/database.ts';

/** The channel of PostgreSQL on which every replica hears of every cart. */
export const CARTS_CHANNEL = 'ottu_bff_carts';

/** What is sent on it, as JSON. It names a cart and never says anything that is in it. */
export interface CartSignal {
  readonly cart: string;
  /** `changed`: there is something to read. `ended`: who has listened so far may not go on (M58). */
  readonly kind: 'changed' | 'ended';
}

/** Tells every replica of a cart, as part of a transaction: nothing is told of what is rolled back. */
@Injectable()
export class CartSignals {
  async changed(tx: Tx, cartId: string): Promise<void> {
    await notify(tx, { cart: cartId, kind: 'changed' });
  }

  /** Ends the event streams of a cart whose token is no longer good, or which is over. */
  async endStreams(tx: Tx, cartId: string): Promise<void> {
    await notify(tx, { cart: cartId, kind: 'ended' });
  }
}

async function notify(tx: Tx, signal: CartSignal): Promise<void> {
  await sql`select pg_notify(${CARTS_CHANNEL}, ${JSON.stringify(signal)})`.execute(tx);
}

/** What came over the channel. A kind that a newer replica may send is a change like any other. */
export function parseCartSignal(payload: string): CartSignal | undefined {
  try {
    const signal = JSON.parse(payload) as Partial<Record<keyof CartSignal, unknown>> | null;
    if (typeof signal?.cart !== 'string') return undefined;
    return { cart: signal.cart, kind: signal.kind === 'ended' ? 'ended' : 'changed' };
  } catch {
    return undefined;
  }
}
