import { sql } from 'kysely';

import type { ParameterOf } from '../database/compiled.ts';
import { json, type PaymentRow } from '../database/schema.ts';
import { isSuccess, type PaymentState } from './states/payment-state.ts';

/** Ottu's own words that callers read beside the state; an absent one stays as it was. */
export interface ProviderWords {
  readonly result?: string | undefined;
  readonly message?: string | null | undefined;
  readonly referenceNumber?: string | undefined;
  readonly pgParams?: Readonly<Record<string, unknown>> | undefined;
  readonly feeMinor?: string | undefined;
}

export interface RecordedSettlement {
  readonly state: PaymentState;
  /** M51: only of what has just been paid. */
  readonly addedSince?: PaymentRow['added_since'] | undefined;
  readonly reviewReasons: readonly string[];
  /** Kept where no session is stored yet. */
  readonly session: string | undefined;
  readonly handedOut: boolean;
  readonly words: ProviderWords;
  /**
   * How long from now something is due because of what the payment has just become, in milliseconds: the merchant is told that
   * its authorization ends soon; it is compared with what Ottu shows.
   */
  readonly dueInMs: Readonly<Partial<Record<'authorization_warning_at' | 'compare_at', number>>>;
  /** The same transaction writes an event to the merchant, which takes the next number (M90). */
  readonly countsEvent: boolean;
}

/** Values by column, but for those that `columnValue` gives a meaning of their own. */
export interface SettledColumns {
  readonly id: string;
  readonly state: PaymentState;
  readonly review_reasons: string;
  readonly amount_minor: string;
  readonly currency_code: PaymentRow['currency_code'];
  readonly snapshot?: string;
  readonly added_since?: string;
  readonly session_id?: string;
  readonly result?: string;
  readonly message?: string | null;
  readonly reference_number?: string;
  readonly pg_params?: string;
  readonly fee_minor?: string;
  readonly captured_minor?: string;
  readonly handed_out_at?: 'now';
  /** How long from now, as the text of an interval. */
  readonly authorization_warning_at?: string;
  readonly compare_at?: string;
  /** How many more. */
  readonly event_sequence?: number;
}

export type SettledColumn = Exclude<keyof SettledColumns, 'id'>;

/** How a column gets its value in the statement. */
export function columnValue(column: SettledColumn, value: ParameterOf<SettledColumns>): unknown {
  switch (column) {
    case 'handed_out_at':
      return sql`now()`;
    case 'authorization_warning_at':
    case 'compare_at':
      return sql`now() + ${value(column)}::interval`;
    case 'event_sequence':
      return sql`event_sequence + ${value(column)}`;
    case 'state':
    case 'review_reasons':
    case 'amount_minor':
    case 'currency_code':
    case 'snapshot':
    case 'added_since':
    case 'session_id':
    case 'result':
    case 'message':
    case 'reference_number':
    case 'pg_params':
    case 'fee_minor':
    case 'captured_minor':
      return value(column);
  }
}

/** @param payment as it was locked, with the amount, and what is bought for it, that Ottu has confirmed. */
export function settledColumns(payment: PaymentRow, settled: RecordedSettlement): SettledColumns {
  const { state, addedSince, reviewReasons, session, handedOut, words, dueInMs, countsEvent } = settled;
  return {
    id: payment.id,
    state,
    review_reasons: json(reviewReasons),
    amount_minor: payment.amount_minor,
    currency_code: payment.currency_code,
    // M50: a success says what was bought.
    ...(isSuccess(state) || state === 'confirming' ? { snapshot: json(payment.snapshot) } : {}),
    ...(addedSince === undefined || addedSince === null ? {} : { added_since: json(addedSince) }),
    ...(payment.session_id === null && session !== undefined ? { session_id: session } : {}),
    ...(words.result === undefined ? {} : { result: words.result }),
    ...(words.message === undefined ? {} : { message: words.message }),
    ...(words.referenceNumber === undefined ? {} : { reference_number: words.referenceNumber }),
    ...(words.pgParams === undefined ? {} : { pg_params: json(words.pgParams) }),
    ...(words.feeMinor === undefined ? {} : { fee_minor: words.feeMinor }),
    ...Object.fromEntries(Object.entries(dueInMs).map(([column, wait]) => [column, `${wait} milliseconds`])),
    ...(handedOut && payment.handed_out_at === null ? { handed_out_at: 'now' } : {}),
    // A purchase that is paid is captured whole; captures of an authorized payment are counted by their operations.
    ...(state === 'paid' && payment.captured_minor === '0' ? { captured_minor: paidMinor(payment) } : {}),
    ...(countsEvent ? { event_sequence: 1 } : {}),
  };
}

/** M27: of what an operator accepted that is captured which was really received. */
function paidMinor({ amount_minor: asked, currency_code: currency, ...payment }: PaymentRow): string {
  if (payment.received_minor === null) return asked;
  return payment.received_currency === currency ? payment.received_minor : '0';
}
