import type { ColumnType, Generated, Selectable } from 'kysely';

import type { CurrencyCode } from '../money/currency.ts';
import type { BigIntText, Json, NullableJson, NullableTimestamp, Timestamp } from './column-types.ts';

export type CartState = 'open' | 'frozen' | 'paid' | 'abandoned' | 'expired';

/** What a shopper is about to buy. Amounts are those of the last quote, never a shopper's (promise 4). */
export interface CartsTable {
  id: string;
  /** Hex SHA-256 of the cart token. */
  token_sha256: string;
  /** Of the token before; together with the JWT of `customer_sub` it still asks for the new one (M58). */
  former_token_sha256: ColumnType<string | null, string | null | undefined, string | null>;
  /** That new one, which only the token before opens. */
  next_token_sealed: ColumnType<string | null, string | null | undefined, string | null>;
  /** `sub` of the customer that the cart is bound to (M58). */
  customer_sub: ColumnType<string | null, string | null | undefined, string | null>;
  state: ColumnType<CartState, CartState | undefined, CartState>;
  /** Counts every change; the cart's ETag. */
  version: Generated<number>;
  currency_code: CurrencyCode;
  language: ColumnType<'en' | 'ar' | null, 'en' | 'ar' | null | undefined, 'en' | 'ar' | null>;
  /** `{sku, quantity}` in the order of the shopper. */
  items: Json<CartItemRow[]>;
  customer: NullableJson<Record<string, unknown>>;
  billing_address: NullableJson<Record<string, unknown>>;
  shipping_address: NullableJson<Record<string, unknown>>;
  extra: NullableJson<Record<string, unknown>>;
  /** Vouchers and gift cards, for the quote; null where there is none. */
  codes: NullableJson<string[]>;
  /** The quote of this version as it is shown; null while the cart is empty. */
  quote: NullableJson<Record<string, unknown>>;
  total_minor: ColumnType<string, string | undefined, string>;
  /** Where the payer comes back to; one of the allowed. */
  redirect_url: ColumnType<string | null, string | null | undefined, string | null>;
  /** The merchant's own name of the order, which its payments take over. */
  merchant_reference: ColumnType<string | null, string | null | undefined, string | null>;
  /** M82: what the payment of this cart agrees to, as a server gave it with the new cart, together with `customer_sub`. */
  agreement: NullableJson<Record<string, unknown>>;
  /** The payment (Ottu transaction) that follows this cart now. */
  payment_id: ColumnType<string | null, string | null | undefined, string | null>;
  /**
   * The freeze owner, as `printFreezeOwner` writes it: `sdk:` and the freeze's id, `pay:` and the hash of an
   * Idempotency-Key (M55), or `review` (M51, M53). Early versions wrote `sdk` alone.
   */
  frozen_by: ColumnType<string | null, string | null | undefined, string | null>;
  /** M56: a freeze is looked at again then. */
  frozen_until: NullableTimestamp;
  /** M56a: until when at most the Checkout SDK holds it. Null while an attempt or people do, which know better. */
  held_until: NullableTimestamp;
  /** How often it was looked at in vain since. */
  freeze_looks: Generated<number>;
  /** From when on its transaction is to be brought in step; null when there is nothing to do. */
  sync_at: NullableTimestamp;
  sync_tries: Generated<number>;
  /** When it was completed without a payment, and the hash of the Idempotency-Key by which; then its state is `paid`. */
  completed_at: NullableTimestamp;
  completed_key_sha256: ColumnType<string | null, string | null | undefined, string | null>;
  /** How many events the merchant was told about it (M90); counted up under the row's lock. */
  event_sequence: Generated<number>;
  /** When its customer was erased: since then a trigger lets nothing about a person in, and it expires (docs/privacy.md). */
  erased_at: NullableTimestamp;
  expires_at: ColumnType<Date, Date, Date>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface CartItemRow {
  readonly sku: string;
  readonly quantity: number;
}

/** What a version was priced at. */
export interface CartQuotesTable {
  cart_id: string;
  version: number;
  quote: Json<Record<string, unknown>>;
  total_minor: BigIntText;
  at: Timestamp;
}

/** What is known of how far a cart's transaction follows it. */
export interface CartTransactionsTable {
  payment_id: string;
  cart_id: string;
  /** The version that Ottu has shown last. */
  shown_version: number | null;
  /** M52: a write got no readable answer then, and the amount that Ottu shows has been uncertain since. */
  doubt_since: NullableTimestamp;
  /** M52: a later write, which Ottu answered, reconfirmed the amount then; a retrieve that shows the same makes it certain. */
  rewritten_at: NullableTimestamp;
  /** M54: from when on it is to be expired, as soon as no attempt is open. */
  close_wanted_at: NullableTimestamp;
  close_tries: Generated<number>;
  /** M36: when the cart went on without it. */
  replaced_at: NullableTimestamp;
  /** M51: when the Checkout SDK held the cart to pay it last. */
  frozen_at: NullableTimestamp;
  /** M53: when Ottu said first, and since then always, that it does not know the session. */
  not_found_at: NullableTimestamp;
  closed_at: NullableTimestamp;
  created_at: Timestamp;
}

export interface CartTables {
  carts: CartsTable;
  cart_quotes: CartQuotesTable;
  cart_transactions: CartTransactionsTable;
}

export type CartRow = Selectable<CartsTable>;
export type CartTransactionRow = Selectable<CartTransactionsTable>;
