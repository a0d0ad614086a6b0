import { Injectable } from '@nestjs/common';

import { CatalogError } from '../../catalog/catalog-error.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import { Problem } from '../../problems/problem.ts';
import { contentOf, unavailableItems } from '../cart-content.ts';
import { lockCart, unfreezeCart } from '../cart-repository.ts';
import { entityTag } from '../entity-tag.ts';
import type { FreezeOwner } from '../freeze-owner.ts';
import { toCartView } from '../routes/to-cart-response.ts';
import { CartWrites } from './cart-writes.ts';
import { PriceCart } from './price-cart.ts';

/** What a cart costs by now. */
export type Repriced =
  /** As much as it did. */
  | { readonly kind: 'same' }
  /** The next version of the cart, which the shopper has not seen. */
  | { readonly kind: 'changed'; readonly cart: CartRow }
  /** Somebody else has changed it meanwhile, or holds it. */
  | { readonly kind: 'moved' };

/** Asks the shop once more what a cart costs before it is handed out or paid, so that no old price is ever paid (M55). */
@Injectable()
export class ConfirmPrice {
  constructor(
    private readonly database: Database,
    private readonly price: PriceCart,
    private readonly writes: CartWrites,
  ) {}

  /**
   * A total that is another by now is a new version of the cart, which is then open.
   *
   * @param owner who holds the cart; absent where it is open.
   * @throws Problem `items_not_sold` with the cart, and those of `PriceCart`; outcome `none`
   */
  async reprice(cart: CartRow, owner?: FreezeOwner): Promise<Repriced> {
    const content = contentOf(cart);
    const price = await this.price.price(cart, content).catch((error: unknown) => {
      throw error instanceof CatalogError ? withCart(unavailableItems(error, content), cart) : error;
    });
    if (price.totalMinor === cart.total_minor) return { kind: 'same' };
    return this.database.inTransaction(async (tx): Promise<Repriced> => {
      const now = await lockCart(tx, cart.id);
      if (now === undefined || now.version !== cart.version) return { kind: 'moved' };
      const open = owner === undefined ? now : await unfreezeCart(tx, cart.id, owner);
      if (open?.state !== 'open') return { kind: 'moved' };
      const changed = await this.writes.update(tx, open, content, price);
      return changed === undefined ? { kind: 'moved' } : { kind: 'changed', cart: changed };
    });
  }

  /**
   * Of a cart that is held to be paid: at another total the shopper has to see it first.
   *
   * @throws Problem `price_changed` (outcome `none`) with the new version; `cart_changed`; those of `reprice`
   */
  async confirm(cart: CartRow, owner: FreezeOwner): Promise<void> {
    const repriced = await this.reprice(cart, owner);
    switch (repriced.kind) {
      case 'same':
        return;
      case 'changed':
        throw priceChanged(repriced.cart);
      case 'moved':
        throw new Problem('cart_changed', { outcome: 'none' });
    }
  }
}

export function priceChanged(cart: CartRow): Problem {
  return withCart(
    new Problem('price_changed', {
      detail: 'The cart costs something else by now. Show the shopper the new total before paying.',
      outcome: 'none',
    }),
    cart,
  );
}

function withCart({ code, options }: Problem, cart: CartRow): Problem {
  const headers = { ...options.headers, etag: entityTag(cart) };
  return new Problem(code, { ...options, headers, cart: Object.fromEntries(Object.entries(toCartView(cart))) });
}
