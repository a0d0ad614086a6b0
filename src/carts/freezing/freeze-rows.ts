import type { CartRow } from '../../database/cart-tables.ts';
import type { Tx } from '../../database/database.ts';
import * as repository from '../cart-repository.ts';
import { parseFreezeOwner, paymentOwner, printFreezeOwner } from '../freeze-owner.ts';

/*
 * For those that still name the owner of a freeze as the column does: `freeze-owner.ts` has it as a value, and
 * `cart-repository.ts` the writes.
 */

export function heldByKey(key: string): string {
  return printFreezeOwner(paymentOwner(key));
}

export async function freezeCart(tx: Tx, cartId: string, holder: string, forMs: number): Promise<CartRow> {
  const owner = parseFreezeOwner(holder);
  if (owner === undefined) throw new Error('a freeze by an unknown owner');
  return repository.freezeCart(tx, cartId, owner, forMs);
}

export async function thawCart(tx: Tx, cartId: string, holder: string): Promise<CartRow | undefined> {
  const owner = parseFreezeOwner(holder);
  return owner === undefined ? undefined : repository.unfreezeCart(tx, cartId, owner);
}
