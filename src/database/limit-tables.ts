import type { ColumnType } from 'kysely';

import type { Json } from './column-types.ts';

/** M96: tokens of limits that an attempt holds while it is under way. */
export interface AttemptTokensTable {
  attempt_id: string;
  tokens: Json<AttemptTokenRow[]>;
  /** When none of them counts any more. */
  window_ends: ColumnType<Date, Date, Date>;
}

export interface AttemptTokenRow {
  /** The name of a limit. */
  readonly limit: string;
  /** A hash of whose token it is. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly windowEnds: number;
}

/** M95: calls to Ottu that count against its daily limit, of all replicas; a few days of them. */
export interface OttuCallsTable {
  /** The UTC day, `2026-06-01`. How it is read differs between the drivers: ask for `day::text`. */
  day: ColumnType<unknown, string, string>;
  call_group: string;
  calls: number;
}

export interface LimitTables {
  attempt_tokens: AttemptTokensTable;
  ottu_calls: OttuCallsTable;
}
