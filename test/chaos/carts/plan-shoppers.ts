import type { Outcome } from '../../../sandbox/simulator.ts';
import type { Random } from '../random.ts';

/** How a shopper goes about paying. */
export type Way =
  /** With a wallet's payload, by this service. */
  | 'wallet'
  /** On Ottu's own page. */
  | 'hosted'
  /** Both at once, in two tabs. */
  | 'both'
  /** The bank's question stays unanswered, the cart is paid otherwise, and then the answer comes after all. */
  | 'late'
  /** Gives the cart up while the page is open, and pays all the same. */
  | 'abandons'
  /** Has checked out, changes the cart, and never comes back. */
  | 'leaves';

/** One shopper with one cart. What the network does to the requests is the schedule's business. */
export interface Shopper {
  readonly number: number;
  readonly way: Way;
  /** What the first try to pay comes to; later ones succeed. */
  readonly outcome: Outcome;
  /** Quick ones, before anything else. */
  readonly edits: number;
  /** Changes the cart while it is being paid: during the request, or while the payer is on the page (M51). */
  readonly changes: boolean;
  /** Sends each payment twice at the same moment, with the same key. */
  readonly twin: boolean;
  /** Has checked out before a wallet is used, so that the session is handed out. */
  readonly checksOut: boolean;
  /** The Checkout SDK holds the cart before it pays (M55). */
  readonly freezes: boolean;
  /** Opens Ottu's page, which makes the transaction pending. */
  readonly opensPage: boolean;
  /** An address of its own: limits count by network. */
  readonly address: string;
}

const WAYS: readonly Way[] = [
  ...Array<Way>(9).fill('wallet'),
  ...Array<Way>(6).fill('hosted'),
  'both',
  'both',
  'late',
  'abandons',
  'leaves',
];

const WALLET_OUTCOMES: readonly Outcome[] = [
  ...Array<Outcome>(9).fill('success'),
  ...Array<Outcome>(3).fill('three_ds_redirect'),
  ...Array<Outcome>(2).fill('declined'),
  'cannot_execute',
  'pending',
  'authorized',
  'field_error',
];

const PAGE_OUTCOMES: readonly Outcome[] = [...Array<Outcome>(7).fill('success'), 'declined', 'canceled', 'pending'];

export function planShoppers(count: number, random: Random): Shopper[] {
  return Array.from({ length: count }, (_none, number) => {
    const way = random.pick(WAYS);
    const opensPage = random.chance(0.4);
    return {
      number,
      way,
      outcome: way === 'late' ? 'three_ds_redirect' : random.pick(way === 'wallet' ? WALLET_OUTCOMES : PAGE_OUTCOMES),
      edits: random.below(4),
      changes: random.chance(0.5),
      twin: random.chance(0.25),
      checksOut: random.chance(0.5),
      // A shopper with the SDK is on the shop's page and not on Ottu's.
      freezes: !opensPage && random.chance(0.3),
      opensPage,
      address: `10.${Math.floor(number / 62_500)}.${Math.floor(number / 250) % 250}.${(number % 250) + 1}`,
    };
  });
}
