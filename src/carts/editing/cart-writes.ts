import { Injectable } from '@nestjs/common';

import { Background } from '../../background/background.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import type { Tx } from '../../database/database.ts';
import { afterCommit } from '../../database/transaction-context.ts';
import type { CartContent, CartPrice } from '../cart-content.ts';
import { insertCart, insertNextVersion, type CartVersion, type NewCart, type NextToken } from '../cart-repository.ts';
import { CART_WORK } from '../cart-work.ts';
import { CartSignals } from '../signals.ts';

/** Writes versions of carts, and sets going what follows from them. */
@Injectable()
export class CartWrites {
  constructor(
    private readonly settings: Settings,
    private readonly signals: CartSignals,
    private readonly background: Background,
  ) {}

  async insert(tx: Tx, cart: NewCart, content: CartContent, price: CartPrice): Promise<CartRow> {
    return this.#announced(tx, await insertCart(tx, cart, this.#version(content, price)));
  }

  /** Writes the next version of a locked cart. A token that is given takes the place of the cart's token. */
  async update(tx: Tx, cart: CartRow, content: CartContent, price: CartPrice, token?: NextToken): Promise<CartRow> {
    return this.#announced(tx, await insertNextVersion(tx, cart, this.#version(content, price), token));
  }

  /** Once the database transaction is committed and the cart has been quiet, `CartPoller` looks at it (`CART_WORK`). */
  wake(): void {
    afterCommit(() => this.background.wake(CART_WORK, this.settings.durations.cartQuiet));
  }

  async #announced(tx: Tx, cart: CartRow): Promise<CartRow> {
    await this.signals.changed(tx, cart.id);
    this.wake();
    return cart;
  }

  /** A cart that is used lives on, and its transaction follows it as soon as it has come to rest. */
  #version(content: CartContent, price: CartPrice): CartVersion {
    const { cartExpiry, cartQuiet } = this.settings.durations;
    return { content, price, expiresInMs: cartExpiry, syncInMs: cartQuiet };
  }
}
