import type { CartState } from '../database/cart-tables.ts';

export const CART_STATES = ['open', 'frozen', 'paid', 'abandoned', 'expired'] as const satisfies readonly CartState[];

/** The state of every new cart. */
const INITIAL: CartState = 'open';

/**
 * Shoppers can do nothing more with these, and they are purged. A payment that succeeds late still makes them `paid`.
 */
export const CLOSED_CART_STATES = ['paid', 'abandoned', 'expired'] as const satisfies readonly CartState[];

export interface CartTransition {
  readonly from: readonly CartState[];
  readonly to: CartState;
}

/**
 * The life of a cart: each change of its state by name, from where to where. `cart-repository.ts` writes no state but
 * by one of these, and each UPDATE names the states that it may start from.
 */
export const CART_TRANSITIONS = {
  /** M55: the shopper pays, here or in the Checkout SDK. */
  freeze: { from: ['open'], to: 'frozen' },
  /** M56: its owner releases it, or Ottu shows that no payer is paying. */
  unfreeze: { from: ['frozen'], to: 'open' },
  /** M27, M56: the attempt or the review that held it has ended without a success, or holds it no longer. */
  reopen: { from: ['frozen'], to: 'open' },
  /** M26, M51, M53: money has moved in a way that is not proved yet or that people must look at. */
  hold_for_review: { from: ['open', 'frozen'], to: 'frozen' },
  /** M53: a payment of it succeeded, however late; the first one that is paid stays. */
  pay: { from: ['open', 'frozen', 'abandoned', 'expired'], to: 'paid' },
  /** M57: the shopper completes what costs nothing. */
  complete: { from: ['open'], to: 'paid' },
  /** M54: the shopper gives it up. */
  abandon: { from: ['open'], to: 'abandoned' },
  /** Unused for too long; also while people look at its payment. */
  expire: { from: ['open', 'frozen'], to: 'expired' },
} as const satisfies Readonly<Record<string, CartTransition>>;

export type CartTransitionName = keyof typeof CART_TRANSITIONS;

type Transitions = Readonly<Record<CartTransitionName, CartTransition>>;

/**
 * Checked at every start, before a cart is touched.
 *
 * @throws Error that names every fault
 */
export function validateCartTransitions(transitions: Transitions = CART_TRANSITIONS): void {
  const entries = Object.entries(transitions);
  const faults = [
    ...entries.flatMap(([name, { from }]) => [
      ...(from.length === 0 ? [`${name} starts from no state`] : []),
      ...(new Set(from).size < from.length ? [`${name} names a state twice`] : []),
    ]),
    ...CART_STATES.filter((state) => !reachable(entries).has(state)).map((state) => `no way leads to ${state}`),
    ...entries.flatMap(([name, { from, to }]) => [
      ...(from.includes('paid') ? [`M53: ${name} leads away from paid, which is final`] : []),
      ...(to !== 'paid' && from.some(isClosed) ? [`${name} opens what is closed`] : []),
    ]),
    ...CART_STATES.filter((state) => state !== 'paid' && !canBecomePaid(entries, state)).map(
      (state) => `M53: a success finds no way from ${state} to paid`,
    ),
    ...(entries.some(([, { from, to }]) => from.includes('frozen') && to === 'open')
      ? []
      : ['M56: what is frozen never opens again']),
  ];
  if (faults.length > 0) throw new Error(`The states of carts cannot be worked with:\n  ${faults.join('\n  ')}`);
}

type Entries = readonly (readonly [string, CartTransition])[];

function isClosed(state: CartState): boolean {
  return CLOSED_CART_STATES.some((closed) => closed === state);
}

function canBecomePaid(entries: Entries, state: CartState): boolean {
  return entries.some(([, { from, to }]) => to === 'paid' && from.includes(state));
}

function reachable(entries: Entries): ReadonlySet<CartState> {
  const reached = new Set([INITIAL]);
  // Each round goes one transition further; there are no more rounds than states.
  for (const _round of CART_STATES) {
    for (const [, { from, to }] of entries) if (from.some((state) => reached.has(state))) reached.add(to);
  }
  return reached;
}
