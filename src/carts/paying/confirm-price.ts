import { Injectable } from '@nestjs/common';

import { CatalogError } from '../../catalog/catalog-error.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import { Problem } from '../../problems/problem.ts';
import { lockCart, unfreezeCart } from '../cart-repository.ts';
import { contentOf } from '../editing/cart-content.ts';
import { CartWrites } from '../editing/cart-writes.ts';
import { PriceCart } from '../editing/price-cart.ts';
import { entityTag } from '../entity-tag.ts';
import type { FreezeOwner } from '../freeze-owner.ts';

/** Asks the shop once more what a held cart costs, so that no old price is ever paid (M55). */
@Injectable()
export class ConfirmPrice {
  constructor(
    private readonly database: Database,
    private readonly price: PriceCart,
    private readonly writes: CartWrites,
  ) {}

  /**
   * A total that is another by now is a new version, which the shopper has to see first.
   *
   * @throws Problem `price_changed` (outcome `none`) with the ETag of the new version
   */
  async confirm(cart: CartRow, owner: FreezeOwner): Promise<void> {
    const content = contentOf(cart);
    const price = await this.price.price(cart, content).catch((error: unknown) => {
      if (!(error instanceof CatalogError)) throw error;
      throw new Problem('price_changed', { detail: 'Something in the cart is not sold any more.', outcome: 'none' });
    });
    if (price.totalMinor === cart.total_minor) return;
    const changed = await this.database.inTransaction(async (tx) => {
      await lockCart(tx, cart.id);
      const open = await unfreezeCart(tx, cart.id, owner);
      return open === undefined ? undefined : this.writes.update(tx, open, content, price);
    });
    throw new Problem('price_changed', {
      detail: 'The cart costs something else by now. Show the shopper the new total before paying.',
      outcome: 'none',
      headers: changed === undefined ? {} : { etag: entityTag(changed) },
    });
  }
}
