import { sql, type Kysely, type QueryCreator } from 'kysely';

import { entryToWrite, withEntry } from '../audit/audit-rows.ts';
import { compiled, compiledByShape, type ParameterOf } from '../database/compiled.ts';
import { fromNow, interval } from '../database/interval.ts';
import type { ComparisonUpdate } from '../database/comparison-columns.ts';
import type { Tx } from '../database/database.ts';
import { run, send } from '../database/send.ts';
import type { StoredLink } from '../database/stored-link.ts';
import { json, type PaymentRow, type Schema, type StoredTerms } from '../database/schema.ts';
import type { Money } from '../money/money.ts';
import type { CheckColumns, CheckToSchedule } from './check-to-schedule.ts';
import type { PaymentId } from './identifiers.ts';
import {
  NEW_COLUMNS,
  newRowOf,
  requestColumns,
  type NewPayment,
  type NewRow,
  type PaymentStart,
} from './new-payment-columns.ts';
import {
  columnValue,
  settledColumns,
  type RecordedSettlement,
  type SettledColumn,
  type SettledColumns,
} from './settled-columns.ts';
import { ATTEMPT_STATES, isOpen } from './states/attempt-state.ts';
import { outcomeOf, PAYMENT_STATES, SUCCESS_STATES } from './states/payment-state.ts';

/*
 * Every statement that writes the table `payments` is here, but for the one that takes due checks (`DueChecks`).
 * `payment-rows.ts` locks the rows and reads them. The caller holds the payment's lock unless it is said otherwise.
 */

// Beginning

/**
 * @returns whether the order number was free; where it was not, nothing was written. The number of a payment that has gone
 * is used as much as that of one that is there (M41).
 */
export async function insertPaymentRow(
  tx: Tx,
  id: PaymentId,
  payment: NewPayment,
  start: PaymentStart,
): Promise<boolean> {
  const row = newRowOf(id, payment, start);
  const entry = entryToWrite(tx);
  const insert = entry === undefined ? insertingPayment(row) : insertion(withEntry(tx, entry), (name) => row[name]);
  return (await run(tx, insert)).length === 1;
}

function insertion(db: QueryCreator<Schema>, value: ParameterOf<NewRow>) {
  const unlessRetired = sql`
    select ${sql.join(NEW_COLUMNS.map((name) => value(name)))}, now() + ${value('plannedAfter')}::interval
      where not exists (select from retired_order_numbers where order_no = ${value('order_no')})`;
  return db
    .insertInto('payments')
    .columns([...NEW_COLUMNS, 'next_check_at'])
    .expression(unlessRetired)
    .onConflict((conflict) => conflict.column('order_no').doNothing())
    .returning('id');
}

const insertingPayment = compiled<NewRow, { id: string }>(insertion);

/** M41: the row shows what is asked for now, under the order number that was tried before. */
export async function replaceRequest(tx: Tx, paymentId: string, payment: NewPayment): Promise<void> {
  await tx.updateTable('payments').set(requestColumns(payment)).where('id', '=', paymentId).execute();
}

/**
 * The row shows again what an earlier attempt asked for (M41).
 *
 * @returns the payment as it is now.
 */
