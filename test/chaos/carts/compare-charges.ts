import type { Charged } from '../charged.ts';
import { isLateWord } from './at-rest.ts';
import { chargesOfCarts, dinars, isSuccess, saying, type CartBooks, type CartCharge } from './cart-books.ts';
import type { QuoteRecord } from './cart-rows.ts';
import type { Shopped } from './told-shopper.ts';

/** M51: what was paid is not what the cart is about by now. */
const OTHER_VERSION: ReadonlySet<string> = new Set(['cart_changed', 'settled_amount_differs', 'amount_superseded']);

/** Faults in what was charged for carts that nothing later mends. */
export function certainChargeFaults(books: CartBooks, ledger: readonly Charged[]): string[] {
  return [...sentTwice(books), ...paidTwice(books), ...paidWrongly(books, chargesOfCarts(books.rows, ledger))];
}

/** M53, promise 8: when all is quiet, every charge of a cart is paid, or for people to look at for a reason that is one. */
export function unexplainedCharges({ rows, shopped }: CartBooks, ledger: readonly Charged[]): string[] {
  const charges = chargesOfCarts(rows, ledger);
  const byCart = Map.groupBy(charges, ({ transaction }) => transaction.cart_id);
  const shoppers = new Map(shopped.map((each) => [each.cartId, each]));
  return [...byCart].flatMap(([cartId, own]) => {
    const charged = own.filter((each) => each.charges.length > 0);
    return own.flatMap((each) => {
      const fault = explained(each, charged.length, shoppers.get(cartId));
      return fault === undefined ? [] : [`wrong: cart ${cartId}: ${fault}; ${saying(each.transaction)}`];
    });
  });
}

function explained({ transaction, cart, charges }: CartCharge, charged: number, by?: Shopped): string | undefined {
  const { state, review_reasons: reasons } = transaction;
  if (charges.length === 0) return isSuccess(state) ? 'Ottu charged nothing' : undefined;
  if (isSuccess(state)) return undefined;
  if (isLateWord(transaction)) return undefined;
  if (state !== 'needs_review' || reasons.length === 0) return 'Ottu charged it';
  // Beside a reason that concerns the cart, the service asks no more for the settled amount.
  const explaining = reasons.length === 1 ? reasons : reasons.filter((reason) => reason !== 'settled_amount_awaited');
  for (const reason of explaining) {
    if (reason === 'duplicate_payment') {
      if (charged < 2) return 'nothing else was charged for it';
    } else if (OTHER_VERSION.has(reason)) {
      if (cart?.version === transaction.first_version) return 'it was never changed';
      // M55: what this service charges is what it holds still.
      if (by?.shopper.way === 'wallet') return 'it was changed while it was being paid';
    } else {
      return 'it is looked at for a reason that no fault of this run gives';
    }
  }
  return undefined;
}

/** M2, M8: a key's call is made once, ever. */
function sentTwice({ calls }: CartBooks): string[] {
  return [...calls].flatMap(([key, count]) =>
    count > 1 ? [`double: key ${key} was sent to Ottu ${count} times`] : [],
  );
}

/** M53: of all payments of a cart one is paid, and the others are not reported as that. */
function paidTwice({ rows }: CartBooks): string[] {
  const paid = rows.transactions.filter(({ state }) => isSuccess(state));
  return [...Map.groupBy(paid, ({ cart_id: id }) => id)].flatMap(([id, own]) =>
    own.length > 1 ? [`double: cart ${id} is paid by ${own.map(({ order_no }) => order_no).join(' and ')}`] : [],
  );
}

/** M50, M51: what is paid is the version that the cart has now, at its quote, and not a fils else. */
function paidWrongly({ rows }: CartBooks, charges: readonly CartCharge[]): string[] {
  return charges.flatMap(({ transaction, cart, charges: own }) => {
    if (!isSuccess(transaction.state) || cart === undefined) return [];
    const { order_no } = transaction;
    const total = quoteOf(rows.quotes, cart.id, cart.version);
    const amounts = own.map(({ amount }) => amount).join(' and ');
    return [
      ...(cart.state === 'paid' ? [] : [`wrong: cart ${cart.id} is ${cart.state}, and ${order_no} is paid`]),
      ...(own.length === 0 || amounts === total
        ? []
        : [
            `wrong: cart ${cart.id} costs ${total} in version ${cart.version}, and ${order_no} is paid with ${amounts}`,
          ]),
    ];
  });
}

function quoteOf(quotes: readonly QuoteRecord[], cartId: string, version: number): string {
  const quote = quotes.find((each) => each.cart_id === cartId && each.version === version);
  return quote === undefined ? 'nothing' : dinars(quote.total_minor);
}
