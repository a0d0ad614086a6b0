import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { newCartToken } from '../../access/cart-token.ts';
import { catalogProblem } from '../../catalog/catalog-problem.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import type { CurrencyCode } from '../../money/currency.ts';
import { toStoredContent, type CartContent, type CartPrice } from '../cart-content.ts';
import { CartWrites } from './cart-writes.ts';
import { PriceCart } from './price-cart.ts';

export interface CreatedCart {
  readonly cart: CartRow;
  /** Stored nowhere: what is kept of it is its hash. */
  readonly token: string;
}

/** Makes a new cart with its token. The caller has consumed a permit for it (M95). */
@Injectable()
export class CreateCart {
  constructor(
    private readonly database: Database,
    private readonly pricing: PriceCart,
    private readonly writes: CartWrites,
  ) {}

  /**
   * @throws Problem `validation_failed` with pointers into `/items`, `catalog_unavailable` or `quote_unusable`; then
   * there is no cart.
   */
  async execute(currencyCode: CurrencyCode, wanted: CartContent): Promise<CreatedCart> {
    const content = toStoredContent(wanted);
    const id = randomUUID();
    const price = await this.#price({ id, version: 1, currency_code: currencyCode }, content);
    const { token, sha256: tokenSha256 } = newCartToken();
    const cart = await this.database.query((db) =>
      this.writes.insert(db, { id, tokenSha256, currencyCode }, content, price),
    );
    return { cart, token };
  }

  async #price(cart: Pick<CartRow, 'id' | 'version' | 'currency_code'>, content: CartContent): Promise<CartPrice> {
    try {
      return await this.pricing.price(cart, content);
    } catch (error) {
      throw catalogProblem(error, '/items');
    }
  }
}
