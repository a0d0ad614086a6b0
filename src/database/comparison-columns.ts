import type { RawBuilder } from 'kysely';

import type { NullableJson, NullableTimestamp } from './column-types.ts';

/** As `payments/comparison` has it; never with personal data. */
export interface StoredDifference {
  readonly kind: string;
  readonly here: string | null;
  readonly ottu: string | null;
}

/** Of `payments`: how it compares with what Ottu shows. */
export interface ComparisonColumns {
  /** When it is to be compared; null when it is not. */
  compare_at: NullableTimestamp;
  compared_at: NullableTimestamp;
  /** What was not as Ottu showed it then; null where nothing was. */
  discrepancy: NullableJson<readonly StoredDifference[]>;
}

/** What a comparison, or putting it off, writes. */
export interface ComparisonUpdate {
  readonly compare_at: RawBuilder<Date> | null;
  readonly compared_at?: RawBuilder<Date>;
  /** JSON text. */
  readonly discrepancy?: string | null;
}
