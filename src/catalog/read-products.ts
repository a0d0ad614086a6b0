import { parseCurrency, type CurrencyCode } from '../money/currency.ts';
import { MoneyError } from '../money/money-error.ts';
import { Money } from '../money/money.ts';
import { MAX_LINES, MAX_QUANTITY, type LocalizedText } from './catalog.ts';
import { isSku } from './check-items.ts';
import { isText, members } from './json-shape.ts';
import { NAME_RULE, readLocalizedText } from './localized-text.ts';

export interface Product {
  readonly sku: string;
  readonly name: LocalizedText;
  /** Where it is sold: what one piece costs, above zero. */
  readonly prices: ReadonlyMap<CurrencyCode, Money>;
  readonly image: string | undefined;
}

export type ProductsResult = { readonly products: readonly Product[] } | { readonly faults: readonly string[] };

/**
 * Reads `{ "products": [{ "sku", "name": {"en"?,"ar"?} or a text, "prices": {"KWD": "1.250"}, "image"? }] }`. Members that
 * it does not know are left alone: shops keep more in their catalogs than prices. Every fault is named with its place.
 */
export function readProducts(json: string): ProductsResult {
  const list = productList(json);
  if (list === undefined) return { faults: ['must be JSON of the form {"products":[...]}'] };
  if (list.length === 0) return { faults: ['/products must have at least one product'] };
  const reader = new ProductReader();
  const products = list.map((item, index) => reader.product(item, `/products/${index}`));
  return reader.faults.length > 0 ? { faults: reader.faults } : { products };
}

function productList(json: string): unknown[] | undefined {
  try {
    const { products } = members(JSON.parse(json));
    return Array.isArray(products) ? products : undefined;
  } catch {
    return undefined;
  }
}

class ProductReader {
  readonly faults: string[] = [];
  readonly #skus = new Set<string>();

  product(item: unknown, place: string): Product {
    const { sku, name, prices, image } = members(item);
    return {
      sku: this.#sku(sku, `${place}/sku`),
      name: this.#name(name, `${place}/name`),
      prices: this.#prices(prices, `${place}/prices`),
      image: image === undefined ? undefined : this.#text(image, `${place}/image`, 2048),
    };
  }

  #sku(value: unknown, place: string): string {
    if (!isSku(value)) {
      this.faults.push(`${place} must be 1 to 64 printable ASCII characters without white space`);
      return '';
    }
    if (this.#skus.has(value)) this.faults.push(`${place} is the SKU of an earlier product too`);
    this.#skus.add(value);
    return value;
  }

  #name(value: unknown, place: string): LocalizedText {
    const name = readLocalizedText(value);
    if (name !== undefined) return name;
    this.faults.push(`${place} ${NAME_RULE}`);
    return { en: '', ar: '' };
  }

  #text(value: unknown, place: string, longest: number): string {
    if (isText(value, longest)) return value;
    this.faults.push(`${place} must be a text of 1 to ${longest} characters, no control characters among them`);
    return '';
  }

  #prices(value: unknown, place: string): Product['prices'] {
    const entries = Object.entries(members(value));
    if (entries.length === 0) this.faults.push(`${place} must have at least one price, such as {"KWD":"1.250"}`);
    const prices = entries.flatMap(([code, text]) => this.#price(code, text, `${place}/${code}`));
    return new Map(prices.map((price) => [price.currency, price]));
  }

  #price(code: string, text: unknown, place: string): Money[] {
    try {
      const price = Money.parse(text, parseCurrency(code));
      // The dearest cart must still be an amount, so that a quote can't fail on what a shopper puts into it.
      price.times(MAX_LINES * MAX_QUANTITY);
      if (!price.isZero()) return [price];
      this.faults.push(`${place} must be above zero`);
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error;
      this.faults.push(`${place} is refused: ${error.message}`);
    }
    return [];
  }
}
