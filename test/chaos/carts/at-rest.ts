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
  const { closing, holding } = transaction;
  const decided = isDecided(transaction);
  const found: string[] = [];
  if (charges.length > 0 && !decided) found.push(`was charged and ${saying(transaction)}`);
  if (holding !== null && !decided) found.push(saying(transaction));
  if (transaction.state === 'confirming') found.push(`is not proved yet: ${saying(transaction)}`);
  if (closing && holding === null) found.push(`waits to be closed: ${saying(transaction)}`);
  return found.map((what) => `cart ${transaction.cart_id}: ${what}`);
}

function ofCart(cart: CartRecord, transactions: readonly TransactionRecord[]): string[] {
  if (cart.state === 'open' && cart.sync_due) return [`cart ${cart.id}: is not in step with Ottu yet`];
  if (cart.state !== 'frozen' || cart.attempt_open) return [];
  const reviewed = transactions.some(({ cart_id: id, state }) => id === cart.id && state === 'needs_review');
  const held = cart.frozen_by?.split(':')[0] ?? '';
  return held === 'review' && reviewed ? [] : [`cart ${cart.id}: is frozen by ${held}, and nobody is paying`];
}

/** M35: its end is looked for, and its cart goes on without it. */
export function isFollowed(transaction: TransactionRecord): boolean {
  return transaction.detached && transaction.attempts.some((state) => OPEN.has(state)) && !isDecided(transaction);
}

/** Also by people, who decide at the end of a run what waits for them (M27). */
function isDecided({ state }: TransactionRecord): boolean {
  return isSuccess(state) || state === 'needs_review' || state === 'canceled';
}
