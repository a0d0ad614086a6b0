import { sql, type Expression, type Kysely } from 'kysely';

import type { Tx } from '../database/database.ts';
import { send, type Statement } from '../database/send.ts';
import { json, type AttemptRow, type FactRow, type PaymentRow, type Schema } from '../database/schema.ts';
import type { CurrencyCode } from '../money/currency.ts';
import { Money } from '../money/money.ts';
import { concerns } from '../tracing/work.ts';

/** The payment's row, locked until the transaction ends. Lock order everywhere: cart, payment, attempt (M53). */
export async function lockPayment(tx: Tx, paymentId: string): Promise<PaymentRow> {
  return (await beginLocking(tx, paymentId))();
}

/**
 * The same without waiting: statements that are sent behind it run with the lock.
 *
 * @returns asks for the row.
 */
export async function beginLocking(tx: Tx, paymentId: string): Promise<() => Promise<PaymentRow>> {
  const cart = sql`select from carts where id = (select cart_id from payments where id = ${paymentId}) for update`;
  await send(tx, { compile: () => cart.compile(tx) });
  const rows = await send(tx, tx.selectFrom('payments').selectAll().where('id', '=', paymentId).forUpdate());
  return async () => {
    const [payment] = await rows();
    if (payment === undefined) throw new Error(`there is no payment ${paymentId}`);
    concernsPayment(payment);
    return payment;
  };
}

/** The work that this is called in is about this payment. */
export function concernsPayment({ id, order_no }: Pick<PaymentRow, 'id' | 'order_no'>): void {
  concerns({ payment_id: id, order_no });
}

export type LockedAttempt = AttemptRow & {
  /** By the database's clock (M3). */
  readonly lease_passed: boolean;
};

/** All attempts, oldest first, locked. */
export async function lockAttempts(tx: Tx, paymentId: string): Promise<LockedAttempt[]> {
  return (await send(tx, lockingAttempts(tx, paymentId)))();
}

export function lockingAttempts(tx: Tx, paymentId: string | Expression<string | null>): Statement<LockedAttempt> {
  return tx
    .selectFrom('payment_attempts')
    .selectAll()
    .select(sql<boolean>`lease_until < now()`.as('lease_passed'))
    .where('payment_id', '=', paymentId)
    .orderBy('number')
    .forUpdate();
}

/** What is kept of the tokens that attempts of this order, or of this session, have paid with (M70). */
export async function tokenMarksOf(
  db: Kysely<Schema>,
  { orderNo, sessionId }: { readonly orderNo: string | null; readonly sessionId: string | null },
): Promise<string[]> {
  const rows = await db
    .selectFrom('payment_attempts as attempt')
    .innerJoin('payments as payment', 'payment.id', 'attempt.payment_id')
    .select('attempt.token_mark')
    .where((row) =>
      row.or([row('payment.order_no', '=', orderNo ?? ''), row('payment.session_id', '=', sessionId ?? '')]),
    )
    .where('attempt.token_mark', 'is not', null)
    .execute();
  return rows.flatMap(({ token_mark: mark }) => mark ?? []);
}

export async function factsOf(tx: Tx, paymentId: string): Promise<FactRow[]> {
  return (await send(tx, readingFacts(tx, paymentId)))();
}

export function readingFacts(tx: Tx, paymentId: string): Statement<FactRow> {
  return tx.selectFrom('payment_facts').selectAll().where('payment_id', '=', paymentId).orderBy('id');
}

/** Whether a payment other than this one holds the session (M45). */
export async function sessionHeldElsewhere(tx: Tx, sessionId: string, paymentId: string): Promise<boolean> {
  return (await askHeldElsewhere(tx, sessionId, paymentId))();
}

/** The same without waiting. */
export async function askHeldElsewhere(tx: Tx, sessionId: string, paymentId: string): Promise<() => Promise<boolean>> {
  const holders = await send(
    tx,
    tx.selectFrom('payments').select('id').where('session_id', '=', sessionId).where('id', '!=', paymentId).limit(1),
  );
  return async () => (await holders()).length > 0;
}

/** Adds to what the operator reads about a payment. `details` never holds a secret, a payload or a token. */
export async function writeTimeline(
  tx: Tx,
  paymentId: string,
  event: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await send(
    tx,
    tx
      .insertInto('payment_timeline')
      .values({ payment_id: paymentId, event, details: json(details), at: sql`clock_timestamp()` }),
  );
}

export function moneyOf(minor: string, currencyCode: CurrencyCode): Money {
  return Money.fromMinor(BigInt(minor), currencyCode);
}
