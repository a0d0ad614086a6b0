import { CARDS } from '../../support/ottu.ts';
import { CALL_FAULTS } from '../carts/cart-faults.ts';
import type { Rule } from '../faults.ts';
import type { Random } from '../random.ts';

/** About so often a card is looked up for each agreement. */
const LOOK_UPS = 12;

const SHARE = 0.15;

/** What strikes the look-up of an agreement's card; the charge itself, and Ottu's event, share the rules of all charges. */
export function planDebitFaults(agreements: number, random: Random): Rule[] {
  return Array.from({ length: agreements * LOOK_UPS }, (_none, index) => index + 1).flatMap((nth) =>
    random.chance(SHARE) ? [{ match: { ...CARDS, nth }, fault: random.pick(CALL_FAULTS) }] : [],
  );
}
