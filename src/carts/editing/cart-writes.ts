import { Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';

import { Background } from '../../background/background.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import type { Schema } from '../../database/schema.ts';
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
    private readonly background: Background,
    private readonly signals: CartSignals,
  ) {}

  /** Nobody can follow it yet. */
  async insert(db: Kysely<Schema>, cart: NewCart, content: CartContent, price: CartPrice): Promise<CartRow> {
    const row = await insertCart(db, cart, this.#version(content, price, 1));
    this.wake();
    return row;
  }

  /**
   * Writes the next version of a cart that is open. A token that is given takes the place of the cart's token.
   *
   * @returns nothing where somebody else was faster: then nothing is written. Never so of a cart that the caller has locked.
   */
  async update(
    db: Kysely<Schema>,
    cart: CartRow,
    content: CartContent,
    price: CartPrice,
    token?: NextToken,
  ): Promise<CartRow | undefined> {
    const row = await insertNextVersion(db, cart, this.#version(content, price, cart.version + 1), token);
    if (row === undefined) return undefined;
    this.wake();
    this.signals.changed(row.id);
    return row;
  }

  /** Once the database transaction is committed and the cart has been quiet, `CartPoller` looks at it (`CART_WORK`). */
  wake(): void {
    afterCommit(() => this.background.wake(CART_WORK, this.settings.durations.cartQuiet));
  }

  /** A cart that is used lives on, and its transaction follows it as soon as it has come to rest. */
  #version(content: CartContent, price: CartPrice, version: number): CartVersion {
    const { cartExpiry, cartQuiet } = this.settings.durations;
    return { content, price, expiresInMs: cartExpiry, syncInMs: cartQuiet * quietFactor(version) };
  }
}

/** More versions than this no shopper makes by hand within a visit. */
const QUIET_GROWS_FROM = 30;
const QUIET_DOUBLES_EVERY = 10;
/** Five minutes of `cartQuiet`: then a cart that is edited without end costs at most 288 calls a day. */
const LONGEST_QUIET_FACTOR = 300;

/**
 * M95: a cart that is edited without end is synced ever more seldom, or one program would use up the share of background
 * sync. Checkout waits for none of it: it brings the session in step itself.
 */
function quietFactor(version: number): number {
  const doublings = Math.max(0, Math.floor((version - QUIET_GROWS_FROM) / QUIET_DOUBLES_EVERY));
  return Math.min(LONGEST_QUIET_FACTOR, 2 ** Math.min(doublings, 30));
}
