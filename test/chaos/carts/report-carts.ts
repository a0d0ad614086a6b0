import type { Books } from '../ledger-view.ts';
import { isLateWord, isWaitedFor } from './at-rest.ts';
import { chargesOfCarts, isSuccess } from './cart-books.ts';

/** What shoppers did and what became of it: a run in which nothing happens must not pass for one in which all is well. */
export function reportCarts({ carts: { rows, shopped }, ledger }: Books, say: (line: string) => void): void {
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
  const held = rows.transactions.filter(isWaitedFor).length;
  say(
    `  ${shopped.length} shoppers (${counted(ways)}), ${rows.carts.length} carts (${counted(states)}) with ` +
      `${rows.transactions.length} transactions, ${paid} paid; for review: ${counted(reasons) || 'none'}`,
  );
  say(`  ${counted(kinds)}`);
  if (held > 0) {
    say(`  ${held} carts are held by a call that Ottu never got, until its session is over (M23, M31)`);
  }
  const late = chargesOfCarts(rows, ledger).filter((each) => each.charges.length > 0 && isLateWord(each.transaction));
  if (late.length > 0) say(`  ${late.length} late charges whose event was lost wait for the last looks (M31)`);
}

function counted(groups: ReadonlyMap<string, readonly unknown[]>): string {
  return [...groups].map(([name, list]) => `${list.length} × ${name}`).join(', ');
}
