import { describe, expect, it } from '@jest/globals';

import type { CartState } from '../../database/cart-tables.ts';
import { planCart, type CartPlanInput } from './plan-cart.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);

const STATES: readonly CartState[] = ['open', 'frozen', 'paid', 'abandoned', 'expired'];
const TIMES = [minutes(-1), NOW, minutes(1)] as const;
const ATTEMPTS = [
  { attemptOpen: false, beingPaid: false },
  { attemptOpen: true, beingPaid: false },
  { attemptOpen: true, beingPaid: true },
] as const;

/** Every cart that there can be, as far as its plan can tell. */
const CARTS: readonly CartPlanInput[] = STATES.flatMap((state) =>
  [null, ...TIMES].flatMap((syncAt) =>
    (state === 'frozen' ? [null, ...TIMES] : [null]).flatMap((frozenUntil) =>
      TIMES.flatMap((expiresAt) =>
        ATTEMPTS.map((attempt) => ({ now: NOW, state, syncAt, frozenUntil, expiresAt, ...attempt })),
      ),
    ),
  ),
);

const isDue = (at: Date | null): boolean => at !== null && at <= NOW;
/** As the database derives it (migration 13). */
function nextActionAt({ state, syncAt, frozenUntil, expiresAt }: CartPlanInput): Date | null {
  const whileFrozen = state === 'frozen' ? (frozenUntil ?? expiresAt) : null;
  const byState = state === 'open' ? expiresAt : whileFrozen;
  if (syncAt === null || byState === null) return syncAt ?? byState;
  return syncAt < byState ? syncAt : byState;
}
const where = (holds: (cart: CartPlanInput) => boolean): CartPlanInput[] => {
  const found = CARTS.filter(holds);
  expect(found).not.toHaveLength(0);
  return found;
};

describe('what is due for a cart', () => {
  it('is nothing before the moment that its row names', () => {
    for (const cart of where((each) => !isDue(nextActionAt(each)))) {
      expect(planCart(cart)).toEqual([]);
    }
  });

  it('M51: is to bring its transaction in step when its quiet period is over, whatever holds it, unless it expires', () => {
    for (const cart of CARTS) {
      const actions = planCart(cart);
      expect(actions.includes('sync')).toBe(isDue(cart.syncAt) && !actions.includes('expire'));
    }
  });

  it('M54: is its end once it has expired, and nothing else, unless it is held or being paid', () => {
    for (const cart of CARTS) {
      const alive = cart.state === 'open' || cart.state === 'frozen';
      const held = cart.state === 'frozen' && cart.frozenUntil !== null && !isDue(cart.frozenUntil);
      const over = alive && !held && !cart.beingPaid && isDue(cart.expiresAt);
      if (over) expect(planCart(cart)).toEqual(['expire']);
      else expect(planCart(cart)).not.toContain('expire');
    }
  });

  it('M56: is the end of its freeze when that is over and no attempt is open', () => {
    for (const cart of CARTS) {
      const actions = planCart(cart);
      const over = cart.state === 'frozen' && isDue(cart.frozenUntil) && !cart.attemptOpen;
      expect(actions.includes('end_freeze')).toBe(over && !actions.includes('expire'));
    }
  });

  it('is at most one end of what holds it, before its transaction is brought in step', () => {
    for (const cart of CARTS) {
      const actions = planCart(cart);
      expect(new Set(actions).size).toBe(actions.length);
      expect(actions.length).toBeLessThanOrEqual(2);
      if (actions.length === 2) expect(actions[1]).toBe('sync');
    }
  });

  it('is nothing for a cart that is closed, but to take its last edit to Ottu', () => {
    for (const cart of where(({ state }) => state !== 'open' && state !== 'frozen')) {
      expect(planCart(cart)).toEqual(isDue(cart.syncAt) ? ['sync'] : []);
    }
  });
});
