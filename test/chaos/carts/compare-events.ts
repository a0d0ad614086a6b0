import type { Charged } from '../charged.ts';
import type { SeenEvent } from '../receiver.ts';
import { chargesOfCarts, isSuccess, type CartBooks, type CartCharge } from './cart-books.ts';
import type { TransactionRecord } from './cart-rows.ts';

/** M50: what a merchant delivers is what was paid for. */
export function wrongPurchases(
  { rows }: CartBooks,
  ledger: readonly Charged[],
  events: readonly SeenEvent[],
): string[] {
  const byPayment = new Map(chargesOfCarts(rows, ledger).map((each) => [each.transaction.payment_id, each]));
  return events.flatMap((event) => {
    const own = byPayment.get(event.paymentId);
    return own === undefined || !isSuccess(event.state) ? [] : wrongPurchase(event, own);
  });
}

function wrongPurchase({ orderNo, amount, purchase }: SeenEvent, { cart, charges }: CartCharge): string[] {
  const charged = charges.map((each) => each.amount).join(' and ');
  const same = charged === amount && charged === purchase.total && purchase.version === cart?.version;
  if (same) return [];
  return [
    `events: ${orderNo} was told as paid with ${amount} for version ${purchase.version ?? ''} of ${purchase.total ?? ''}; ` +
      `Ottu charged ${charged === '' ? 'nothing' : charged}, and the cart's version is ${cart?.version ?? ''}`,
  ];
}

/** M53: a charge beside another payment of its cart is published as a duplicate. */
export function untoldDuplicates({ rows }: CartBooks, events: readonly SeenEvent[]): string[] {
  const told = new Set(events.flatMap(({ type, paymentId }) => (type === 'payment.duplicate' ? [paymentId] : [])));
  return rows.transactions.flatMap(({ payment_id: id, order_no, review_reasons: reasons }) =>
    reasons.includes('duplicate_payment') === told.has(id)
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
