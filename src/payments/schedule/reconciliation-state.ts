import { sql } from 'kysely';

import type { Durations } from '../../config/durations.ts';
import { compiled } from '../../database/compiled.ts';
import type { Tx } from '../../database/database.ts';
import { send } from '../../database/send.ts';
import type { AttemptRow, FactRow, InquiryRow, PaymentRow } from '../../database/schema.ts';
import { awaitsCard, awaitsSettledAmount } from '../facts/check-fact.ts';
import { digestOfVerdict } from '../facts/fact-digest.ts';
import { beginLocking, lockingAttempts, readingFacts } from '../payment-rows.ts';
import { isOpen } from '../states/attempt-state.ts';
import { isSuccess } from '../states/payment-state.ts';
import type { GatewayInquiry } from './gateway-inquiry.ts';
import { isAnswerLost } from '../facts/end-of-attempt.ts';
import { holdingAttempt } from './hold.ts';
import type { AwaitedCard, NewestAttempt, ReconciliationState } from './plan-check.ts';

/** A payment under its lock, with everything that decides what is done about it next. */
export interface ReconciliationRows {
  readonly payment: PaymentRow;
  readonly attempts: readonly AttemptRow[];
  readonly facts: readonly FactRow[];
  readonly inquiries: readonly InquiryRow[];
  /** A verified event of Ottu's names its order number. */
  readonly eventSeen: boolean;
  /** The database's clock. */
  readonly now: Date;
}

/** Locks the payment and its attempts, in one way to the database and back. */
export async function lockForReconciliation(tx: Tx, paymentId: string): Promise<ReconciliationRows> {
  return (await beginLockingForReconciliation(tx, paymentId))();
}

/** The same without waiting. */
export async function beginLockingForReconciliation(
  tx: Tx,
  paymentId: string,
): Promise<() => Promise<ReconciliationRows>> {
  const payment = await beginLocking(tx, paymentId);
  const attempts = await send(tx, lockingAttempts({ paymentId }));
  const facts = await send(tx, readingFacts({ paymentId }));
  const inquiries = await send(tx, readingInquiries({ paymentId }));
  const clockAndEvents = await send(tx, readingClockAndEvents({ paymentId }));
  return async () => {
    const [clock] = await clockAndEvents();
    if (clock === undefined) throw new Error('a select without a table gave no row');
    return {
      payment: await payment(),
      attempts: await attempts(),
      facts: await facts(),
      inquiries: await inquiries(),
      now: clock.now,
      eventSeen: clock.event_seen,
    };
  };
}

interface OfPayment {
  readonly paymentId: string;
}

const readingInquiries = compiled<OfPayment, InquiryRow>((db, value) =>
  db.selectFrom('payment_inquiries').selectAll().where('payment_id', '=', value('paymentId')).orderBy('number'),
);

/** The clock of this statement, not of the transaction: it may have waited for the lock. */
const readingClockAndEvents = compiled<OfPayment, { readonly now: Date; readonly event_seen: boolean }>((db, value) =>
  db.selectNoFrom([
    sql<Date>`clock_timestamp()`.as('now'),
    sql<boolean>`exists (
      select from webhook_inbox where order_no = (select order_no from payments where id = ${value('paymentId')}))`.as(
      'event_seen',
    ),
  ]),
);

export function reconciliationState(
  rows: ReconciliationRows,
  gateway: GatewayInquiry,
  durations: Durations,
): ReconciliationState {
  const { payment, facts, inquiries } = rows;
  const newest = rows.attempts.at(-1);
  const state = payment.state;
  return {
    now: rows.now,
    state,
    hasSession: payment.session_id !== null,
    handedOut: payment.handed_out_at !== null,
    ofCart: payment.cart_id !== null,
    paymentLink: payment.payment_link,
    claimedAt: claimedAt(rows),
    activityAt: payment.activity_at,
    expiresAt: payment.expires_at ?? usualExpiry(payment, newest, durations),
    pendingSince: payment.pending_since ?? undefined,
    newest: newest && newestAttempt(newest),
    underReview: payment.review_reasons.length > 0,
    awaitsSettledAmount:
      payment.decided_state === null &&
      facts.some((fact) => isSuccess(fact.state) && awaitsSettledAmount(fact.mismatches)),
    awaitsCardList: payment.decided_state === null ? awaitedCard(facts) : undefined,
    rejected: payment.decided_state === 'canceled' && state === 'canceled',
    inquireOnce: payment.inquire_once,
    closingAskedAt: payment.closing_asked_at ?? undefined,
    questionedAt: rows.attempts.findLast((attempt) => isQuestioned(attempt, facts))?.started_at,
    // What Ottu refused says that there is no transaction; only what speaks of one was seen (M33).
    neverSeen: facts.every(({ state: reported }) => reported === 'rejected') && !rows.eventSeen,
    inquiries: inquiries.map(({ sent_at, result }) => ({ sentAt: sent_at, result })),
    gateway,
  };
}

/** M24: since when Ottu's list is to show a card, and whether an event has named it. */
function awaitedCard(facts: readonly FactRow[]): AwaitedCard | undefined {
  const awaited = facts.filter((fact) => isSuccess(fact.state) && awaitsCard(fact.mismatches));
  const [first] = awaited;
  return first && { since: first.at, named: awaited.some(({ card_hash: hash }) => hash !== null) };
}

/** M32: of the newest attempt that was sent; what was not sent is none that Ottu could be speaking of (M5). */
export function claimedAt({ payment, attempts }: Pick<ReconciliationRows, 'payment' | 'attempts'>): Date {
  return attempts.findLast(({ not_sent: notSent }) => !notSent)?.started_at ?? payment.claimed_at;
}

function newestAttempt(attempt: AttemptRow): NewestAttempt {
  return {
    state: attempt.state,
    startedAt: attempt.started_at,
    leaseUntil: attempt.lease_until,
    answerLost: isAnswerLost(attempt),
    detached: isOpen(attempt.state) && attempt.detached_at !== null,
    holdUntil: holdingAttempt([attempt])?.hold_until ?? undefined,
  };
}

/** M11: Ottu ended it with E4, which stands for its `error` as well. */
function isQuestioned({ id }: AttemptRow, facts: readonly FactRow[]): boolean {
  const digests = new Set([digestOfVerdict(id, 'failed'), digestOfVerdict(id, 'attempted')]);
  return facts.some(({ digest }) => digests.has(digest));
}

/** As this service asks for it (M14), or as Ottu does by itself. */
function usualExpiry({ claimed_at: from }: PaymentRow, newest: AttemptRow | undefined, durations: Durations): Date {
  return new Date(from.getTime() + (newest === undefined ? durations.defaultExpiry : durations.oneStepExpiry));
}
