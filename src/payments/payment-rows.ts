import { sql, type Expression, type Kysely } from 'kysely';

import type { Tx } from '../database/database.ts';
import { compiled } from '../database/compiled.ts';
import { run, send } from '../database/send.ts';
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
  await send(tx, lockingCart({ paymentId }));
  const rows = await send(tx, lockingPayment({ paymentId }));
  return async () => {
    const payment = existing(await rows());
    concernsPayment(payment);
    return payment;
  };
}

/** The work that this is called in is about this payment. */
export function concernsPayment({ id, order_no }: Pick<PaymentRow, 'id' | 'order_no'>): void {
  concerns({ payment_id: id, order_no });
}

/** @throws Error where the payment of these rows has gone. */
export function existing([payment]: readonly PaymentRow[]): PaymentRow {
  if (payment === undefined) throw new Error('there is no such payment');
  return payment;
}

interface OfPayment {
  readonly paymentId: string;
}

const lockingCart = compiled<OfPayment, unknown>((db, value) =>
  db
    .selectFrom('carts')
    .select([])
    .where('id', '=', (payment) =>
      payment.selectFrom('payments').select('cart_id').where('id', '=', value('paymentId')),
    )
    .forUpdate(),
);

const lockingPayment = compiled<OfPayment, PaymentRow>((db, value) =>
  db.selectFrom('payments').selectAll().where('id', '=', value('paymentId')).forUpdate(),
);

/** Of a payment that is locked: as it is by now. */
export const readingPayment = compiled<OfPayment, PaymentRow>((db, value) =>
  db.selectFrom('payments').selectAll().where('id', '=', value('paymentId')),
);

export type LockedAttempt = AttemptRow & {
  /** By the database's clock (M3). */
  readonly lease_passed: boolean;
};

/** All attempts, oldest first, locked. */
export async function lockAttempts(tx: Tx, paymentId: string): Promise<LockedAttempt[]> {
  return run(tx, lockingAttempts({ paymentId }));
}

export const lockingAttempts = compiled<OfPayment, LockedAttempt>((db, value) =>
  attemptsToLock(db, value('paymentId')),
);

/** The same for a payment that another statement is to find. */
export function attemptsToLock(db: Kysely<Schema>, paymentId: string | Expression<string | null>) {
  return db
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
  return run(tx, readingFacts({ paymentId }));
}

export const readingFacts = compiled<OfPayment, FactRow>((db, value) =>
  db.selectFrom('payment_facts').selectAll().where('payment_id', '=', value('paymentId')).orderBy('id'),
);

/** Whether a payment other than this one holds the session (M45). */
export async function sessionHeldElsewhere(tx: Tx, sessionId: string, paymentId: string): Promise<boolean> {
  return (await askHeldElsewhere(tx, sessionId, paymentId))();
}

/** The same without waiting. */
export async function askHeldElsewhere(tx: Tx, sessionId: string, paymentId: string): Promise<() => Promise<boolean>> {
  const holders = await send(tx, otherHolder({ sessionId, paymentId }));
  return async () => (await holders()).length > 0;
}

const otherHolder = compiled<OfPayment & { readonly sessionId: string }, { id: string }>((db, value) =>
  db
    .selectFrom('payments')
    .select('id')
    .where('session_id', '=', value('sessionId'))
    .where('id', '!=', value('paymentId'))
    .limit(1),
);

/** Adds to what the operator reads about a payment. `details` never holds a secret, a payload or a token. */
export async function writeTimeline(
  tx: Tx,
  paymentId: string,
  event: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await send(tx, insertingEntry({ paymentId, event, details: json(details) }));
}

const insertingEntry = compiled<OfPayment & { readonly event: string; readonly details: string }, unknown>(
  (db, value) =>
    db.insertInto('payment_timeline').values({
      payment_id: value('paymentId'),
      event: value('event'),
      details: value('details'),
      at: sql`clock_timestamp()`,
    }),
);

export function moneyOf(minor: string, currencyCode: CurrencyCode): Money {
  return Money.fromMinor(BigInt(minor), currencyCode);
}
