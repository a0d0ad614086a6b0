import { sql } from 'kysely';

import type { Tx } from '../../database/database.ts';
import { json, type PaymentRow } from '../../database/schema.ts';
import { isPaymentState, rankOf, type PaymentState } from '../states/payment-state.ts';
import type { SettlementInput } from './settlement-input.ts';

/** Writes the derived state, and of what Ottu said that which the caller may read beside it. */
export async function updatePayment(
  tx: Tx,
  payment: PaymentRow,
  input: SettlementInput,
  derived: {
    readonly state: PaymentState;
    readonly reviewReasons: readonly string[];
    /** The newest attempt, where there is one. */
    readonly newestId: string | undefined;
    /** M53: it is about a second charge, and the payment's words stay those of the first. */
    readonly second: boolean;
  },
): Promise<void> {
  await tx
    .updateTable('payments')
    .set({
      state: derived.state,
      review_reasons: json(derived.reviewReasons),
      ...sessionOf(payment, input),
      ...(derived.second ? {} : wordsOf(payment, input, derived.newestId)),
      ...(input.handedOut === true && payment.handed_out_at === null ? { handed_out_at: sql<Date>`now()` } : {}),
      // A purchase that is paid is captured whole; captures of an authorized payment are counted by their operations.
      ...(derived.state === 'paid' && payment.captured_minor === '0' ? { captured_minor: payment.amount_minor } : {}),
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', payment.id)
    .execute();
}

function sessionOf(payment: PaymentRow, { adoptSession }: SettlementInput): { session_id?: string } {
  return payment.session_id === null && adoptSession !== undefined ? { session_id: adoptSession } : {};
}

type Words = Partial<{ result: string; message: string | null; reference_number: string; pg_params: string }>;

/** The words of the strongest fact stay; a weaker one that comes later does not overwrite them. */
function wordsOf(
  payment: PaymentRow,
  { fact, verdict, attempt }: SettlementInput,
  newestId: string | undefined,
): Words {
  if (verdict !== undefined) {
    // M21: what became of an earlier attempt is not the payment's word any more.
    if (attempt !== undefined && attempt.id !== newestId) return {};
    return { ...(verdict.result === undefined ? {} : { result: verdict.result }), message: verdict.message ?? null };
  }
  if (fact === undefined || (!fact.checked.matches && !fact.checked.success)) return {};
  const { reported, checked } = fact;
  const stored = isPaymentState(payment.state) ? rankOf(payment.state) : -1;
  if (checked.state !== undefined && rankOf(checked.state) < stored) return {};
  return {
    ...(reported.result === undefined ? {} : { result: reported.result }),
    ...(reported.message === undefined ? {} : { message: reported.message }),
    ...(reported.referenceNumber === undefined ? {} : { reference_number: reported.referenceNumber }),
    ...(reported.pgParams === undefined ? {} : { pg_params: json(reported.pgParams) }),
  };
}
