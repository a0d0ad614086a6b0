import type { Kysely } from 'kysely';
import { sql } from 'kysely';

import { takeDue } from '../../background/take-due.ts';
import { fromNow } from '../../database/interval.ts';
import type { Tx } from '../../database/database.ts';
import type { OperationRow, Schema } from '../../database/schema.ts';
import type { Money } from '../../money/money.ts';
import type { OperationId, PaymentId } from '../identifiers.ts';
import type { OperationKind, OperationState } from './operation-states.ts';

/**
 * Every statement that writes the table `payment_operations` is here. The caller holds the payment's lock unless it is said
 * otherwise; the lock order is cart, payment, attempt, operation.
 */

export type LockedOperation = OperationRow & {
  /** By the database's clock: what was to be done about it next is due. */
  readonly is_due: boolean;
  readonly sent_ms_ago: number | null;
  readonly age_ms: number;
};

/** All operations of a payment, oldest first, locked. */
export async function lockOperations(tx: Tx, paymentId: string): Promise<LockedOperation[]> {
  return tx
    .selectFrom('payment_operations')
    .selectAll()
    .select(sql<boolean>`coalesce(due_at <= now(), false)`.as('is_due'))
    .select(sql<number | null>`(extract(epoch from now() - sent_at) * 1000)::float8`.as('sent_ms_ago'))
    .select(sql<number>`(extract(epoch from now() - created_at) * 1000)::float8`.as('age_ms'))
    .where('payment_id', '=', paymentId)
    .orderBy('created_at')
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** What is written before Ottu hears of it (M80), or before it is approved (M83). */
export interface NewOperation {
  readonly id: OperationId;
  readonly paymentId: PaymentId;
  readonly kind: OperationKind;
  readonly reversal: boolean;
  readonly amount: Money | undefined;
  readonly destination: 'pg' | 'wallet' | undefined;
  readonly reason: string | undefined;
  readonly extra: string | undefined;
  readonly requestedBy: string;
  /** Until when its call may be under way, or it may be approved; milliseconds from now. */
  readonly dueInMs: number;
  readonly awaitsApproval: boolean;
}

export async function insertOperation(tx: Tx, operation: NewOperation): Promise<void> {
  const { awaitsApproval } = operation;
  await tx
    .insertInto('payment_operations')
    .values({
      id: operation.id,
      payment_id: operation.paymentId,
      operation: operation.kind,
      reversal: operation.reversal,
      source: 'api',
      state: awaitsApproval ? 'awaiting_approval' : 'sending',
      amount_minor: operation.amount?.minor.toString() ?? null,
      destination: operation.destination ?? null,
      reason: operation.reason ?? null,
      extra: operation.extra ?? null,
      requested_by: operation.requestedBy,
      sends: awaitsApproval ? 0 : 1,
      sent_at: awaitsApproval ? null : sql<Date>`now()`,
      due_at: fromNow(operation.dueInMs),
      created_at: sql<Date>`clock_timestamp()`,
    })
    .execute();
}

/** An operation that Ottu tells of and this service has not asked for, as one of the dashboard's own. */
export interface ReportedOperation {
  readonly id: OperationId;
  readonly paymentId: PaymentId;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly amountMinor: string;
  readonly childSessionId: string | undefined;
  readonly referenceNumber: string | undefined;
}

export async function insertReported(tx: Tx, operation: ReportedOperation): Promise<void> {
  await tx
    .insertInto('payment_operations')
    .values({
      id: operation.id,
      payment_id: operation.paymentId,
      operation: operation.kind,
      source: 'ottu',
      state: operation.state,
      amount_minor: operation.amountMinor,
      child_session_id: operation.childSessionId ?? null,
      reference_number: operation.referenceNumber ?? null,
      due_at: operation.state === 'unknown' || operation.state === 'queued' ? sql<Date>`now()` : null,
      finished_at: operation.state === 'unknown' || operation.state === 'queued' ? null : sql<Date>`now()`,
      created_at: sql<Date>`clock_timestamp()`,
    })
    .execute();
}

/**
 * It goes out once more, with the same `Tracking-Key` (M80), or for the first time after its approval (M83).
 *
 * @param state of one that a gateway has queued, which is asked about by sending it: it stays so.
 */
export async function markSending(
  tx: Tx,
  id: string,
  {
    leaseMs,
    decidedBy,
    state = 'sending',
  }: { readonly leaseMs: number; readonly decidedBy?: string; readonly state?: OperationState },
): Promise<void> {
  await tx
    .updateTable('payment_operations')
    .set((row) => ({
      state: state === 'queued' ? state : 'sending',
      sends: row('sends', '+', 1),
      sent_at: sql<Date>`now()`,
      due_at: fromNow(leaseMs),
      updated_at: sql<Date>`now()`,
      ...(decidedBy === undefined ? {} : { decided_by: decidedBy, due_tries: 0 }),
    }))
    .where('id', '=', id)
    .execute();
}

/** What is known of it by now; an absent member stays as it was. */
export interface OperationUpdate {
  readonly state: OperationState;
  readonly amountMinor?: string | undefined;
  readonly childSessionId?: string | undefined;
  readonly referenceNumber?: string | undefined;
  readonly refusedAgain?: boolean | undefined;
  /** Redacted. */
  readonly message?: string | undefined;
  readonly decidedBy?: string | undefined;
  /** When something is to be done about it next, in milliseconds from now; nothing where nothing is. */
  readonly dueInMs: number | undefined;
}

export async function updateOperation(tx: Tx, id: string, update: OperationUpdate): Promise<void> {
  const { state, dueInMs } = update;
  const open = state === 'sending' || state === 'unknown' || state === 'queued' || state === 'awaiting_approval';
  await tx
    .updateTable('payment_operations')
    .set({
      state,
      ...(update.amountMinor === undefined ? {} : { amount_minor: update.amountMinor }),
      ...(update.childSessionId === undefined ? {} : { child_session_id: update.childSessionId }),
      ...(update.referenceNumber === undefined ? {} : { reference_number: update.referenceNumber }),
      ...(update.refusedAgain === undefined ? {} : { refused_again: update.refusedAgain }),
      ...(update.message === undefined ? {} : { message: update.message }),
      ...(update.decidedBy === undefined ? {} : { decided_by: update.decidedBy }),
      // It is never sent again, so nothing of what the caller gave for that is kept.
      ...(open ? {} : { extra: null, finished_at: sql<Date>`coalesce(finished_at, now())` }),
      due_at: dueInMs === undefined ? null : fromNow(dueInMs),
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .execute();
}

/** What Ottu told of turned out to be an operation of ours: one row stays. */
export async function removeReported(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('payment_operations').where('id', '=', id).where('source', '=', 'ottu').execute();
}

/** Ottu is asked about it as soon as it can be. The payment need not be locked. */
export async function makeDue(db: Kysely<Schema>, id: string): Promise<void> {
  await db
    .updateTable('payment_operations')
    .set({ due_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('state', 'in', ['unknown', 'queued'])
    .execute();
}

/** A row that is due, taken by this replica. */
export interface DueOperation {
  readonly id: OperationId;
  readonly paymentId: PaymentId;
  /** How often it has been looked at, this time among them. */
  readonly tries: number;
}

/** M30: takes what is due; no lock is held afterwards, and the row is due again when the lease has passed. */
export async function takeDueOperations(db: Kysely<Schema>, limit: number, leaseMs: number): Promise<DueOperation[]> {
  return takeDue<DueOperation>(db, {
    table: 'payment_operations',
    key: 'id',
    due: 'due_at',
    limit,
    lease: { column: 'due_at', until: fromNow(leaseMs) },
    tries: 'due_tries',
    returning: sql`payment_operations.id, payment_operations.payment_id as "paymentId",
      payment_operations.due_tries as "tries"`,
  });
}

/** Of refunds that this caller has asked for within the last so many milliseconds, in minor units, but for what came to nothing. */
export async function refundedBy(
  tx: Tx,
  { caller, currency, withinMs }: { readonly caller: string; readonly currency: string; readonly withinMs: number },
): Promise<bigint> {
  const { rows } = await sql<{ minor: string | null }>`
    select sum(o.amount_minor)::text as minor from payment_operations o
      join payments p on p.id = o.payment_id
      where o.operation = 'refund' and o.requested_by = ${caller} and p.currency_code = ${currency}
        and o.created_at > now() - make_interval(secs => ${withinMs / 1_000})
        and o.state not in ('rejected', 'not_processed', 'refused')`.execute(tx);
  return BigInt(rows[0]?.minor ?? '0');
}
