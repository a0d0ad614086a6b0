import type { PaymentRow, PlannedCheck } from '../database/schema.ts';

/** What a settlement brought that later checks are planned by. */
export type CheckColumns = Partial<
  Pick<PaymentRow, 'activity_at' | 'inquire_once' | 'gateway_name' | 'expires_at' | 'pending_since'>
>;

export interface CheckToSchedule {
  /** Absent where nothing is left to ask. */
  readonly next: { readonly what: PlannedCheck; readonly at: Date } | undefined;
  readonly columns?: CheckColumns;
  /** How often it has got no answer by now. */
  readonly tries?: number;
}
