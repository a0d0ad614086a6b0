import type { ColumnType } from 'kysely';

/** `bigint` columns travel as decimal text, so that no amount ever passes through a `number`. */
export type BigIntText = ColumnType<string, string, string>;
/** Written as JSON text (see `json`), read as the parsed value. */
export type Json<T> = ColumnType<T, string, string>;
export type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** Written by the database's clock unless a value is given. */
export type Timestamp = ColumnType<Date, Date | undefined, Date>;
export type NullableTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** Left out, it is null. */
export type NullableColumn<T> = ColumnType<T | null, T | null | undefined, T | null>;
