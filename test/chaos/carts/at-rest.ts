import type { Charged } from '../charged.ts';
import { chargesOfCarts, isSuccess, saying, type CartCharge } from './cart-books.ts';
import type { CartRecord, CartRows, TransactionRecord } from './cart-rows.ts';

const OPEN: ReadonlySet<string> = new Set(['sending', 'unknown', 'action_required']);

/**
 * Everything that has not come to rest yet, one sentence each (M52 to M56): charges that the service does not know of,
 * attempts that could still be decided, transactions that wait to be closed, carts that are held for nothing or that
 * Ottu does not show yet.
 */
export function restless(rows: CartRows, ledger: readonly Charged[]): string[] {
  return [
    ...chargesOfCarts(rows, ledger).flatMap(ofPayment),
    ...rows.carts.flatMap((cart) => ofCart(cart, rows.transactions)),
  ];
}

function ofPayment({ transaction, charges }: CartCharge): string[] {
  const { closing, next_is_far: far } = transaction;
  const decided = isDecided(transaction);
  const open = openAttempt(transaction);
  const found: string[] = [];
  if (charges.length > 0 && !decided && !isLateWord(transaction)) found.push(`was charged and ${saying(transaction)}`);
  if (open !== undefined && !decided && !(open === 'unknown' && far)) found.push(saying(transaction));
  if (closing && open === undefined) found.push(`waits to be closed: ${saying(transaction)}`);
  return found.map((what) => `cart ${transaction.cart_id}: ${what}`);
}

function ofCart(cart: CartRecord, transactions: readonly TransactionRecord[]): string[] {
  if (cart.state === 'open' && cart.sync_due) return [`cart ${cart.id}: is not in step with Ottu yet`];
  if (cart.state !== 'frozen' || cart.attempt_open) return [];
  const reviewed = transactions.some(({ cart_id: id, state }) => id === cart.id && state === 'needs_review');
  const held = cart.frozen_by?.split(':')[0] ?? '';
  return held === 'review' && reviewed ? [] : [`cart ${cart.id}: is frozen by ${held}, and nobody is paying`];
}

/** M23, M31: a call that Ottu may not have got holds its cart until its session is over. */
export function isWaitedFor(transaction: TransactionRecord): boolean {
  return openAttempt(transaction) === 'unknown' && !isDecided(transaction);
}

/**
 * M31: the gateway's late word on what had ended, and its event was lost. Ottu is asked about it when the session's own
 * time is over, and once a day later, which is longer than a run.
 */
export function isLateWord({ state, next_is_far: far }: TransactionRecord): boolean {
  return (state === 'expired' || state === 'failed') && far;
}

function isDecided({ state }: TransactionRecord): boolean {
  return isSuccess(state) || state === 'needs_review';
}

function openAttempt({ attempts }: TransactionRecord): string | undefined {
  return attempts.find((state) => OPEN.has(state));
}
