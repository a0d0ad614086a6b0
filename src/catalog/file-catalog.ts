import { Logger } from '@nestjs/common';
import { ConfigurationError } from '../config/configuration-error.ts';
import { Catalog, type Quote, type QuoteRequest } from './catalog.ts';
import { priceItems } from './price-items.ts';
import type { Product } from './read-products.ts';
import { ProductsFile } from './products-file.ts';

const CHECK_INTERVAL_MS = 1_000;

/**
 * Products and prices from a JSON file. Before a quote, at most every second, it is looked at and read again if it
 * changed; a change that is no good is refused, and the prices from before stay.
 */
export class FileCatalog extends Catalog {
  readonly #logger = new Logger('Catalog');
  readonly #file: ProductsFile;
  readonly #path: string;
  readonly #checkIntervalMs: number;
  #products: ReadonlyMap<string, Product>;
  #checkedAt = performance.now();

  /** @throws ConfigurationError that lists every fault of the file. */
  constructor(path: string, lookEveryMs = CHECK_INTERVAL_MS) {
    super();
    this.#path = path;
    this.#checkIntervalMs = lookEveryMs;
    this.#file = new ProductsFile(path);
    const first = this.#file.check();
    if (first.kind !== 'products') {
      const violations = first.kind === 'faults' ? first.faults : [];
      throw new ConfigurationError(
        violations.map((violation) => ({ variable: 'CATALOG', message: `${path}: ${violation}` })),
      );
    }
    this.#products = first.products;
  }

  override async quote({ items, currency }: QuoteRequest): Promise<Quote> {
    this.#refresh();
    return priceItems(this.#products, items, currency);
  }

  #refresh(): void {
    const now = performance.now();
    if (now - this.#checkedAt < this.#checkIntervalMs) return;
    this.#checkedAt = now;
    const change = this.#file.check();
    switch (change.kind) {
      case 'same':
        return;
      case 'products':
        this.#products = change.products;
        this.#logger.log({ path: this.#path, products: change.products.size }, 'The catalog was read again');
        return;
      case 'faults':
        this.#logger.error(
          { path: this.#path, faults: change.faults },
          'The changed catalog is refused; the prices from before stay',
        );
    }
  }
}
