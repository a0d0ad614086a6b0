import { sql } from 'kysely';

import type { Durations } from '../../config/durations.ts';
import type { CartRow, CartTransactionRow } from '../../database/cart-tables.ts';
import type { Tx } from '../../database/database.ts';
import type { PaymentRow } from '../../database/schema.ts';
import { lockAttempts, lockPayment, moneyOf } from '../../payments/payment-rows.ts';
import { holds } from '../../payments/schedule/hold.ts';
import { writeUnderWay } from '../../payments/transaction-writes/write-rows.ts';
import { whyUnpayable } from '../cart-content.ts';
import { lockCart, markTransactionUncertain } from '../cart-repository.ts';
import type { SyncState, TransactionSyncState } from './next-sync-action.ts';

/** How long sessions live (F2.2), and how long before their end none is handed out any more (M56). */
type SessionDurations = Pick<Durations, 'defaultExpiry' | 'dyingSession' | 'payerIsPaying'>;

export interface LockedSyncState extends SyncState {
  readonly row: CartRow;
  readonly payment: PaymentRow | undefined;
}

/** The cart and its transaction, locked in that order. Nothing when the cart has been purged. */
export async function loadSyncState(
  tx: Tx,
  cartId: string,
  durations: SessionDurations,
): Promise<LockedSyncState | undefined> {
  const row = await lockCart(tx, cartId);
  if (row === undefined) return undefined;
  const payment = row.payment_id === null ? undefined : await lockPayment(tx, row.payment_id);
  return {
    now: await clock(tx),
    cart: { state: row.state, version: row.version, unpayable: whyUnpayable(row) },
    row,
    payment,
    transaction: payment === undefined ? undefined : await transactionState(tx, payment, durations),
  };
}

/** The amount of the cart's own last quote. */
export function amountOf(cart: CartRow): ReturnType<typeof moneyOf> {
  return moneyOf(cart.total_minor, cart.currency_code);
}

async function transactionState(
  tx: Tx,
  payment: PaymentRow,
  durations: SessionDurations,
): Promise<TransactionSyncState> {
  const attempts = await lockAttempts(tx, payment.id);
  const follows = await tx
    .selectFrom('cart_transactions')
    .selectAll()
    .where('payment_id', '=', payment.id)
    .executeTakeFirstOrThrow();
  const { writeOpen, uncertain } = await writeState(tx, follows);
  return {
    state: payment.state,
    hasSession: payment.session_id !== null,
    handedOut: payment.handed_out_at !== null,
    attemptOpen: attempts.some(holds),
    writeOpen,
    shownVersion: follows.shown_version,
    uncertain,
    payingUntil: payment.pending_since === null ? undefined : after(payment.pending_since, durations.payerIsPaying),
    life: lifeOf(payment, durations),
  };
}

/** F2.2: Ottu says when a transaction expires, or it does so a day after it was made. */
function lifeOf(
  { expires_at: expiresAt, claimed_at: madeAt }: PaymentRow,
  { defaultExpiry, dyingSession }: SessionDurations,
): TransactionSyncState['life'] {
  const end = expiresAt ?? new Date(madeAt.getTime() + defaultExpiry);
  return { expiresAt: end, handOutUntil: new Date(end.getTime() - dyingSession) };
}

function after(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds);
}

/** M52: a write whose process died got no readable answer, like any other that was lost. */
async function writeState(
  tx: Tx,
  follows: CartTransactionRow,
): Promise<Pick<TransactionSyncState, 'writeOpen' | 'uncertain'>> {
  const write = await writeUnderWay(tx, follows.payment_id);
  if (write === 'lapsed') {
    const since = await markUncertain(tx, follows.payment_id);
    return { writeOpen: false, uncertain: { since, reconfirmed: false } };
  }
  const { doubt_since: since, rewritten_at: reconfirmed } = follows;
  return {
    writeOpen: write === 'open',
    uncertain: since === null ? undefined : { since, reconfirmed: reconfirmed !== null },
  };
}

/** From now on it is not known what Ottu's transaction shows (M52). */
export async function markUncertain(tx: Tx, paymentId: string): Promise<Date> {
  const since = await clock(tx);
  await markTransactionUncertain(tx, paymentId, since);
  return since;
}

async function clock(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('a select without a table gave no row');
  return row.now;
}
