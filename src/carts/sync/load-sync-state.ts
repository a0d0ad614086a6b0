import { sql, type RawBuilder } from 'kysely';

import type { Durations } from '../../config/durations.ts';
import type { CartRow, CartTransactionRow } from '../../database/cart-tables.ts';
import { compiled } from '../../database/compiled.ts';
import type { Tx } from '../../database/database.ts';
import { run, together } from '../../database/send.ts';
import type { PaymentRow } from '../../database/schema.ts';
import { attemptsToLock, concernsPayment, moneyOf, type LockedAttempt } from '../../payments/payment-rows.ts';
import { holds } from '../../payments/schedule/hold.ts';
import { endIfLapsed, openWriteToLock, type LockedWrite } from '../../payments/transaction-writes/write-rows.ts';
import { whyUnpayable } from '../cart-content.ts';
import { lockingCart } from '../cart-repository.ts';
import { markTransactionUncertain } from '../cart-transactions.ts';
import type { SyncState, TransactionSyncState } from './next-sync-action.ts';

/** How long sessions live (F2.2), and how long before their end none is handed out any more (M56). */
type SessionDurations = Pick<Durations, 'defaultExpiry' | 'dyingSession' | 'payerIsPaying'>;

export interface LockedSyncState extends SyncState {
  readonly row: CartRow;
  readonly payment: PaymentRow | undefined;
}

/** What of the rows of a cart and its transaction tells how far they are in step. */
interface TransactionRows {
  readonly payment: PaymentRow;
  readonly attempts: readonly LockedAttempt[];
  readonly follows: CartTransactionRow;
  readonly write: LockedWrite | undefined;
}

/** The cart and its transaction, locked in that order, with one way there and back. Nothing when the cart has been purged. */
export async function loadSyncState(
  tx: Tx,
  cartId: string,
  durations: SessionDurations,
): Promise<LockedSyncState | undefined> {
  const [[row], [paymentRow], attempts, [follows], [write], [clock]] = await together<
    [CartRow, PaymentRow, LockedAttempt, CartTransactionRow, LockedWrite, { readonly now: Date }]
  >(
    tx,
    lockingCart({ id: cartId }),
    lockingPaymentOf({ cartId }),
    lockingAttemptsOf({ cartId }),
    readingTransactionOf({ cartId }),
    lockingOpenWriteOf({ cartId }),
    readingClock({}),
  );
  if (row === undefined || clock === undefined) return undefined;
  if (paymentRow !== undefined) concernsPayment(paymentRow);
  return {
    now: clock.now,
    cart: { state: row.state, version: row.version, unpayable: whyUnpayable(row) },
    row,
    payment: paymentRow,
    transaction:
      paymentRow === undefined
        ? undefined
        : await transactionState(tx, { payment: paymentRow, attempts, follows: existing(follows), write }, durations),
  };
}

interface OfCart {
  readonly cartId: string;
}

/** Of the cart as the first of the statements has locked it. */
function paymentOf(cartId: string): RawBuilder<string | null> {
  return sql<string | null>`(select payment_id from carts where id = ${cartId})`;
}

const lockingPaymentOf = compiled<OfCart, PaymentRow>((db, value) =>
  db
    .selectFrom('payments')
    .selectAll()
    .where('id', '=', paymentOf(value('cartId')))
    .forUpdate(),
);

const lockingAttemptsOf = compiled<OfCart, LockedAttempt>((db, value) =>
  attemptsToLock(db, paymentOf(value('cartId'))),
);

const readingTransactionOf = compiled<OfCart, CartTransactionRow>((db, value) =>
  db
    .selectFrom('cart_transactions')
    .selectAll()
    .where('payment_id', '=', paymentOf(value('cartId'))),
);

const lockingOpenWriteOf = compiled<OfCart, LockedWrite>((db, value) =>
  openWriteToLock(db, paymentOf(value('cartId'))),
);

const readingClock = compiled<object, { readonly now: Date }>((db) =>
  db.selectNoFrom(sql<Date>`clock_timestamp()`.as('now')),
);

function existing<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('a payment of a cart that does not follow it');
  return row;
}

/** The amount of the cart's own last quote. */
export function amountOf(cart: CartRow): ReturnType<typeof moneyOf> {
  return moneyOf(cart.total_minor, cart.currency_code);
}

async function transactionState(
  tx: Tx,
  { payment, attempts, follows, write }: TransactionRows,
  durations: SessionDurations,
): Promise<TransactionSyncState> {
  const { writeOpen, uncertain } = await writeState(tx, follows, write);
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
  write: LockedWrite | undefined,
): Promise<Pick<TransactionSyncState, 'writeOpen' | 'uncertain'>> {
  if (write !== undefined && (await endIfLapsed(tx, write))) {
    const since = await markUncertain(tx, follows.payment_id);
    return { writeOpen: false, uncertain: { since, reconfirmed: false } };
  }
  const { doubt_since: since, rewritten_at: reconfirmed } = follows;
  return {
    writeOpen: write !== undefined,
    uncertain: since === null ? undefined : { since, reconfirmed: reconfirmed !== null },
  };
}

/** From now on it is not known what Ottu's transaction shows (M52). */
export async function markUncertain(tx: Tx, paymentId: string): Promise<Date> {
  const [clock] = await run(tx, readingClock({}));
  if (clock === undefined) throw new Error('a select without a table gave no row');
  const { now: since } = clock;
  await markTransactionUncertain(tx, paymentId, since);
  return since;
}
