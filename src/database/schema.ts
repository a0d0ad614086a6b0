import type { ColumnType, Generated, Insertable, Selectable } from 'kysely';

import { storable } from './storable.ts';

/** `bigint` columns travel as decimal text, so that no amount ever passes through a `number`. */
type BigIntText = ColumnType<string, string, string>;
/** Written as JSON text (see `json`), read as the parsed value. */
type Json<T> = ColumnType<T, string, string>;
/** Written by the database's clock unless a value is given. */
type Timestamp = ColumnType<Date, Date | undefined, Date>;
type NullableTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** One Ottu transaction, from the moment before Ottu hears of it. */
export interface PaymentsTable {
  id: string;
  order_no: string;
  session_id: string | null;
  /** Which of our capabilities created it. */
  origin: string;
  /** Name of the service key that asked for it; scope of its idempotency key (M7). */
  caller: string | null;
  transaction_type: string;
  payment_type: string;
  pg_codes: Json<string[]>;
  instrument_type: string | null;
  customer_id: string | null;
  amount_minor: BigIntText;
  currency_code: string;
  captured_minor: ColumnType<string, string | undefined, string>;
  refunded_minor: ColumnType<string, string | undefined, string>;
  voided: Generated<boolean>;
  state: string;
  result: string | null;
  review_reasons: ColumnType<string[], string | undefined, string>;
  reference_number: string | null;
  message: string | null;
  pg_params: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  /** What was bought: items, customer, addresses and `extra` of the paid version (M50). */
  snapshot: Json<Record<string, unknown>>;
  mode: string;
  /** The `webhook_url` that Ottu was given. */
  webhook_url: string | null;
  /** It is the caller's own: Ottu reports to him, and this service follows the payment by asking Ottu. */
  foreign_webhook: Generated<boolean>;
  /** As it was given; it never changes (M61). */
  agreement: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  /** When the session or its URL left this service towards a payer. */
  handed_out_at: NullableTimestamp;
  claimed_at: Timestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

/** Every amount that a transaction was, or may have been, brought to (M50, M61); M20 compares facts with these. */
export interface PaymentAmountsTable {
  id: Generated<string>;
  payment_id: string;
  amount_minor: BigIntText;
  currency_code: string;
  at: Timestamp;
  /** When Ottu showed it first. Until then it is possible: it was asked for, and no word of Ottu's has decided. */
  acknowledged_at: NullableTimestamp;
  /** When Ottu showed that it was never brought to it. */
  refuted_at: NullableTimestamp;
  /** From when on another word of Ottu's refutes it: the call that asked for it can do nothing any more. Null: never. */
  refutable_from: NullableTimestamp;
}

/** One call that writes a transaction at Ottu without charging. */
export interface TransactionWritesTable {
  id: string;
  payment_id: string;
  kind: string;
  state: string;
  /** What its caller was told, so that a replay gives the same (M9). */
  problem: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  started_at: Timestamp;
  lease_until: ColumnType<Date, Date | undefined, Date>;
  finished_at: NullableTimestamp;
}

/** One try to pay. */
export interface PaymentAttemptsTable {
  id: string;
  payment_id: string;
  number: number;
  method: string;
  state: string;
  started_at: Timestamp;
  lease_until: ColumnType<Date, Date | undefined, Date>;
  reference_number: string | null;
  /** What the front end needs to go on (3DS), when Ottu asked for it. */
  action_required: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  /** Ottu's refusal as it was answered, so that a replay gives the same (M9). */
  refusal: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  /** The call was never sent (M5): the same key may claim this attempt again. */
  not_sent: Generated<boolean>;
  finished_at: NullableTimestamp;
}

/** Something Ottu said about a payment, whether or not it passed the checks of M20. Never changed after it is written. */
export interface PaymentFactsTable {
  id: Generated<string>;
  payment_id: string;
  attempt_id: string | null;
  source: string;
  /** Same fact, same digest: a doubled fact is stored once (M21). */
  digest: string;
  state: string;
  result: string | null;
  counts: boolean;
  mismatches: Json<string[]>;
  reference_number: string | null;
  at: Timestamp;
}

export interface PaymentTimelineTable {
  id: Generated<string>;
  payment_id: string;
  at: Timestamp;
  event: string;
  details: Json<Record<string, unknown>>;
}

export interface IdempotencyKeysTable {
  caller: string;
  method: string;
  path: string;
  key: string;
  /** Hex SHA-256 of the raw body bytes (M8); the body itself is never stored (M10). */
  body_sha256: string;
  payment_id: string;
  created_at: Timestamp;
}

export interface Schema {
  payments: PaymentsTable;
  payment_amounts: PaymentAmountsTable;
  transaction_writes: TransactionWritesTable;
  payment_attempts: PaymentAttemptsTable;
  payment_facts: PaymentFactsTable;
  payment_timeline: PaymentTimelineTable;
  idempotency_keys: IdempotencyKeysTable;
}

export type PaymentRow = Selectable<PaymentsTable>;
export type NewPaymentRow = Insertable<PaymentsTable>;
export type AmountRow = Selectable<PaymentAmountsTable>;
export type TransactionWriteRow = Selectable<TransactionWritesTable>;
export type AttemptRow = Selectable<PaymentAttemptsTable>;
export type FactRow = Selectable<PaymentFactsTable>;
export type TimelineRow = Selectable<PaymentTimelineTable>;
export type IdempotencyRow = Selectable<IdempotencyKeysTable>;

/**
 * JSON text for a `jsonb` column, without the few characters that PostgreSQL cannot store. Both drivers take text; only
 * one of them would serialise an array rightly by itself.
 */
export function json(value: unknown): string {
  return JSON.stringify(storable(value));
}
