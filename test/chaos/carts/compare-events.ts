import type { Charged } from '../charged.ts';
import type { Line, SeenEvent } from '../receiver.ts';
import { chargesOfCarts, isSuccess, paidVersion, type CartBooks } from './cart-books.ts';
import type { TransactionRecord } from './cart-rows.ts';

/** M50: what a merchant delivers is what was paid for: the lines of that version, whatever the cart holds by now. */
export function wrongPurchases(
  { rows }: CartBooks,
  ledger: readonly Charged[],
  events: readonly SeenEvent[],
): string[] {
  const byPayment = new Map(chargesOfCarts(rows, ledger).map((each) => [each.transaction.payment_id, each]));
  const quotes = new Map(rows.quotes.map((quote) => [`${quote.cart_id} ${quote.version}`, quote]));
  return events.flatMap((event) => {
    const own = byPayment.get(event.paymentId);
    if (own === undefined || !isSuccess(event.state)) return [];
    const { orderNo, amount, purchase, addedSince } = event;
    const [first] = own.charges;
    const charged = first?.amount ?? 'nothing';
    const version = paidVersion(own.transaction, charged);
    const told = `events: ${orderNo} was told as paid with ${amount} for version ${purchase.version ?? ''}`;
    if (charged !== amount || charged !== purchase.total || purchase.version !== version) {
      return [`${told} of ${purchase.total ?? ''}; Ottu charged ${charged}, which is version ${version ?? ''}`];
    }
    const { cart } = own;
    const quote = quotes.get(`${own.transaction.cart_id} ${version ?? ''}`);
    if (quote !== undefined && linesOf(quote.lines) !== linesOf(purchase.lines)) {
      return [`${told}, with ${linesOf(purchase.lines)} in place of ${linesOf(quote.lines)}`];
    }
    // A cart that is paid changes no more.
    const newest = quotes.get(`${cart?.id ?? ''} ${cart?.version ?? ''}`);
    if (quote === undefined || newest === undefined || event.type !== `payment.${event.state}`) return [];
    const added = addedTo(quote.lines, newest.lines);
    return linesOf(added) === linesOf(addedSince)
      ? []
      : [`${told}, with ${linesOf(addedSince) || 'nothing'} added since in place of ${linesOf(added) || 'nothing'}`];
  });
}

function linesOf(lines: readonly Line[]): string {
  return lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ');
}

/** The pieces that the one has more of. */
function addedTo(before: readonly Line[], after: readonly Line[]): Line[] {
  const had = new Map(before.map(({ sku, quantity }) => [sku, quantity]));
  return after.flatMap(({ sku, quantity }) => {
    const more = quantity - (had.get(sku) ?? 0);
    return more > 0 ? [{ sku, quantity: more }] : [];
  });
}

/** M53: a charge beside another payment of its cart is published as a duplicate. */
export function untoldDuplicates({ rows, decided }: CartBooks, events: readonly SeenEvent[]): string[] {
  const told = new Set(events.flatMap(({ type, paymentId }) => (type === 'payment.duplicate' ? [paymentId] : [])));
  return rows.transactions.flatMap(({ payment_id: id, order_no, review_reasons: reasons }) =>
    // What people have decided is for review no more.
    reasons.includes('duplicate_payment') === told.has(id) || (told.has(id) && decided.has(order_no))
      ? []
      : [
          `events: ${order_no} is for review (${reasons.join(', ')}), and payment.duplicate was ${told.has(id) ? '' : 'not '}told`,
        ],
  );
}

/** No event is due for a session that follows a cart and was never handed out nor charged, nor for one that is open. */
export function mayBeSilent({ state, handed_out: handedOut, attempts }: TransactionRecord): boolean {
  return ['created', 'sending', 'action_required'].includes(state) || (!handedOut && attempts.length === 0);
}
