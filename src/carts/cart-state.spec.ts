import { describe, expect, it } from '@jest/globals';

import {
  CART_TRANSITIONS,
  validateCartTransitions,
  type CartTransition,
  type CartTransitionName,
} from './cart-state.ts';

type Transitions = NonNullable<Parameters<typeof validateCartTransitions>[0]>;

const changed = (name: CartTransitionName, change: Partial<CartTransition>): Transitions => ({
  ...CART_TRANSITIONS,
  [name]: { ...CART_TRANSITIONS[name], ...change },
});
const without = (name: CartTransitionName) => changed(name, { from: [] });

describe('M53 to M56: the states of a cart, checked at start', () => {
  it('those of this service can be worked with', () => expect(() => validateCartTransitions()).not.toThrow());

  it.each<[string, Transitions, RegExp]>([
    ['a transition that starts from no state', without('reopen'), /reopen starts from no state/],
    [
      'a transition that names a state twice',
      changed('freeze', { from: ['open', 'open'] }),
      /freeze names a state twice/,
    ],
    ['a state that no way leads to', without('abandon'), /no way leads to abandoned/],
    ['a way out of paid', changed('expire', { from: ['open', 'frozen', 'paid'] }), /expire leads away from paid/],
    [
      'a closed cart that opens again',
      changed('reopen', { from: ['frozen', 'expired'] }),
      /reopen opens what is closed/,
    ],
    [
      'a success that a closed cart does not take',
      changed('pay', { from: ['open', 'frozen', 'expired'] }),
      /no way from abandoned to paid/,
    ],
    [
      'a frozen cart that never opens again',
      { ...without('unfreeze'), reopen: { from: ['open'], to: 'open' } },
      /never opens again/,
    ],
  ])('not %s', (_what, transitions, fault) => expect(() => validateCartTransitions(transitions)).toThrow(fault));
});
