import { Injectable } from '@nestjs/common';

import type { CartRow } from '../database/cart-tables.ts';
import { Database } from '../database/database.ts';
import { authorizeCart, type CartCredentials } from './cart-access.ts';

/** Reads a cart for its shopper. */
@Injectable()
export class CartReader {
  constructor(private readonly database: Database) {}

  /** @throws Problem `not_found`, one and the same whether the id, the token or both are wrong. */
  async read(access: CartCredentials): Promise<CartRow> {
    return this.database.query((db) => authorizeCart(db, access));
  }
}
