import type { BookedPayment } from './books.ts';
import { mayBeSilent } from './carts/compare-events.ts';
import { SUCCESS } from './charged.ts';
import { chargesByOrder, described, isPageUnseen, type Books } from './ledger-view.ts';
import type { SeenEvent } from './receiver.ts';

const SUCCESS_EVENTS: ReadonlySet<string> = new Set([...SUCCESS].map((state) => `payment.${state}`));

/** M90: every payment's events come in order, none is missing or said twice, and a success is never taken back. */
export function eventFaults(books: Books): string[] {
  return everyPayment(books, (payment, own) => {
    const faults = own.flatMap(({ sequence }, index) =>
      sequence === index + 1 ? [] : [`${payment.order_no} got sequence ${sequence} as number ${index + 1}`],
    );
    const told = own.map(({ sequence, type }) => `${sequence} ${type}`).join(', ');
    const aside = (): string => `(told: ${told}; ${described(payment, books)})`;
    // M27: what people have decided is no step back; it says who did.
    const success = own.findIndex(({ state }) => SUCCESS.has(state));
    if (success !== -1 && own.slice(success).some(({ state }) => !SUCCESS.has(state))) {
      faults.push(`${payment.order_no} was moved back from ${own[success]?.state ?? ''} ${aside()}`);
    }
    // A review of what is paid may well be published more than once, each time with another reason.
    const twice = own.find(
      ({ type }, index) => SUCCESS_EVENTS.has(type) && own.slice(0, index).some((earlier) => earlier.type === type),
    );
    if (twice !== undefined) faults.push(`${payment.order_no} was told ${twice.type} more than once ${aside()}`);
    return faults;
  });
}

/** M90: when all is quiet, the last event of every payment says what the payment is. */
export function lastWordFaults(books: Books): string[] {
  const ofCarts = new Map(books.carts.rows.transactions.map((each) => [each.payment_id, each]));
  const charges = chargesByOrder(books);
  return everyPayment(books, (payment, own) => {
    const last = own.at(-1);
    const ofCart = ofCarts.get(payment.id);
    if (last === undefined && ofCart !== undefined && mayBeSilent(ofCart)) return [];
    if (last === undefined && isPageUnseen(payment, charges)) return [];
    if (last === undefined) return [`nothing was said about ${payment.order_no}, which is ${payment.state}`];
    return last.state === payment.state
      ? []
      : [`${payment.order_no} is ${payment.state}, and the last word was ${last.state}`];
  });
}

function everyPayment(
  { payments, events }: Books,
  look: (payment: BookedPayment, own: readonly SeenEvent[]) => readonly string[],
): string[] {
  const byPayment = Map.groupBy(events, ({ paymentId }) => paymentId);
  return payments.flatMap((payment) =>
    look(payment, byPayment.get(payment.id) ?? []).map((fault) => `events: ${fault}`),
  );
}
