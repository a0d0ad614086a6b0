import type { Durations } from '../config/durations.ts';

/** So many permits in a window that begins with the first of them. */
export interface Limit {
  readonly permits: number;
  readonly window: keyof Durations;
}

/**
 * Every limit against card testing, floods of carts and floods of calls to Ottu (M95, M96), over all replicas. An attempt
 * that succeeds is refunded its permits, so only declines, failures and attempts under way count.
 */
export const LIMITS = {
  /** A shopper tries two or three cards, some of them twice; who has failed eight times in an hour is not shopping. */
  cart_attempts: { permits: 8, window: 'cartAttempts' },
  /** The same person over several carts and a day; a stolen account must not buy more tries than a stolen card. */
  customer_attempts: { permits: 15, window: 'customerAttempts' },
  /** Card testers make a cart for each card. Behind one address of a mobile carrier there may be hundreds of shoppers, of
   *  whom some fail in the same hour; a tester has thousands of cards. */
  network_attempts: { permits: 60, window: 'networkAttempts' },
  /** A cart for each card needs carts: a shared address gets one every five seconds on average. */
  network_carts: { permits: 120, window: 'networkCarts' },
  /** M95: checkout may use 27,000 of Ottu's calls a day. One cart in three or four reaches checkout, so an hour of this
   *  many carts uses about a tenth, and no flood of carts from many networks uses more. */
  all_carts: { permits: 10_000, window: 'allCarts' },
  /** M95: Ottu is asked once or twice for a checkout, a freeze or an unfreeze. A shopper who edits on the payment page
   *  and tries every card that `cart_attempts` lets him try needs about forty of them. */
  cart_checkouts: { permits: 60, window: 'cartCheckouts' },
  /** A sale takes two: checkout and freeze; with four calls for each sale a day's 27,000 are some 670 sales in its
   *  busiest hour, and no address has more than a sixth of them, a mobile carrier's neither. Who uses this up around the
   *  clock makes 12,000 calls, and 24,000 if every session has to be replaced: the shop stays open. */
  network_checkouts: { permits: 240, window: 'networkCheckouts' },
  /** M95: each listing of the saved cards is a call. A page asks once, and a payment by card once more; a customer who asks
   *  around the clock uses a tenth of checkout's share. */
  customer_cards: { permits: 120, window: 'customerCards' },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;

/** Of a name that was stored by another version of this service. */
export function isLimitName(name: string): name is LimitName {
  return Object.hasOwn(LIMITS, name);
}

/**
 * M96: from which share of declined attempts on shoppers must solve a CAPTCHA. Ordinary declines are 15 to 35 %; of
 * tested cards nine in ten are declined. Fewer outcomes than this many say nothing about a share.
 */
export const CAPTCHA_FROM = { declinedShare: 0.6, outcomes: 30 } as const;
