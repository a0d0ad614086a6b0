import { sql } from 'kysely';

import type { CartRow } from '../database/cart-tables.ts';
import type { Tx } from '../database/database.ts';

/** The cart's row, locked until the transaction ends. Lock order everywhere: cart, payment, attempt. */
export async function lockCart(tx: Tx, cartId: string): Promise<CartRow | undefined> {
  return tx.selectFrom('carts').selectAll().where('id', '=', cartId).forUpdate().executeTakeFirst();
}

/**
 * The cart lets go of its transaction, which is expired as soon as that is safe (M53, M54, M58); the next checkout makes
 * a new one. The cart is locked.
 */
export async function detachTransaction(tx: Tx, cart: Pick<CartRow, 'id' | 'payment_id'>): Promise<void> {
  if (cart.payment_id === null) return;
  await tx
    .updateTable('cart_transactions')
    .set({ close_wanted_at: sql<Date>`coalesce(close_wanted_at, now())` })
    .where('payment_id', '=', cart.payment_id)
    .execute();
  await tx.updateTable('carts').set({ payment_id: null }).where('id', '=', cart.id).execute();
}
