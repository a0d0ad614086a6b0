import type { CartState } from '../../database/cart-tables.ts';

/** What decides what is done for a cart, all of it by the database's clock. */
export interface CartPlanInput {
  readonly now: Date;
  readonly state: CartState;
  /** From when on its transaction is to be brought in step (M51). */
  readonly syncAt: Date | null;
  /** M56: when its freeze is looked at. Null where it is held for people to look at. */
  readonly frozenUntil: Date | null;
  readonly expiresAt: Date;
  /** An attempt to pay it is open. It holds its cart by itself, and is followed as such (M31, M35). */
  readonly attemptOpen: boolean;
  /** The same, unless people look at that payment: then it holds the cart for no longer than carts are kept. */
  readonly beingPaid: boolean;
}

/**
 * - `expire`: it is over, and its transaction is closed (M54).
 * - `end_freeze`: Ottu is asked whether the payer is paying, and the cart opens if not (M56).
 * - `sync`: its transaction is brought in step (M51).
 */
export type CartAction = 'expire' | 'end_freeze' | 'sync';

/** What is due for a cart now, in the order in which it is done. */
export function planCart(cart: CartPlanInput): readonly CartAction[] {
  if (isOver(cart)) return ['expire'];
  const held = endOfHold(cart);
  return [...(held === undefined ? [] : [held]), ...(isDue(cart.syncAt, cart) ? (['sync'] as const) : [])];
}

/** A cart that is held or being paid does not expire, however old it is. */
function isOver(cart: CartPlanInput): boolean {
  return isAlive(cart) && !isHeld(cart) && !cart.beingPaid && isDue(cart.expiresAt, cart);
}

function isAlive({ state }: CartPlanInput): boolean {
  return state === 'open' || state === 'frozen';
}

function isHeld(cart: CartPlanInput): boolean {
  return cart.state === 'frozen' && cart.frozenUntil !== null && !isDue(cart.frozenUntil, cart);
}

function endOfHold(cart: CartPlanInput): 'end_freeze' | undefined {
  if (cart.state !== 'frozen' || cart.attemptOpen) return undefined;
  return isDue(cart.frozenUntil, cart) ? 'end_freeze' : undefined;
}

function isDue(at: Date | null, { now }: CartPlanInput): boolean {
  return at !== null && at <= now;
}
