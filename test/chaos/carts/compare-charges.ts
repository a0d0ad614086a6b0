import type { Charged } from '../charged.ts';
import type { SeenEvent } from '../receiver.ts';
import {
  chargesOfCarts,
  dinars,
  isSuccess,
  paidVersion,
  saying,
  type CartBooks,
  type CartCharge,
} from './cart-books.ts';
import type { TransactionRecord } from './cart-rows.ts';
import type { Shopped } from './told-shopper.ts';

/** M51: another amount than the newest may have been paid. */
const OTHER_AMOUNT: ReadonlySet<string> = new Set(['settled_amount_differs', 'amount_superseded']);

/** M27, M33, M35: nobody said what became of it, for as long as anybody is asked. */
const NO_ANSWER: ReadonlySet<string> = new Set([
  'settled_amount_awaited',
  'open_after_last_check',
  'inquiries_proved_nothing',
  'challenge_unanswered',
]);

/** Faults in what was charged for carts that nothing later mends. */
export function certainChargeFaults(books: CartBooks, ledger: readonly Charged[]): string[] {
  const charges = chargesOfCarts(books.rows, ledger);
  return [
    ...sentTwice(books),
    ...paidTwice(books),
    ...paidWrongly(books, charges),
    ...chargedTwice(books, charges),
    ...reviewedForNothing(books, charges),
  ];
}

