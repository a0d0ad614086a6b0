import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { CurrencyCode } from '../money/currency.ts';
import { Catalog, type Quote, type QuoteItem } from './catalog.ts';
import { priceItems } from './price-items.ts';
import type { Product } from './product.ts';
import { readProducts } from './read-products.ts';

/** Products and prices from a JSON file that is read once, at start. */
export class FileCatalog extends Catalog {
  readonly #products: ReadonlyMap<string, Product>;

  /** @throws ConfigurationError that lists every fault of the file. */
  constructor(path: string) {
    super();
    const result = readProducts(readText(path));
    if ('faults' in result) {
      throw new ConfigurationError(
        result.faults.map((fault) => ({ variable: 'CATALOG', message: `${path}: ${fault}` })),
      );
    }
    this.#products = new Map(result.products.map((product) => [product.sku, product]));
  }

  override async quote(items: readonly QuoteItem[], currency: CurrencyCode): Promise<Quote> {
    return priceItems(this.#products, items, currency);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigurationError([{ variable: 'CATALOG', message: `${path}: the file cannot be read` }]);
  }
}
