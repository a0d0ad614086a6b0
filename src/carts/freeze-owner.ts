import { createHash, randomUUID } from 'node:crypto';

import type { CartRow } from '../database/cart-tables.ts';

/** Who holds a frozen cart. */
export type FreezeOwner =
  /**
   * The Checkout SDK (M55). Each freeze has an id of its own, so that the end of one never ends the next. `bare`: the
   * row holds the id alone, as early versions wrote it.
   */
  | { readonly by: 'sdk'; readonly id: string; readonly bare?: true }
  /** The request to pay with this Idempotency-Key, of which only the hash is kept (M55). */
  | { readonly by: 'payment'; readonly keySha256: string }
  /**
   * Money has moved in a way that people must look at, or that is not proved yet, and no shopper may pay the cart a second
   * time (M26, M51, M53). The end of the payment's review, or its proof, opens or closes the cart.
   */
  | { readonly by: 'review' };

export const REVIEW_OWNER: FreezeOwner = { by: 'review' };

export function newSdkOwner(): FreezeOwner {
  return { by: 'sdk', id: randomUUID() };
}

export function paymentOwner(idempotencyKey: string): FreezeOwner {
  return { by: 'payment', keySha256: createHash('sha256').update(idempotencyKey).digest('hex') };
}

const SDK = 'sdk:';
const PAYMENT = 'pay:';
const REVIEW = 'review';

/** As `carts.frozen_by` holds it. */
export function printFreezeOwner(owner: FreezeOwner): string {
  switch (owner.by) {
    case 'sdk':
      return owner.bare === true ? owner.id : SDK + owner.id;
    case 'payment':
      return PAYMENT + owner.keySha256;
    case 'review':
      return REVIEW;
  }
}

export function isHeldBy({ frozen_by: frozenBy }: Pick<CartRow, 'frozen_by'>, owner: FreezeOwner): boolean {
  return frozenBy === printFreezeOwner(owner);
}

/** `carts.frozen_by` of a cart that is held for review, for statements that look for them. */
export const HELD_FOR_REVIEW = printFreezeOwner(REVIEW_OWNER);

/** What `carts.frozen_by` of a cart that is being paid begins with. */
export const HELD_TO_BE_PAID = PAYMENT;

/**
 * Every text is an owner, and `printFreezeOwner` gives the same text back: a freeze by an owner that could not be read
 * would never end. A text of no form that this version writes is a hold of the Checkout SDK; early versions wrote
 * `sdk`.
 *
 * @returns undefined where the cart is not frozen.
 */
export function parseFreezeOwner(frozenBy: string | null): FreezeOwner | undefined {
  if (frozenBy === null) return undefined;
  if (frozenBy === REVIEW) return REVIEW_OWNER;
  if (frozenBy.startsWith(SDK)) return { by: 'sdk', id: frozenBy.slice(SDK.length) };
  if (frozenBy.startsWith(PAYMENT)) return { by: 'payment', keySha256: frozenBy.slice(PAYMENT.length) };
  return { by: 'sdk', id: frozenBy, bare: true };
}
