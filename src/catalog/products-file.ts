import { readFileSync, statSync } from 'node:fs';
import { readProducts, type Product } from './read-products.ts';

/** File systems tell times coarsely: a file this young may be written again without looking any different. */
const YOUNG_MS = 2_000;

/** `same`: as before. Otherwise what the file holds now, once for each change. */
export type ProductsChange =
  | { readonly kind: 'same' }
  | { readonly kind: 'products'; readonly products: ReadonlyMap<string, Product> }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

const SAME: ProductsChange = { kind: 'same' };

/**
 * A JSON file of products that may be replaced at any time: written in place, renamed over, or behind a symbolic link
 * that is swapped, as Kubernetes does. It is found by its name at every look, so none of these is missed.
 */
export class ProductsFile {
  readonly #path: string;
  #seen: string | undefined;
  #text: string | undefined;
  #unreadable = false;

  constructor(path: string) {
    this.#path = path;
  }

  check(): ProductsChange {
    const seen = this.#fingerprint();
    if (seen !== undefined && seen === this.#seen) return SAME;
    this.#seen = seen;
    const text = this.#read();
    if (text === undefined) return this.#onUnreadable();
    this.#unreadable = false;
    if (text === this.#text) return SAME;
    this.#text = text;
    const result = readProducts(text);
    if ('faults' in result) return { kind: 'faults', faults: result.faults };
    return { kind: 'products', products: new Map(result.products.map((product) => [product.sku, product])) };
  }

  /** What the file looks like from outside; nothing when that says nothing about what is in it. */
  #fingerprint(): string | undefined {
    try {
      const { mtimeNs, mtimeMs, ctimeNs, size, ino, dev } = statSync(this.#path, { bigint: true });
      if (Date.now() - Number(mtimeMs) < YOUNG_MS) return undefined;
      return [mtimeNs, ctimeNs, size, ino, dev].join(':');
    } catch {
      return undefined;
    }
  }

  #read(): string | undefined {
    try {
      return readFileSync(this.#path, 'utf8');
    } catch {
      return undefined;
    }
  }

  #onUnreadable(): ProductsChange {
    if (this.#unreadable) return SAME;
    this.#unreadable = true;
    return { kind: 'faults', faults: ['the file cannot be read'] };
  }
}
