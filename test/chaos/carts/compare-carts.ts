import type { Books } from '../ledger-view.ts';
import { restless } from './at-rest.ts';
import { certainChargeFaults, unexplainedCharges } from './compare-charges.ts';
import { untoldDuplicates, wrongPurchases } from './compare-events.ts';
import { shopperLies } from './compare-told.ts';

/** Faults about carts that nothing later mends. */
export function certainCartFaults({ carts, ledger, events }: Books): string[] {
  return [
    ...certainChargeFaults(carts, ledger),
    ...shopperLies(carts, ledger),
    ...wrongPurchases(carts, ledger, events),
  ];
}

/** Faults that are ones when all is quiet. */
export function quietCartFaults({ carts, ledger, events }: Books): string[] {
  return [
    ...restless(carts.rows, ledger).map((what) => `unresolved: ${what}`),
    ...unexplainedCharges(carts, ledger),
    ...untoldDuplicates(carts, events),
  ];
}
