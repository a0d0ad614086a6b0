import type { CartRow } from '../database/cart-tables.ts';
import { Problem } from '../problems/problem.ts';
import { parseFreezeOwner } from './freeze-owner.ts';
import { entityTag, matchesVersion, type TagCondition } from './entity-tag.ts';

/** Most freezes end long before their time, so no answer asks to wait for it. */
const MAX_RETRY_AFTER_SECONDS = 30;

/** @throws Problem `cart_frozen` or `cart_closed` unless the cart is open to edits. */
export function assertOpen(cart: CartRow, now = Date.now()): void {
  switch (cart.state) {
    case 'open':
      return;
    case 'frozen':
      throw cartFrozen(cart, now);
    case 'paid':
      throw cart.completed_at === null ? cartPaid(tagged(cart)) : cartCompleted(tagged(cart));
    case 'abandoned':
    case 'expired':
      throw new Problem('cart_closed', {
        detail: `The cart is ${cart.state}.`,
        outcome: 'none',
        headers: tagged(cart),
      });
  }
}

/** Nobody is told of a cart that was paid that nothing was charged. */
export function cartPaid(headers: Readonly<Record<string, string>> = {}): Problem {
  return new Problem('cart_closed', { detail: 'The cart is paid.', outcome: 'final', headers });
}

/** It is over, and cost nothing. */
function cartCompleted(headers: Readonly<Record<string, string>>): Problem {
  return new Problem('cart_closed', {
    detail: 'The order is complete. There was nothing to pay.',
    outcome: 'final',
    headers,
  });
}

/** Nor of one of which it is not known yet. */
export function cartFrozen(cart: CartRow, now = Date.now()): Problem {
  const left = cart.frozen_until === null ? MAX_RETRY_AFTER_SECONDS : (cart.frozen_until.getTime() - now) / 1000;
  return new Problem('cart_frozen', {
    detail: frozenBecause(cart),
    retryAfterSeconds: Math.min(Math.max(left, 1), MAX_RETRY_AFTER_SECONDS),
    outcome: 'unknown',
    headers: tagged(cart),
  });
}

/** What the shopper can do about it. */
function frozenBecause({ frozen_by: frozenBy }: CartRow): string {
  switch (parseFreezeOwner(frozenBy)?.by) {
    case 'sdk':
      return 'The cart is being paid. It opens again when the payment fails, or when it is given up (unfreeze).';
    case 'review':
      return 'The shop looks at the payment of this cart before anything else is done with it.';
    case 'payment':
    case undefined:
      return "The cart is being paid. It opens again when the payment fails; a bank's question that nobody answers can be given up (unfreeze).";
  }
}

/** M56: nobody is told that nothing was charged: the payer may be paying just now. */
export function payerIsPaying(seconds: number, headers: Readonly<Record<string, string>> = {}): Problem {
  return new Problem('payer_is_paying', {
    detail: "The payer's page is open. It is closed when this is asked for again after that time.",
    retryAfterSeconds: Math.max(1, seconds),
    outcome: 'unknown',
    headers,
  });
}

/** @throws Problem `cart_changed` (412) with the current ETag, when there is a condition and it does not hold. */
export function assertVersion(cart: CartRow, ifMatch: TagCondition | undefined): void {
  if (ifMatch === undefined || matchesVersion(ifMatch, cart)) return;
  throw new Problem('cart_changed', {
    detail: 'The cart is not the one that If-Match names. Read it again, and decide again.',
    outcome: 'none',
    headers: tagged(cart),
  });
}

/**
 * M82, F13.2: the payer agrees on Ottu's page; a wallet's payload and a saved card charge without an agreement, and an order
 * without a payment begins none.
 *
 * @throws Problem `agreement_needs_page`, outcome `none`
 */
export function assertBeginsNoAgreement(cart: CartRow): void {
  if (cart.agreement !== null) throw new Problem('agreement_needs_page', { outcome: 'none', headers: tagged(cart) });
}

function tagged(cart: CartRow): Record<string, string> {
  return { etag: entityTag(cart) };
}
