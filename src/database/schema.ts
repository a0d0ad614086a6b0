import type { ColumnType, Generated, Selectable } from 'kysely';

import type { CurrencyCode } from '../money/currency.ts';
import type { AgreementTables } from './agreement-tables.ts';
import type { AuditTables } from './audit-tables.ts';
import type { StoredLink } from './stored-link.ts';
import type { CartTables } from './cart-tables.ts';
import type { ComparisonColumns } from './comparison-columns.ts';
import type { InboxTables } from './inbox-tables.ts';
import type { LimitTables } from './limit-tables.ts';
import type { BigIntText, Json, NullableJson, NullableTimestamp, Timestamp } from './column-types.ts';
import type {
  AttemptState,
  DecidedState,
  DeliveryState,
  EventType,
  FactSource,
  InquiryAsker,
  InquiryResult,
  OperationKind,
  OperationSource,
  OperationState,
  PaymentMode,
  PaymentOrigin,
  PaymentState,
  PlannedCheck,
  WriteEnd,
  WriteKind,
} from './states.ts';
import { stripUnstorable } from './strip-unstorable.ts';

export type { InquiryAsker, InquiryResult, PlannedCheck, WebhookState } from './states.ts';

/** One Ottu transaction, from the moment before Ottu hears of it. */
export interface PaymentsTable extends ComparisonColumns {
  id: string;
  order_no: string;
  session_id: string | null;
  /** Which of our capabilities created it. */
  origin: PaymentOrigin;
  /** Name of the service key that asked for it; scope of its idempotency key (M7). */
  caller: string | null;
  transaction_type: string;
  payment_type: string;
  pg_codes: Json<string[]>;
  instrument_type: string | null;
  customer_id: string | null;
  /** The merchant's own name of the order; Ottu is never told. */
  merchant_reference: ColumnType<string | null, string | null | undefined, string | null>;
  amount_minor: BigIntText;
  currency_code: CurrencyCode;
  captured_minor: ColumnType<string, string | undefined, string>;
  refunded_minor: ColumnType<string, string | undefined, string>;
  voided: Generated<boolean>;
  /** M80: of what could be captured and of what could be refunded, how much operations that are not settled hold back. */
  capture_held_minor: ColumnType<string, string | undefined, string>;
  refund_held_minor: ColumnType<string, string | undefined, string>;
  /** When the merchant is told that an authorization ends soon; null where there is none, and once it was told. */
  authorization_warning_at: NullableTimestamp;
  state: PaymentState;
  result: string | null;
  review_reasons: ColumnType<string[], string | undefined, string>;
  /** M27: as what an operator has ended its last review; null where none has. */
  decided_state: ColumnType<DecidedState | null, DecidedState | null | undefined, DecidedState | null>;
  /** The last of `payment_facts` that this decision has seen: up to it none counts any more; '0' where there was none. */
  decided_through: ColumnType<string | null, string | null | undefined, string | null>;
  /** M27: what was really received of a payment that an operator accepted. */
  received_minor: ColumnType<string | null, string | null | undefined, string | null>;
  received_currency: ColumnType<CurrencyCode | null, CurrencyCode | null | undefined, CurrencyCode | null>;
  reference_number: string | null;
  message: string | null;
  pg_params: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  /** What was bought: items, customer, addresses and `extra` of the paid version (M50). */
  snapshot: Json<Record<string, unknown>>;
  /** M51: lines that its cart was given after the version that was paid; null unless the cart had moved past it. */
  added_since: NullableJson<readonly AddedLine[]>;
  /** The cart that it is for. No reference: payments outlive carts (M54). */
  cart_id: ColumnType<string | null, string | null | undefined, string | null>;
  mode: PaymentMode;
  /** The `webhook_url` that Ottu was given. */
  webhook_url: string | null;
  /** It is the caller's own: Ottu reports to him, and this service follows the payment by asking Ottu. */
  foreign_webhook: Generated<boolean>;
  /** As it was given; it never changes (M61). */
  agreement: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  /** When the session or its URL left this service towards a payer. */
  handed_out_at: NullableTimestamp;
  /** How many events the merchant was told about it (M90); counted up under the row's lock. */
  event_sequence: Generated<number>;
  /** What is done about this payment next, and from when on (M30); null when nothing is. */
  next_check: ColumnType<PlannedCheck | null, PlannedCheck | null | undefined, PlannedCheck | null>;
  next_check_at: NullableTimestamp;
  /** How often the check that is due has got no answer (M31). */
  check_tries: Generated<number>;
  /** Since when Ottu has shown `pending` without a break; null while it shows anything else (M31, M56). */
  pending_since: NullableTimestamp;
  /** When a shopper who follows it last led to a look (M31). */
  looked_at: NullableTimestamp;
  /** When it was last tried, handed out, or spoken of in a way that was news (M31). */
  activity_at: Timestamp;
  /** When Ottu's transaction can no longer be paid, where Ottu has said so. */
  expires_at: NullableTimestamp;
  /** Ottu's name of the gateway that was used, such as `mpgs`, once it is known (F9.1). */
  gateway_name: ColumnType<string | null, string | null | undefined, string | null>;
  /** The payer has, or will get, a link to pay by: a decline does not close the transaction (M14). */
  payment_link: Generated<boolean>;
  /** Of a payment link: what belongs to the link alone. Null of every other payment. */
  link: NullableJson<StoredLink>;
  /** M11: what could not be executed is inquired once, although it is settled. */
  inquire_once: Generated<boolean>;
  /** When Ottu answered our request to expire the transaction (M14). */
  closing_asked_at: NullableTimestamp;
  /** When it succeeded first; a trigger writes it. */
  succeeded_at: NullableTimestamp;
  /** What the payer paid on top, where Ottu has named it (F11.2). */
  fee_minor: ColumnType<string | null, string | null | undefined, string | null>;
  /** When its customer was erased: since then triggers let nothing about a person into its rows (docs/privacy.md). */
  erased_at: NullableTimestamp;
  claimed_at: Timestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

/** Every amount that a transaction was, or may have been, brought to (M50, M61); M20 compares facts with these. */
export interface PaymentAmountsTable {
  id: Generated<string>;
  payment_id: string;
  amount_minor: BigIntText;
  currency_code: CurrencyCode;
  at: Timestamp;
  /** When Ottu showed it first. Until then it is possible: it was asked for, and no word of Ottu's has decided. */
  acknowledged_at: NullableTimestamp;
  /** When Ottu showed that it was never brought to it. */
  refuted_at: NullableTimestamp;
  /** From when on another word of Ottu's refutes it: the call that asked for it can do nothing any more. Null: never. */
  refutable_from: NullableTimestamp;
  /** M51: it was asked for when a payer may have had the session already, and after a freeze. */
  handed_out: Generated<boolean>;
  after_freeze: Generated<boolean>;
  /** The transaction's state in the answer to the write that asked for it; null where no such answer was read. */
  shown_state: ColumnType<string | null, string | null | undefined, string | null>;
  /** The version of the cart that it was for, and what was bought in it (M50). */
  cart_version: ColumnType<number | null, number | null | undefined, number | null>;
  purchase: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  /**
   * M41: what else was asked for with this amount, where the order number was used again with another body; a fact is held
   * against these then. Null: what the payment's row shows.
   */
  terms: NullableJson<StoredTerms>;
}

/** A line, or so much of it, as was not paid with the version that was. */
export interface AddedLine {
  readonly sku: string;
  readonly name?: unknown;
  readonly quantity: number;
}

/** What one claim asked for, as the payment's row shows that of the newest. */
export interface StoredTerms extends Pick<
  Selectable<PaymentsTable>,
  | 'transaction_type'
  | 'payment_type'
  | 'pg_codes'
  | 'customer_id'
  | 'merchant_reference'
  | 'webhook_url'
  | 'foreign_webhook'
  | 'agreement'
  | 'payment_link'
  | 'snapshot'
> {}

/** One call that writes a transaction at Ottu without charging. */
export interface TransactionWritesTable {
  id: string;
  payment_id: string;
  kind: WriteKind;
  state: 'sending' | WriteEnd;
  /** What its caller was told, so that a replay gives the same (M9). */
  problem: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  /** M5a: it came to nothing in a way that lets the same key try again, with a write of its own (M1a). */
  claim_again: Generated<boolean>;
  /** Of `payment_amounts`: what a create asked for. Null of every other write. */
  amount_id: ColumnType<string | null, string | null | undefined, string | null>;
  started_at: Timestamp;
  lease_until: ColumnType<Date, Date | undefined, Date>;
  finished_at: NullableTimestamp;
}

/** One inquiry (M32), recorded before it is sent. */
export interface PaymentInquiriesTable {
  payment_id: string;
  /** From 1 to 3: there is never a fourth. */
  number: number;
  asked_by: InquiryAsker;
  sent_at: Timestamp;
  /** Null while it is under way, or when its process died. */
  result: ColumnType<InquiryResult | null, InquiryResult | null | undefined, InquiryResult | null>;
  finished_at: NullableTimestamp;
}

/** Order numbers of payments whose retention is over (M41). Written by a trigger. */
export interface RetiredOrderNumbersTable {
  order_no: string;
  retired_at: Timestamp;
}

/** One try to pay. */
export interface PaymentAttemptsTable {
  id: string;
  payment_id: string;
  number: number;
  method: string;
  state: AttemptState;
  started_at: Timestamp;
  lease_until: ColumnType<Date, Date | undefined, Date>;
  reference_number: string | null;
  /** What the front end needs to go on (3DS), when Ottu asked for it. */
  action_required: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  /** What Ottu's answer to this attempt's own call said of it, whatever that was worth (F10.4). */
  result: ColumnType<string | null, string | null | undefined, string | null>;
  /** Ottu's refusal as it was answered, so that a replay gives the same (M9). */
  refusal: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  /** The call was never sent (M5). */
  not_sent: Generated<boolean>;
  /** M5a: it came to nothing in a way that lets the same key claim again, with an attempt of its own (M1a). */
  claim_again: Generated<boolean>;
  /** Of `payment_amounts`: what this attempt asked for. Null where its session was brought to an amount before. */
  amount_id: ColumnType<string | null, string | null | undefined, string | null>;
  /** M6: one open attempt per cart. */
  cart_id: ColumnType<string | null, string | null | undefined, string | null>;
  /** M35: since when it no longer holds its cart. It stays open, and is followed until its end is known. */
  detached_at: NullableTimestamp;
  /** When a retrieve was answered first since it began (M35). */
  answered_at: NullableTimestamp;
  /** M35: until when at most it holds its cart. Null while no retrieve was answered, and once a success was seen. */
  hold_until: NullableTimestamp;
  finished_at: NullableTimestamp;
  /** Keyed hash of the token that pays, where one does, by which Ottu's words are cleaned of it (M70). */
  token_mark: ColumnType<string | null, string | null | undefined, never>;
}

/** Something Ottu said about a payment, whether or not it passed the checks of M20. Never changed after it is written. */
export interface PaymentFactsTable {
  id: Generated<string>;
  payment_id: string;
  attempt_id: string | null;
  source: FactSource;
  /** Same fact, same digest: a doubled fact is stored once (M21). */
  digest: string;
  state: string;
  result: string | null;
  counts: boolean;
  mismatches: Json<string[]>;
  reference_number: string | null;
  /** What it was about, as Ottu said it; an amount in the digits of its currency. Null of facts from before these columns. */
  session_id: ColumnType<string | null, string | null | undefined, string | null>;
  amount: ColumnType<string | null, string | null | undefined, string | null>;
  settled_amount: ColumnType<string | null, string | null | undefined, string | null>;
  currency_code: ColumnType<string | null, string | null | undefined, string | null>;
  /** Of a success that saved a card: keyed hash of its token, where the event named one (M70). */
  card_hash: ColumnType<string | null, string | null | undefined, string | null>;
  at: Timestamp;
}

/** One refund, capture, void, cancellation, expiry or deletion (M25). */
export interface PaymentOperationsTable {
  /** Ottu's `Tracking-Key` of it (M80). */
  id: string;
  payment_id: string;
  operation: OperationKind;
  /** It was asked for as `reverse`. */
  reversal: Generated<boolean>;
  source: OperationSource;
  state: OperationState;
  /** Of a refund, capture or void; a void's is the whole payment. Null of what moves no money. */
  amount_minor: ColumnType<string | null, string | null | undefined, string | null>;
  destination: ColumnType<'pg' | 'wallet' | null, 'pg' | 'wallet' | null | undefined, 'pg' | 'wallet' | null>;
  reason: ColumnType<string | null, string | null | undefined, string | null>;
  /** The caller's `extra` as JSON text, letter by letter, while it may have to be sent once more. */
  extra: ColumnType<string | null, string | null | undefined, string | null>;
  /** Name of the service key that asked for it, and of the one that approved or refused it (M83). */
  requested_by: ColumnType<string | null, string | null | undefined, string | null>;
  decided_by: ColumnType<string | null, string | null | undefined, string | null>;
  /** Ottu's child transaction, once it is known. */
  child_session_id: ColumnType<string | null, string | null | undefined, string | null>;
  reference_number: ColumnType<string | null, string | null | undefined, string | null>;
  /** Ottu's words, redacted. */
  message: ColumnType<string | null, string | null | undefined, string | null>;
  /** How often Ottu was asked to do it, each time with the same `Tracking-Key`. */
  sends: Generated<number>;
  /** Ottu has refused to do it once more, which does not say that it was not done. */
  refused_again: Generated<boolean>;
  sent_at: NullableTimestamp;
  /** When something is to be done about it: its lease ends, Ottu is asked, or it lapses. Null when nothing is. */
  due_at: NullableTimestamp;
  due_tries: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  finished_at: NullableTimestamp;
}

export interface PaymentTimelineTable {
  id: Generated<string>;
  payment_id: string;
  at: Timestamp;
  event: string;
  details: Json<Record<string, unknown>>;
}

/** The outbox: one row for each thing that the merchant is told (M90). Only its delivery is ever changed. */
export interface MerchantEventsTable {
  /** The `webhook-id`, the same at every try. */
  id: string;
  /** The payment that it is about, or the cart; the other is null. */
  payment_id: ColumnType<string | null, string | null | undefined, string | null>;
  cart_id: ColumnType<string | null, string | null | undefined, string | null>;
  /** Per payment or cart, from 1, without gaps. */
  sequence: number;
  type: EventType;
  /** The text that is signed and sent, letter by letter the same at every try. */
  body: string;
  state: ColumnType<DeliveryState, DeliveryState | undefined, DeliveryState>;
  /** Later events of the payment wait for this one. Not so when an operator sends it again. */
  in_order: Generated<boolean>;
  /** How many tries were begun. */
  tries: Generated<number>;
  next_try_at: Timestamp;
  /** Names the delivery that is under way; an outcome counts only for the lease it was made under. */
  lease: ColumnType<string | null, string | null | undefined, string | null>;
  lease_until: NullableTimestamp;
  first_tried_at: NullableTimestamp;
  last_tried_at: NullableTimestamp;
  /** HTTP status of the last answer; null when there was none. */
  last_status: ColumnType<number | null, number | null | undefined, number | null>;
  /** Why the last try failed, in a word; never anything that the receiver said. */
  last_fault: ColumnType<string | null, string | null | undefined, string | null>;
  created_at: Timestamp;
  finished_at: NullableTimestamp;
}

export interface IdempotencyKeysTable {
  caller: string;
  method: string;
  path: string;
  key: string;
  /** Hex SHA-256 of the raw body bytes (M8); the body itself is never stored (M10). */
  body_sha256: string;
  payment_id: string;
  /** The newest attempt of this key, which it answers for (M9). Null: a key of a payment that had one attempt. */
  attempt_id: ColumnType<string | null, string | null | undefined, string | null>;
  /** The same of a create that charges nothing. */
  write_id: ColumnType<string | null, string | null | undefined, string | null>;
  /** The same of an operation. */
  operation_id: ColumnType<string | null, string | null | undefined, string | null>;
  created_at: Timestamp;
}

export interface Schema extends AgreementTables, AuditTables, CartTables, InboxTables, LimitTables {
  payments: PaymentsTable;
  payment_amounts: PaymentAmountsTable;
  transaction_writes: TransactionWritesTable;
  payment_attempts: PaymentAttemptsTable;
  payment_facts: PaymentFactsTable;
  payment_operations: PaymentOperationsTable;
  payment_timeline: PaymentTimelineTable;
  merchant_events: MerchantEventsTable;
  idempotency_keys: IdempotencyKeysTable;
  payment_inquiries: PaymentInquiriesTable;
  retired_order_numbers: RetiredOrderNumbersTable;
}

export type PaymentRow = Selectable<PaymentsTable>;
export type AmountRow = Selectable<PaymentAmountsTable>;
export type TransactionWriteRow = Selectable<TransactionWritesTable>;
export type AttemptRow = Selectable<PaymentAttemptsTable>;
export type FactRow = Selectable<PaymentFactsTable>;
export type OperationRow = Selectable<PaymentOperationsTable>;
export type MerchantEventRow = Selectable<MerchantEventsTable>;
export type InquiryRow = Selectable<PaymentInquiriesTable>;
export type IdempotencyRow = Selectable<IdempotencyKeysTable>;
export type AgreementRow = Selectable<AgreementTables['agreements']>;
export type WebhookInboxRow = Selectable<InboxTables['webhook_inbox']>;

/**
 * JSON text for a `jsonb` column, without the few characters that PostgreSQL cannot store. Both drivers take text; only
 * one of them would serialise an array rightly by itself.
 */
export function json(value: unknown): string {
  return JSON.stringify(stripUnstorable(value));
}
