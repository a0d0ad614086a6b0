import type { Books } from '../ledger-view.ts';
import { restless } from './at-rest.ts';
import { certainChargeFaults, unexplainedCharges, untoldDoubles } from './compare-charges.ts';
import { untoldDuplicates, wrongPurchases } from './compare-events.ts';
import { shopperLies } from './compare-told.ts';
import { untrueWords } from './compare-words.ts';
import { foundTooLate } from './found-in-time.ts';
import { overlongHolds } from './holds.ts';

/** Faults about carts that nothing later mends. */
export function certainCartFaults({ carts, ledger, events }: Books): string[] {
  return [
    ...certainChargeFaults(carts, ledger),
    ...shopperLies(carts, ledger),
    ...untrueWords(carts, ledger),
    ...wrongPurchases(carts, ledger, events),
    ...overlongHolds(carts),
    ...foundTooLate(carts, ledger, Date.now()),
  ];
}

/** Faults that are ones when all is quiet. */
export function quietCartFaults({ carts, ledger, events }: Books): string[] {
  return [
    ...restless(carts.rows, ledger).map((what) => `unresolved: ${what}`),
    ...unexplainedCharges(carts, ledger),
    ...untoldDuplicates(carts, events),
    ...untoldDoubles(carts, ledger, events),
  ];
}
