import type { Outcome } from '../../../sandbox/simulator.ts';
import type { Random } from '../random.ts';
import type { Fate } from '../road.ts';

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
  | 'leaves'
  /** Changes the cart after it was checked out, checks out again, and pays what the page shows then (M51, M53). */
  | 'revises'
  /** Has paid on the page; before its event comes the cart is read, changed, checked out, or left alone (M50, M51). */
  | 'returns'
  /** Leaves Ottu's page open and comes back to the shop: goes on there, and pays the one or the other (M56). */
  | 'strays';

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
  /** Reads the status again and again while anything is under way: every so many ms, or never. */
  readonly readsEvery: number | undefined;
  /** What becomes of Ottu's events about the sessions that were handed out; as they come where absent. */
  readonly events: Fate | undefined;
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
  ...Array<Way>(4).fill('revises'),
  ...Array<Way>(4).fill('returns'),
  ...Array<Way>(3).fill('strays'),
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

export function isWay(name: string): name is Way {
  return WAYS.some((way) => way === name);
}

/** @param only ways that they go; all of them where none is named. */
export function planShoppers(count: number, random: Random, only: readonly Way[] = []): Shopper[] {
  const ways = only.length === 0 ? WAYS : only;
  return Array.from({ length: count }, (_none, number) => {
    const way = random.pick(ways);
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
      readsEvery: random.chance(0.4) ? 150 + random.below(700) : undefined,
      events: planFate(way, random),
      address: `10.${Math.floor(number / 62_500)}.${Math.floor(number / 250) % 250}.${(number % 250) + 1}`,
    };
  });
}

/** Of the sessions of those who pay on the page some lose every event, and others get them minutes later by the run's clock. */
function planFate(way: Way, random: Random): Fate | undefined {
  const roll = random.next();
  if (roll < 0.15) return { kind: 'lost' };
  return roll < (way === 'returns' ? 0.85 : 0.35) ? { kind: 'late', ms: 1_000 + random.below(4_000) } : undefined;
}
