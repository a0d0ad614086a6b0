// @ts-check
import { Refusal } from './api.js';
import { heldRef, refreshBasket } from './basket.js';
import { beginCheckout } from './paying.js';

/** @import { CartRef, Order } from '../../client-types.d.ts' */

const AGAIN_MS = 2000;
const LONGEST_MS = 30_000;
/** Somebody is paying it, or nobody could look: nothing is known yet, and asking again may help. */
const NOT_YET = new Set(['cart_frozen', 'cart_busy', 'rate_limited', 'checkout_unavailable']);

/**
 * Whoever comes back from the payment page may be here before the word of it. Beginning the checkout anew has the service
 * ask, so until that has worked nobody can be told that it is not paid. Tries for as long as the signal lets it.
 *
 * @param {CartRef} ref
 * @param {AbortSignal} signal
 * @returns {Promise<Order | undefined>} what can be paid; nothing where the status will tell
 * @throws {Refusal} where it is not this that keeps the order from being paid
 */
export async function askAfterReturn(ref, signal) {
  // What is the basket by now has another secret, perhaps.
  await refreshBasket().catch(() => undefined);
  for (let pause = AGAIN_MS; !signal.aborted; pause = Math.min(pause * 2, LONGEST_MS)) {
    const held = heldRef();
    const isBasket = held?.id === ref.id;
    try {
      return await beginCheckout(isBasket ? held : ref, isBasket);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'cart_closed') return undefined;
      if (error instanceof Refusal && error.status < 500 && !NOT_YET.has(error.code)) throw error;
      const wait = error instanceof Refusal ? error.retryAfter * 1000 : 0;
      await new Promise((resolve) => setTimeout(resolve, Math.max(wait, pause)));
    }
  }
  return undefined;
}
