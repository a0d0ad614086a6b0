import type { ColumnType, Generated } from 'kysely';

import type { NullableTimestamp, Timestamp } from './column-types.ts';
import type { WebhookState } from './states.ts';

/** An event of Ottu's that was verified (M70). */
interface WebhookInboxTable {
  id: Generated<string>;
  /** Hex SHA-256 of the raw body: what makes a second delivery a duplicate. */
  body_sha256: string;
  /** JSON, each value in its own spelling; a card's token is replaced by a keyed hash. */
  body: string;
  kind: 'payment' | 'operation';
  scheme: 'standard' | 'autopay';
  /** As the event names them, where they could be ours at all. The session is not signed (F11.7). */
  order_no: string | null;
  session_id: string | null;
  /** The payment that it is about, once that is known. */
  payment_id: string | null;
  state: ColumnType<WebhookState, WebhookState | undefined, WebhookState>;
  /**
   * Why Ottu is asked before this event is done with (M71). Null: not looked at yet, or the event settled by itself.
   * Empty: it settled, and only its session is still to be confirmed (M45).
   */
  doubts: ColumnType<string[] | null, string | null | undefined, string | null>;
  /** Why it could not be finished at the last try. */
  trouble: string | null;
  tries: ColumnType<number, number | undefined, number>;
  /** Null: nothing is left to do. */
  next_try_at: NullableTimestamp;
  /** Somebody works on it until then, unless that process has died. */
  claimed_until: NullableTimestamp;
  received_at: Timestamp;
  finished_at: NullableTimestamp;
}

/** When Ottu was asked about a payment because of webhooks: once per payment and 10 s, over all replicas (M71). */
interface WebhookConfirmationsTable {
  payment_id: string;
  asked_at: NullableTimestamp;
  /** Set by an event that could not be verified (M70), until Ottu is asked. */
  wanted_at: NullableTimestamp;
}

export interface InboxTables {
  webhook_inbox: WebhookInboxTable;
  webhook_confirmations: WebhookConfirmationsTable;
}