export async function restoreRequest(
  tx: Tx,
  paymentId: string,
  { terms, amount }: { readonly terms: StoredTerms; readonly amount: Money },
): Promise<PaymentRow> {
  return tx
    .updateTable('payments')
    .set({
      ...terms,
      pg_codes: json(terms.pg_codes),
      agreement: terms.agreement === null ? null : json(terms.agreement),
      snapshot: json(terms.snapshot),
      amount_minor: amount.minor.toString(),
      currency_code: amount.currency,
    })
    .where('id', '=', paymentId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** An attempt begins on a transaction that Ottu has created already. */
export async function recordSessionAttempt(tx: Tx, paymentId: string, instrumentType: string): Promise<void> {
  const now = sql<Date>`now()`;
  await send(
    tx,
    tx
      .updateTable('payments')
      .set({ instrument_type: instrumentType, activity_at: now, updated_at: now })
      .where('id', '=', paymentId),
  );
}

/**
 * The payment is claimed once more (M5a, M41), and reconciliation counts from now on (M32).
 *
 * @param begins `unknown` for a create that charges nothing; a charge says what it pays with.
 */
export async function recordClaimAgain(
  tx: Tx,
  paymentId: string,
  begins: Pick<PaymentStart, 'state' | 'instrumentType' | 'planned'>,
): Promise<void> {
  const now = sql<Date>`now()`;
  await tx
    .updateTable('payments')
    .set({
      state: begins.state,
      ...(begins.planned === undefined
        ? {}
        : { next_check: begins.planned.check, next_check_at: fromNow(begins.planned.afterMs) }),
      ...(begins.instrumentType === undefined ? {} : { instrument_type: begins.instrumentType }),
      message: null,
      claimed_at: now,
      activity_at: now,
      updated_at: now,
    })
    .where('id', '=', paymentId)
    .execute();
}

// Settling

/** @param payment as it was locked, with the amount, and what is bought for it, that Ottu has confirmed. */
export async function recordSettlement(tx: Tx, payment: PaymentRow, settled: RecordedSettlement): Promise<void> {
  const values = settledColumns(payment, settled);
  const columns = Object.keys(values).filter((name) => name !== 'id') as SettledColumn[];
  await send(tx, settlingPayment(columns.join(' '), columns, values));
}

/** A few dozen shapes: what Ottu says beside a state. */
const settlingPayment = compiledByShape<readonly SettledColumn[], SettledColumns, unknown>((db, value, columns) =>
  db
    .updateTable('payments')
    .set({
      ...Object.fromEntries(columns.map((column) => [column, columnValue(column, value)])),
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', value('id')),
);

export type DecisionColumns = Pick<
  PaymentRow,
  'decided_state' | 'decided_through' | 'received_minor' | 'received_currency'
>;

/** M27: what an operator has decided about a review. */
export async function storeDecision(tx: Tx, paymentId: string, columns: DecisionColumns): Promise<void> {
  await tx.updateTable('payments').set(columns).where('id', '=', paymentId).execute();
}

/** The order as it is now, for its fulfilment (M50), and the gateways that may settle it (M45). */
export async function recordPurchase(
  tx: Tx,
  paymentId: string,
  purchase: Readonly<Record<string, unknown>>,
  pgCodes?: readonly string[],
): Promise<void> {
  const changes = { snapshot: json(purchase), ...(pgCodes === undefined ? {} : { pg_codes: json(pgCodes) }) };
  await send(tx, tx.updateTable('payments').set(changes).where('id', '=', paymentId));
}

/**
 * M50: what a cart's transaction is bought with in this version, unless it has shown a newer one, or has paid by now: what
 * is paid is the version that was paid.
 */
export async function recordPurchaseShown(
  tx: Tx,
  paymentId: string,
  shown: { readonly version: number; readonly purchase: Readonly<Record<string, unknown>> },
): Promise<void> {
  await send(tx, recordingPurchaseShown({ paymentId, version: shown.version, purchase: json(shown.purchase) }));
}

interface PurchaseShown {
  readonly paymentId: string;
  readonly version: number;
  readonly purchase: string;
}

const recordingPurchaseShown = compiled<PurchaseShown, unknown>((db, value) =>
  db
    .updateTable('payments')
    .set({ snapshot: value('purchase') })
    .where('id', '=', value('paymentId'))
    .where('state', 'not in', SUCCESS_STATES)
    .where((row) =>
      row.exists(
        row
          .selectFrom('cart_transactions')
          .select([])
          .where('payment_id', '=', value('paymentId'))
          .where('shown_version', '=', value('version')),
      ),
    ),
);

/** What has become known of a payment link; the rest of it stays. The payment need not be locked. */
export async function recordLink(db: Kysely<Schema>, paymentId: string, known: StoredLink): Promise<void> {
  const link = sql<string>`coalesce(link, '{}'::jsonb) || ${json(known)}::jsonb`;
  await db.updateTable('payments').set({ link }).where('id', '=', paymentId).execute();
}

export type PaymentAtEvent = PaymentRow & {
  /** The time of the event. */
  readonly event_at: Date;
};

/**
 * Counts one more event to the merchant (M90), other than those of settlements.
 *
 * @returns the payment as it is now.
 */
export async function countEvent(tx: Tx, paymentId: string): Promise<PaymentAtEvent> {
  return tx
    .updateTable('payments')
    .set((payment) => ({ event_sequence: payment('event_sequence', '+', 1) }))
    .where('id', '=', paymentId)
    .returningAll()
    .returning(sql<Date>`now()`.as('event_at'))
    .executeTakeFirstOrThrow();
}

// Operations

/** What the operations of a payment have come to so far (M25, M80). */
export type OperationSums = Partial<Pick<PaymentRow, 'captured_minor'>> &
  Pick<PaymentRow, 'refunded_minor' | 'voided' | 'capture_held_minor' | 'refund_held_minor'>;

export async function recordOperationSums(tx: Tx, paymentId: string, sums: OperationSums): Promise<void> {
  const changes = { ...sums, updated_at: sql<Date>`now()` };
  await tx.updateTable('payments').set(changes).where('id', '=', paymentId).execute();
}

/** The merchant has been told, or need not be. */
export async function forgetAuthorizationWarning(tx: Tx, paymentId: string): Promise<void> {
  await tx.updateTable('payments').set({ authorization_warning_at: null }).where('id', '=', paymentId).execute();
}

// Checks

export async function scheduleCheck(tx: Tx, paymentId: string, check: CheckToSchedule): Promise<void> {
  const { next, columns = {}, tries = 0 } = check;
  const names = Object.keys(columns) as (keyof CheckColumns)[];
  const values = { ...columns, id: paymentId, what: next?.what ?? null, at: next?.at ?? null, tries };
  await send(tx, schedulingCheck(names.join(' '), names, values));
}

interface ScheduledCheck extends CheckColumns {
  readonly id: string;
  readonly what: PaymentRow['next_check'];
  readonly at: Date | null;
  readonly tries: number;
}

/** A few dozen shapes: what a settlement has brought beside it. */
const schedulingCheck = compiledByShape<readonly (keyof CheckColumns)[], ScheduledCheck, unknown>(
  (db, value, columns) =>
    db
      .updateTable('payments')
      .set({
        ...Object.fromEntries(columns.map((column) => [column, value(column)])),
        next_check: value('what'),
        next_check_at: value('at'),
        check_tries: value('tries'),
      })
      .where('id', '=', value('id')),
);

type NextLook = CheckColumns | ComparisonUpdate;

/** Where the check that is planned stays the next one, and of comparisons. */
export async function recordCheckColumns(db: Kysely<Schema>, id: string, columns: NextLook): Promise<void> {
  await db.updateTable('payments').set(columns).where('id', '=', id).execute();
}

/** A check that was taken and not made is due again. The payment need not be locked. */
export async function releaseCheck(db: Kysely<Schema>, paymentId: string, afterMs: number): Promise<void> {
  await db
    .updateTable('payments')
    .set({ next_check_at: fromNow(afterMs) })
    .where('id', '=', paymentId)
    .where('next_check_at', 'is not', null)
    .execute();
}

/** Ottu has answered that the transaction be expired, which starts M31's clock. The payment need not be locked. */
export async function markClosingAsked(tx: Tx, paymentId: string): Promise<void> {
  const now = { closing_asked_at: sql<Date>`now()`, activity_at: sql<Date>`now()` };
  await tx.updateTable('payments').set(now).where('id', '=', paymentId).execute();
}

/** Ottu gave no answer to it: it may be asked again at once. The payment need not be locked. */
export async function forgetClosing(db: Kysely<Schema>, paymentId: string): Promise<void> {
  await db.updateTable('payments').set({ closing_asked_at: null }).where('id', '=', paymentId).execute();
}

/**
 * M31: shoppers follow what they pay in these carts, so it is looked at now, once in so long over all replicas. Without the
 * payments' locks: a check that is due sooner, or nearly so, stays as it is.
 *
 * @returns how many looks are due by this.
 */
export async function bringLooksForward(
  db: Kysely<Schema>,
  cartIds: readonly string[],
  { everyMs }: { readonly everyMs: number },
): Promise<number> {
  const open = sql.join(ATTEMPT_STATES.filter(isOpen));
  const { numAffectedRows = 0n } = await sql`
    update payments set looked_at = now(), next_check = 'look', next_check_at = now()
      where cart_id in (${sql.join(cartIds)}) and session_id is not null
        and next_check in ('retrieve', 'inquiry', 'give_up') and next_check_at > now() + ${interval(everyMs)}
        and (looked_at is null or looked_at <= now() - ${interval(everyMs)})
        and (exists (select from payment_attempts a where a.payment_id = payments.id and a.state in (${open}))
          or (handed_out_at is not null
            and exists (select from carts c where c.id = payments.cart_id and c.payment_id = payments.id)))`.execute(
    db,
  );
  return Number(numAffectedRows);
}

/**
 * Takes the right to ask Ottu that the transaction be expired. The payment need not be locked.
 *
 * @param againAfterMs how long after the last time it may be asked once more.
 * @returns whether this call took it.
 */
export async function takeClosing(db: Kysely<Schema>, paymentId: string, againAfterMs: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('payments')
    .set({ closing_asked_at: sql<Date>`now()` })
    .where('id', '=', paymentId)
    .where(sql<boolean>`(closing_asked_at is null or closing_asked_at < now() - ${interval(againAfterMs)})`)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

// Removing

/**
 * Takes out of the payment, and of every row that belongs to it, what is about a person; its triggers do so now, and at each
 * later write of any of them. Amounts, states, numbers and times stay. The payment is locked.
 */
export async function erasePayment(tx: Tx, paymentId: string): Promise<void> {
  await tx
    .updateTable('payments')
    .set({ erased_at: sql<Date>`now()` })
    .where('id', '=', paymentId)
    .execute();
}

/** M5: Ottu has never heard of the transaction. */
export async function removeUnsentPayment(tx: Tx, paymentId: string): Promise<void> {
  await tx.deleteFrom('payments').where('id', '=', paymentId).where('session_id', 'is', null).execute();
}

/**
 * Removes payments whose outcome is final and that were left alone for so long; a trigger keeps their order numbers (M41).
 *
 * @returns how many have gone.
 */
export async function purgePayments(
  db: Kysely<Schema>,
  { days, limit }: { readonly days: number; readonly limit: number },
): Promise<number> {
  const settled = PAYMENT_STATES.filter((state) => outcomeOf(state, false) !== 'unknown');
  const open = ATTEMPT_STATES.filter(isOpen);
  const { numAffectedRows } = await sql`
    delete from payments where id in (
      select id from payments p
        where updated_at < now() - ${`${days} days`}::interval
          and state in (${sql.join(settled)}) and next_check_at is null
          and not exists (select from payment_attempts where payment_id = p.id and state in (${sql.join(open)}))
          -- An event that the merchant has not received keeps its payment.
          and not exists (select from merchant_events where payment_id = p.id and state = 'waiting')
          -- M10: a refund that is not settled keeps its payment, and the key that asked for it.
          and not exists (select from payment_operations where payment_id = p.id and finished_at is null
            and state in ('awaiting_approval', 'sending', 'unknown', 'queued'))
        order by updated_at limit ${limit}
        for update skip locked)`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
