export type {
  CartLine,
  CartView as Cart,
  Order,
  PaymentStatus as Payment,
  Problem,
  Ready,
  SavedCard,
  Wallet,
} from '../../clients/storefront/src/index.ts';

/** A product as the shop's own file has it. */
export interface Product {
  readonly sku: string;
  readonly name: Readonly<Record<'en' | 'ar', string>>;
  readonly prices: Readonly<Record<string, string>>;
  readonly image?: string;
}

/** Who is signed in, as this tab keeps it. */
export interface Shopper {
  readonly jwt: string;
  readonly name: Readonly<Record<'en' | 'ar', string>>;
  /** Milliseconds since 1970. */
  readonly until: number;
}
