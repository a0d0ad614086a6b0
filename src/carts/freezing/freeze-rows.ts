import type { CartRow } from '../../database/cart-tables.ts';
import type { Tx } from '../../database/database.ts';
import { unfreezeCart } from '../cart-repository.ts';
import { parseFreezeOwner } from '../freeze-owner.ts';

/** For those that still name the owner of a freeze as the column does. */
export async function unfreezeCart(tx: Tx, cartId: string, freezeOwner: string): Promise<CartRow | undefined> {
  const owner = parseFreezeOwner(freezeOwner);
  return owner === undefined ? undefined : unfreezeCart(tx, cartId, owner);
}
