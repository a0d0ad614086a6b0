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
  /** The same testers with an IPv6 /48, of which each has 65,536 networks. A subscriber has at most a /56, a site a /48. */
  ipv6_56_attempts: { permits: 120, window: 'networkAttempts' },
  ipv6_48_attempts: { permits: 240, window: 'networkAttempts' },
  /** A cart for each card needs carts: a shared address gets one every five seconds on average. */
  network_carts: { permits: 120, window: 'networkCarts' },
  /** Shops and offices behind one prefix share it; a flood out of one prefix does not reach what is there for all. */
  ipv6_56_carts: { permits: 180, window: 'networkCarts' },
  ipv6_48_carts: { permits: 240, window: 'networkCarts' },
  /** Mobile carriers have thousands of shoppers in a /24: from here on they solve a CAPTCHA, and none is refused. */
  ipv4_24_carts: { permits: 600, window: 'networkCarts' },
  /** M95: `CARTS_PER_HOUR`. Checkout may use 27,000 of Ottu's calls a day. One cart in three or four reaches checkout, so an hour of this
   *  many carts uses about a tenth, and no flood of carts from many networks uses more. */
  all_carts: { permits: 10_000, window: 'allCarts' },
  /** M95: Ottu is asked once or twice for a checkout, a freeze or an unfreeze. A shopper who edits on the payment page
   *  and tries every card that `cart_attempts` lets him try needs about forty of them. */
  cart_checkouts: { permits: 60, window: 'cartCheckouts' },
  /** A sale takes two: checkout and freeze; with four calls for each sale a day's 27,000 are some 670 sales in its
   *  busiest hour, and no address has more than a sixth of them, a mobile carrier's neither. Who uses this up around the
   *  clock makes 12,000 calls, and 24,000 if every session has to be replaced: the shop stays open. */
  network_checkouts: { permits: 240, window: 'networkCheckouts' },
  ipv6_56_checkouts: { permits: 300, window: 'networkCheckouts' },
  ipv6_48_checkouts: { permits: 360, window: 'networkCheckouts' },
  /** M95: half of the 27,000 calls that checkout may make in a day: each of these makes one or two. */
  all_checkouts: { permits: 13_500, window: 'allCheckouts' },
  /** M95: each listing of the saved cards is a call. A page asks once, and a payment by card once more; a customer who asks
   *  around the clock uses a tenth of checkout's share. */
  customer_cards: { permits: 120, window: 'customerCards' },
} as const satisfies Record<string, Limit>;

/**
 * M96: of a total, from which part of it on who is new must solve a CAPTCHA, and from which on it is kept for networks
 * that used no more than `little` of it in the window of their own limit. A flood then ends before the shop closes.
 */
export const NEAR_TOTAL = { captchaFrom: 0.5, keptFrom: 0.75, littleCarts: 5, littleCheckouts: 12 } as const;

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
