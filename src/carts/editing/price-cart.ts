import { Injectable } from '@nestjs/common';

import { CatalogError } from '../../catalog/catalog-error.ts';
import { catalogProblem } from '../../catalog/catalog-problem.ts';
import { Catalog } from '../../catalog/catalog.ts';
import { toQuoteView } from '../../catalog/quote-view.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { parseCurrency } from '../../money/currency.ts';
import type { CartContent, CartPrice } from '../cart-content.ts';

const NOTHING: CartPrice = { quote: null, totalMinor: '0' };

/** Prices a version of a cart. It may ask over the network: never inside a database transaction (M2). */
@Injectable()
export class PriceCart {
  constructor(private readonly catalog: Catalog) {}

  /**
   * @throws CatalogError when something in it can't be sold
   * @throws Problem `catalog_unavailable` or `quote_unusable`, outcome `none`
   */
  async price(cart: Pick<CartRow, 'id' | 'version' | 'currency_code'>, content: CartContent): Promise<CartPrice> {
    if (content.items.length === 0) return NOTHING;
    try {
      const quote = await this.catalog.quote({
        items: content.items,
        currency: parseCurrency(cart.currency_code),
        customerId: content.customer_sub ?? undefined,
        language: content.language ?? undefined,
        shippingAddress: content.shipping_address ?? undefined,
        extra: content.extra ?? undefined,
        codes: content.codes,
        cart: { id: cart.id, version: cart.version },
      });
      return { quote: { ...toQuoteView(quote) }, totalMinor: quote.total.minor.toString() };
    } catch (error) {
      throw error instanceof CatalogError ? error : catalogProblem(error);
    }
  }
}
