import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import type { InquiryAsker } from '../../database/schema.ts';
import type { PaymentId } from '../identifiers.ts';
import { MAX_INQUIRIES } from '../schedule/plan-check.ts';
import { claimedAt, lockForReconciliation, type ReconciliationRows } from '../schedule/reconciliation-state.ts';
import { ScheduleCheck } from '../schedule/schedule-check.ts';
import { interval } from '../../database/interval.ts';

/** F9: what Ottu takes over all transactions. */
const PER_WINDOW = 30;
/** Of a payment's three: the reconciliation must get its turn, and a comparison takes one only where nobody has had to ask. */
const KEPT_OF_PAYMENT: Readonly<Record<InquiryAsker, number>> = {
  reconciliation: 0,
  operator: 1,
  operations: 1,
  comparison: MAX_INQUIRIES - 1,
};
/** The same of the minute's: half of it is for what is urgent. */
const KEPT_OF_MINUTE: Readonly<Record<InquiryAsker, number>> = {
  reconciliation: 0,
  operator: 1,
  operations: 1,
  comparison: PER_WINDOW / 2,
};
/** One lock for all replicas: only the one that holds it counts and records. */
const LOCK = 0x6f747475;

/** The right to one inquiry, recorded already. */
export interface ReservedInquiry {
  readonly kind: 'taken';
  readonly number: number;
  /** By the database's clock. */
  readonly sentAt: Date;
  readonly orderNo: string;
  readonly sessionId: string | null;
}

export type InquiryRefusal =
  /** Ottu would refuse it now; `retryMs` says when not. */
  | { readonly kind: 'too_early'; readonly retryMs: number }
  /** All replicas together have asked as often as Ottu takes it in a minute. */
  | { readonly kind: 'busy'; readonly retryMs: number }
  /** There is never a fourth; an operator does not get the last. */
  | { readonly kind: 'used_up' }
  /** Nothing is to be asked any more; the reconciliation only. */
  | { readonly kind: 'not_wanted' };

/**
 * M32: the one way to an inquiry, for the reconciliation and for operators, over all replicas. Rows are the record and
 * an advisory lock makes counting them safe.
 */
@Injectable()
export class InquiryAllowance {
  constructor(
    private readonly database: Database,
    private readonly checks: ScheduleCheck,
    private readonly settings: Settings,
  ) {}

  /** Takes an inquiry and records it, so that it counts even if this process dies. */
  async reserve(paymentId: PaymentId, asker: InquiryAsker): Promise<ReservedInquiry | InquiryRefusal> {
    return this.database.inTransaction(async (tx) => {
      const rows = await lockForReconciliation(tx, paymentId);
      const refusal = this.#refusal(rows, asker) ?? (await this.#refusalOfMinute(tx, asker));
      if (refusal !== undefined) return refusal;
      const number = rows.inquiries.length + 1;
      const { sent_at: sentAt } = await tx
        .insertInto('payment_inquiries')
        .values({ payment_id: paymentId, number, asked_by: asker, sent_at: sql<Date>`clock_timestamp()` })
        .returning('sent_at')
        .executeTakeFirstOrThrow();
      return { kind: 'taken', number, sentAt, orderNo: rows.payment.order_no, sessionId: rows.payment.session_id };
    });
  }

  /** Nothing was sent, so nothing counts (M5). */
  async refund(paymentId: PaymentId, { number }: ReservedInquiry): Promise<void> {
    await this.database.inTransaction(async (tx) => {
      await tx
        .deleteFrom('payment_inquiries')
        .where('payment_id', '=', paymentId)
        .where('number', '=', number)
        .where('result', 'is', null)
        .execute();
    });
  }

  #refusal(rows: ReconciliationRows, asker: InquiryAsker): InquiryRefusal | undefined {
    const { inquiries, now } = rows;
    if (inquiries.length >= MAX_INQUIRIES - KEPT_OF_PAYMENT[asker]) return { kind: 'used_up' };
    const { durations } = this.settings;
    const last = inquiries.at(-1);
    const allowed = Math.max(
      claimedAt(rows).getTime() + durations.firstInquiry,
      last === undefined ? 0 : last.sent_at.getTime() + durations.inquirySpacing,
    );
    if (allowed > now.getTime()) return { kind: 'too_early', retryMs: allowed - now.getTime() };
    return asker === 'reconciliation' ? this.#refusalOfPlan(rows) : undefined;
  }

  /** What was due when the sweep read it may have been settled since. */
  #refusalOfPlan(rows: ReconciliationRows): InquiryRefusal | undefined {
    const next = this.checks.next(rows);
    if (next?.what !== 'inquiry') return { kind: 'not_wanted' };
    const early = next.at.getTime() - rows.now.getTime();
    return early > 0 ? { kind: 'too_early', retryMs: early } : undefined;
  }

  /** After the payment's own lock: a process that waits here holds one payment and no other. */
  async #refusalOfMinute(tx: Tx, asker: InquiryAsker): Promise<InquiryRefusal | undefined> {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
    const { inquiryWindow } = this.settings.durations;
    const { rows } = await sql<{ asked: number; waited_ms: number | null }>`
      select count(*)::int as asked, (extract(epoch from clock_timestamp() - min(sent_at)) * 1000)::float8 as waited_ms
        from payment_inquiries
        where sent_at > statement_timestamp() - ${interval(inquiryWindow)}`.execute(tx);
    const [{ asked, waited_ms: waited } = { asked: 0, waited_ms: null }] = rows;
    if (asked < PER_WINDOW - KEPT_OF_MINUTE[asker]) return undefined;
    return { kind: 'busy', retryMs: Math.max(0, inquiryWindow - (waited ?? 0)) };
  }
}
