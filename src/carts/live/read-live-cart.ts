import { Injectable } from '@nestjs/common';

import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import { PaymentStatus } from '../paying/payment-status.ts';
import { isFinalStatus } from '../paying/shopper-status.ts';
import { keyOf } from './event-id.ts';
import type { LiveView, Rendered } from './live-view.ts';

export interface LiveCart {
  /** Whose streams may show it (M58). */
  readonly tokenSha256: string;
  readonly view: LiveView;
}

/** Reads what the streams of a cart show: nothing but what the routes of the cart answer (M91). */
@Injectable()
export class ReadLiveCart {
  constructor(
    private readonly database: Database,
    private readonly status: PaymentStatus,
  ) {}

  /** @returns undefined when there is no such cart any more. */
  async execute(cartId: string): Promise<LiveCart | undefined> {
    const now = await this.#read(cartId);
    // The cart was read before its payment: the last word of a stream is one that is true of both.
    return now?.view.final === true ? this.#read(cartId) : now;
  }

  async #read(cartId: string): Promise<LiveCart | undefined> {
    const cart = await this.database.query((db) =>
      db.selectFrom('carts').selectAll().where('id', '=', cartId).executeTakeFirst(),
    );
    return cart && { tokenSha256: cart.token_sha256, view: await this.#view(cart) };
  }

  async #view(cart: CartRow): Promise<LiveView> {
    const payment = await this.status.of(cart);
    return {
      cart: rendered({ version: cart.version, state: cart.state }),
      payment: rendered(payment),
      final: isFinalStatus(payment.status),
    };
  }
}

function rendered(value: object): Rendered {
  const data = JSON.stringify(value);
  return { key: keyOf(data), data };
}