/** M53, promise 8: when all is quiet, every charge of a cart is paid, or given back by people who had looked at it. */
export function unexplainedCharges({ rows, givenBack }: CartBooks, ledger: readonly Charged[]): string[] {
  return chargesOfCarts(rows, ledger).flatMap(({ transaction, charges }) => {
    const { cart_id: id, state, order_no } = transaction;
    const should = charges.length > 0 && !givenBack.has(order_no);
    if (isSuccess(state) === should) return [];
    const otherwise = charges.length > 0 ? 'it was given back' : 'Ottu charged nothing';
    return [`wrong: cart ${id}: ${should ? 'Ottu charged it' : otherwise}; ${saying(transaction)}`];
  });
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

/** M36, in minutes of the rules: so long after it was replaced a session is looked at before anything else is paid; no gateway is quicker. */
const LOOKED_AT = 10;

interface DatedCharge extends Charged {
  readonly transaction: TransactionRecord;
}

/**
 * M35, M36: a cart is charged a second time only where an attempt without an end let it go on, or where a gateway has
 * changed its mind about a session that had ended. Neither excuses a payment that was asked for after the first charge.
 */
function chargedTwice(books: CartBooks, charges: readonly CartCharge[]): string[] {
  const shoppers = new Map(books.shopped.map((each) => [each.cartId, each]));
  return [...Map.groupBy(charges, ({ transaction }) => transaction.cart_id)].flatMap(([id, own]) => {
    const all = own
      .flatMap(({ transaction, charges: list }) => list.map((charge): DatedCharge => ({ ...charge, transaction })))
      .toSorted((one, other) => one.chargedAt - other.chargedAt);
    const [first, ...others] = all;
    if (first === undefined || others.length === 0) return [];
    const by = shoppers.get(id);
    const told = `double: cart ${id} was charged ${all.length} times`;
    if (others.some((other) => wasAskedAfter(first, other, by, books))) {
      return [`${told}, the second time by a payment that was asked for after the first (M36)`];
    }
    const mayGoOn = own.some(({ transaction }) => transaction.detached);
    return mayGoOn || others.every((other) => isLateWord(other, by) || isLateWord(first, by))
      ? []
      : [`${told}, and no attempt had let it go on (M35)`];
  });
}

/** Whether the second charge came by a payment of this service that was begun when the first could have been seen. */
function wasAskedAfter(
  first: DatedCharge,
  second: Charged,
  shopped: Shopped | undefined,
  { history, timeScale }: CartBooks,
): boolean {
  const onPage = shopped?.acts.some(({ reference }) => reference === second.reference_number) ?? true;
  if (shopped === undefined || onPage) return false;
  const asked = shopped.keysMadeAt.findLast((at) => at <= second.chargedAt);
  if (asked === undefined || asked <= first.chargedAt) return false;
  if (first.transaction.detached) return true;
  const last = history.get(first.transaction.payment_id)?.activity.findLast((at) => at <= asked);
  return last !== undefined && asked - last < (LOOKED_AT * 60_000) / timeScale;
}

/** How many charges of carts beyond the first there were: each of them is told as one (M53). */
export function untoldDoubles({ rows }: CartBooks, ledger: readonly Charged[], events: readonly SeenEvent[]): string[] {
  const told = Map.groupBy(
    events.filter(({ type }) => type === 'payment.duplicate'),
    ({ paymentId }) => paymentId,
  );
  const byCart = Map.groupBy(chargesOfCarts(rows, ledger), ({ transaction }) => transaction.cart_id);
  return [...byCart].flatMap(([id, own]) => {
    const charged = own.reduce((sum, { charges }) => sum + charges.length, 0);
    const duplicates = own.reduce((sum, { transaction }) => sum + (told.get(transaction.payment_id)?.length ?? 0), 0);
    if (charged <= 1 && duplicates === 0) return [];
    return duplicates === charged - 1
      ? []
      : [`double: cart ${id} was charged ${charged} times, and payment.duplicate was told ${duplicates} times`];
  });
}

/** What the gateway said late, by the hand of the payer, of a session that had ended. */
function isLateWord({ reference_number: reference }: Charged, shopped: Shopped | undefined): boolean {
  return shopped?.acts.some((act) => act.late && act.reference === reference) ?? false;
}

/** M50, M51: what is paid is a version that the transaction was brought to, at its quote, and nothing else. */
function paidWrongly({ rows, givenBack }: CartBooks, charges: readonly CartCharge[]): string[] {
  const quotes = new Map(rows.quotes.map((quote) => [`${quote.cart_id} ${quote.version}`, quote]));
  return charges.flatMap(({ transaction, cart, charges: own }) => {
    if (!isSuccess(transaction.state) || cart === undefined) return [];
    const { order_no } = transaction;
    const faults = cart.state === 'paid' ? [] : [`wrong: cart ${cart.id} is ${cart.state}, and ${order_no} is paid`];
    const [first] = own;
    if (first === undefined || givenBack.has(order_no)) return faults;
    const version = paidVersion(transaction, first.amount);
    const quote = quotes.get(`${cart.id} ${version ?? ''}`);
    if (quote !== undefined && dinars(quote.total_minor) === first.amount) return faults;
    const costs = quote === undefined ? 'is no version of it' : `costs ${dinars(quote.total_minor)}`;
    return [
      ...faults,
      `wrong: ${order_no} of cart ${cart.id} is paid with ${first.amount}, and version ${version ?? ''} ${costs}`,
    ];
  });
}

/** M27, M51: people are asked for reasons that the books bear out; that a cart has moved on is none. */
function reviewedForNothing({ rows }: CartBooks, charges: readonly CartCharge[]): string[] {
  const charged = new Map<string, number>();
  for (const { transaction, charges: own } of charges) {
    charged.set(transaction.cart_id, (charged.get(transaction.cart_id) ?? 0) + own.length);
  }
  return rows.transactions.flatMap((transaction) =>
    transaction.review_reasons.flatMap((reason) => {
      if (NO_ANSWER.has(reason)) return [];
      if (reason === 'duplicate_payment' && (charged.get(transaction.cart_id) ?? 0) > 1) return [];
      if (OTHER_AMOUNT.has(reason) && transaction.amounts.length > 1) return [];
      return [`review: ${reason} is no reason that this run gives; ${saying(transaction)}`];
    }),
  );
}
