import { createHash, randomUUID } from 'node:crypto';

import { sql } from 'kysely';

import type { CartRow } from '../../database/cart-tables.ts';
import type { Tx } from '../../database/database.ts';

const SDK = 'sdk:';

/** The Checkout SDK holds the cart (M55): each time by another name, so that the end of one freeze never ends the next. */
export function newSdkHold(): string {
  return `${SDK}${randomUUID()}`;
}

export function isSdkHold(holder: string | null): holder is string {
  return holder?.startsWith(SDK) === true;
}

/** A payment holds it: named by its Idempotency-Key, of which only the hash is kept. */
export function heldByKey(key: string): string {
  return `pay:${createHash('sha256').update(key).digest('hex')}`;
}

/** The cart is locked. */
export async function freezeCart(tx: Tx, cartId: string, holder: string, forMs: number): Promise<CartRow> {
  return tx
    .updateTable('carts')
    .set({
      state: 'frozen',
      frozen_by: holder,
      freeze_looks: 0,
      frozen_until: sql<Date>`now() + ${`${forMs} milliseconds`}::interval`,
    })
    .where('id', '=', cartId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Opens it if it is still held by this holder; nothing else is touched. */
export async function thawCart(tx: Tx, cartId: string, holder: string): Promise<CartRow | undefined> {
  return tx
    .updateTable('carts')
    .set({ state: 'open', frozen_by: null, frozen_until: null })
    .where('id', '=', cartId)
    .where('state', '=', 'frozen')
    .where('frozen_by', '=', holder)
    .returningAll()
    .executeTakeFirst();
}
