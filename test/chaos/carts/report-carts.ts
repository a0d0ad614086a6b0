import type { Books } from '../ledger-view.ts';
import { isFollowed } from './at-rest.ts';
import { isSuccess } from './cart-books.ts';

/** What shoppers did and what became of it: a run in which nothing happens must not pass for one in which all is well. */
export function reportCarts(
  { carts: { rows, shopped, holds, decided, givenBack } }: Books,
  say: (line: string) => void,
): void {
  if (shopped.length === 0) return;
  const ways = Map.groupBy(shopped, ({ shopper }) => shopper.way);
  const told = shopped.flatMap((each) => each.told);
  const kinds = Map.groupBy(told, ({ httpStatus, code, payment }) => `${httpStatus} ${code ?? payment?.status ?? ''}`);
  const states = Map.groupBy(rows.carts, ({ state }) => state);
  const reasons = Map.groupBy(
    rows.transactions.flatMap(({ review_reasons: own }) => own),
    (reason) => reason,
  );
  const paid = rows.transactions.filter(({ state }) => isSuccess(state)).length;
  say(
    `  ${shopped.length} shoppers (${counted(ways)}), ${rows.carts.length} carts (${counted(states)}) with ` +
      `${rows.transactions.length} transactions, ${paid} paid; for review: ${counted(reasons) || 'none'}`,
  );
  say(`  ${counted(kinds)}`);
  const held = Map.groupBy(holds, ({ by }) => by);
  const detached = rows.transactions.filter((each) => each.detached).length;
  const followed = rows.transactions.filter(isFollowed).length;
  say(
    `  held: ${counted(held) || 'none'}; ${detached} attempts let their carts go on, ${followed} of them are followed still`,
  );
  say(`  ${decided.size} reviews were decided, ${givenBack.size} payers got their money back`);
}

function counted(groups: ReadonlyMap<string, readonly unknown[]>): string {
  return [...groups].map(([name, list]) => `${list.length} × ${name}`).join(', ');
}
