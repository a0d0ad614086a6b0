import type { CurrencyCode } from '../money/currency.ts';
import type { Money } from '../money/money.ts';
import type { LocalizedText } from './catalog.ts';

export interface Product {
  readonly sku: string;
  readonly name: LocalizedText;
  /** Where it is sold: what one piece costs, above zero. */
  readonly prices: ReadonlyMap<CurrencyCode, Money>;
  readonly image: string | undefined;
}
