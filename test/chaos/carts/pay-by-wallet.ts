import { setTimeout as sleep } from 'node:timers/promises';

import type { Random } from '../random.ts';
import type { Answer, FrontEnd } from './front-end.ts';

/** How long a front end goes on with a payment of which nothing is known; after that the shopper leaves. */
const PATIENCE_MS = 4_000;

/** The answers after which the same request, with the same key, is sent again. */
const AGAIN: ReadonlySet<string> = new Set([
  'idempotency_in_flight',
  'checkout_unavailable',
  'store_unavailable',
  'shutting_down',
  'internal_error',
  'cart_frozen',
]);

/** The cart is not as the shopper has seen it: he sees it, and pays what it costs now. */
const LOOK_AGAIN: ReadonlySet<string> = new Set(['cart_changed', 'price_changed']);

/**
 * Pays the cart as any good front end does: the same key until an answer comes, a new one for what is another decision.
 *
 * @returns the last answer that said something; absent where no answer came in time.
 */
export async function payByWallet(front: FrontEnd, outcome: string, random: Random): Promise<Answer | undefined> {
  const until = Date.now() + PATIENCE_MS;
  let payment = front.newPayment(outcome);
  while (Date.now() < until) {
    const [first, twin] = await Promise.all([
      front.pay(payment),
      front.shopped.shopper.twin ? front.pay(payment) : undefined,
    ]);
    const answer = first?.body.payment === undefined ? (twin ?? first) : first;
    const code = answer?.body.code ?? '';
    if (LOOK_AGAIN.has(code)) {
      await front.look();
      payment = front.newPayment(outcome);
    } else if (answer !== undefined && !AGAIN.has(code)) {
      return answer;
    }
    await sleep(50 + random.below(300));
  }
  return undefined;
}

const SETTLED: ReadonlySet<string> = new Set([
  'paid',
  'authorized',
  'cash_on_delivery',
  'declined',
  'try_another_method',
  'expired',
]);

/** Follows the status until the shopper may go on. */
export async function follow(front: FrontEnd, forMs = PATIENCE_MS): Promise<string | undefined> {
  const until = Date.now() + forMs;
  let status: string | undefined;
  let wasHeld = false;
  do {
    status = (await front.status())?.body.payment?.status ?? status;
    if (status !== undefined && SETTLED.has(status)) return status;
    // The cart is the shopper's again: what he tried came to nothing yet (M35).
    if (status === 'open' && wasHeld) return status;
    wasHeld ||= status === 'checking' || status === 'action_required';
    await sleep(300);
  } while (Date.now() < until);
  return status;
}
