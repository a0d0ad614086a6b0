import type { CurrencyCode } from '../money/currency.ts';
import type { NullableColumn, NullableTimestamp, Timestamp } from './column-types.ts';
import type { AgreementSource } from './states.ts';

/** What a payer has agreed to be charged without him (M82). Amounts are of `currency_code`; null: not agreed on. */
interface AgreementsTable {
  id: string;
  /** The merchant's own name of it, one for each customer. */
  agreement_id: string;
  customer_id: string;
  source: AgreementSource;
  /** The payment from whose success it was kept. */
  first_payment_id: NullableColumn<string>;
  /** The gateway that keeps the card; null where the first payment left it open. */
  pg_code: NullableColumn<string>;
  type: string;
  /** Of the first payment; of an adopted one of fixed amounts, of its first charge. */
  amount_minor: NullableColumn<string>;
  currency_code: CurrencyCode;
  amount_variability: NullableColumn<string>;
  max_minor: NullableColumn<string>;
  frequency: NullableColumn<string>;
  /** Days between two charges at least. */
  interval_days: NullableColumn<number>;
  total_cycles: NullableColumn<number>;
  /** The last day, `YYYY-MM-DD`. */
  expires_on: NullableColumn<string>;
  /** When these terms began to hold, as far as is known here; cycles before are none of theirs. */
  began_at: Timestamp;
  /** When the payment was begun by which the payer agreed last, or it was adopted; null where an earlier version wrote it. */
  agreed_at: NullableTimestamp;
  /** From then on no further charge is let through. */
  canceled_at: NullableTimestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

/** The cycle that a payment is for. Outlives the payment: what was charged stays charged. */
interface AgreementChargesTable {
  payment_id: string;
  /** Of `agreements`. */
  agreement: string;
  cycle: string;
  /** M82: at most one of a cycle. */
  holds: boolean;
  claimed_at: Timestamp;
  /** When its success was recorded. */
  charged_at: NullableTimestamp;
}

export interface AgreementTables {
  agreements: AgreementsTable;
  agreement_charges: AgreementChargesTable;
}
