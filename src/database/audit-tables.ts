import type { Json, NullableColumn, NullableJson, Timestamp } from './column-types.ts';

/** That a service key was used on a route that changes something. Never changed, never removed. */
export interface AuditEntriesTable {
  id: string;
  at: Timestamp;
  key_id: string;
  key_name: string;
  action: string;
  method: string;
  /** The pattern as it is registered: a path may hold a customer's id. */
  route: string;
  /** Where the request came from, behind the proxies that are trusted. */
  address: string;
  /** As the path names it; there may be no such payment. */
  payment_id: NullableColumn<string>;
}

/** How the use ended. Where there is none, its process died, or the database was away by then. */
export interface AuditOutcomesTable {
  entry_id: string;
  /** `at` of the entry, for lists by outcome. */
  begun_at: Timestamp;
  ended_at: Timestamp;
  outcome: 'done' | 'refused' | 'failed';
  /** HTTP status of the answer, and the code of the problem where it was one. */
  status: number;
  code: NullableColumn<string>;
  /** As the use found or made it. */
  payment_id: NullableColumn<string>;
  ids: Json<Record<string, string>>;
  before: NullableJson<Record<string, unknown>>;
  after: NullableJson<Record<string, unknown>>;
}

export interface AuditTables {
  audit_entries: AuditEntriesTable;
  audit_outcomes: AuditOutcomesTable;
}
