import type { Charged } from '../charged.ts';
import { chargesOfCarts, type CartBooks, type CartCharge } from './cart-books.ts';
import type { Hold } from './hold.ts';
import type { Shopped, ToldShopper } from './told-shopper.ts';

/** M91: words that say that no money has moved. */
const NOTHING_MOVED: ReadonlySet<string> = new Set(['open', 'declined', 'try_another_method', 'expired']);

/**
 * Problems that say of their own request alone that it charged nothing, before Ottu was asked: it was not about the cart
 * as it is, or this service could not even look.
 */
const OF_THE_REQUEST: ReadonlySet<string> = new Set([
  'cart_changed',
  'cart_closed',
  'cart_frozen',
  'cart_empty',
  'cart_busy',
  'precondition_required',
  'rate_limited',
  'store_unavailable',
  'shutting_down',
  'internal_error',
]);

/** So long a transaction may wait for its cart's lock, and for its COMMIT, after it has written when the success was told. */
const COMMITTED_MS = 1_500;

/** A charge, and from when on no shopper may be told that there is none. */
interface Known {
  readonly charge: Charged;
  readonly order: string;
  /** It was told, or its own call was made by this service: then it knows that it may have been charged. */
  readonly statusFrom: number;
  /** Checkout and payment look at Ottu first (M51, M53, M55), so that they know at once. */
  readonly noneFrom: number;
}

/**
 * What shoppers were told although the ledger had a charge of their cart, or although the cart was held (M35, M56a). An
 * answer that was asked for before the charge says nothing.
 */
export function untrueWords(books: CartBooks, ledger: readonly Charged[]): string[] {
  const charges = Map.groupBy(
    chargesOfCarts(books.rows, ledger).filter((each) => each.charges.length > 0),
    ({ transaction }) => transaction.cart_id,
  );
  const holds = Map.groupBy(books.holds, ({ cartId }) => cartId);
  return books.shopped.flatMap((shopped) => {
    const id = shopped.cartId ?? '';
    const known = (charges.get(id) ?? []).flatMap((each) => knownFrom(each, shopped, books));
    return shopped.told.flatMap((told) => {
      const fault = untrue(told, known) ?? openWhileHeld(told, holds.get(id) ?? []);
      return fault === undefined ? [] : [`lie: the shopper of cart ${id} was told ${fault}`];
    });
  });
}

function knownFrom({ transaction, charges }: CartCharge, { acts }: Shopped, books: CartBooks): Known[] {
  // He has his money back: by then nothing was charged.
  if (books.givenBack.has(transaction.order_no)) return [];
  const found = (books.history.get(transaction.payment_id)?.found_at ?? Number.POSITIVE_INFINITY) + COMMITTED_MS;
  return charges.map((charge) => {
    const act = acts.find(({ reference }) => reference === charge.reference_number);
    return {
      charge,
      order: transaction.order_no,
      statusFrom: act === undefined ? charge.chargedAt : Math.max(found, charge.chargedAt),
      // The gateway's late word is about a session that the cart may have gone on without long ago.
      noneFrom: act?.late === true ? Math.max(found, charge.chargedAt) : charge.chargedAt,
    };
  });
}

function untrue({ about, asked, heard, httpStatus, code, outcome, payment }: ToldShopper, known: readonly Known[]) {
  if (payment !== undefined && NOTHING_MOVED.has(payment.status) && payment.earlier_payment !== 'checking') {
    // A replay tells of the payment that its key stands for (M9).
    const own = known.find(
      ({ statusFrom, order }) => statusFrom < asked && (about !== 'payments' || order === payment.order_no),
    );
    if (own !== undefined) return `${payment.status} ${since(own, heard)}`;
  }
  if (httpStatus >= 400 && outcome === 'none' && !OF_THE_REQUEST.has(code ?? '')) {
    const own = known.find(({ noneFrom }) => noneFrom < asked);
    if (own !== undefined) return `none by ${about} (${httpStatus} ${code ?? ''}) ${since(own, heard)}`;
  }
  return undefined;
}

function since({ charge, order, statusFrom }: Known, heard: number): string {
  const ms = (from: number): number => Math.round(heard - from);
  const known = statusFrom > charge.chargedAt ? `, and ${ms(statusFrom)} after this service knew` : '';
  return `${ms(charge.chargedAt)} ms after ${order} was charged${known}`;
}

/** M56a: held is `checking` or `action_required`. */
function openWhileHeld({ about, asked, heard, payment }: ToldShopper, holds: readonly Hold[]): string | undefined {
  if (about !== 'payment' || payment?.status !== 'open') return undefined;
  const hold = holds.find(({ first, last, unbroken }) => unbroken && first < asked && heard < last);
  return hold === undefined ? undefined : `open while the cart was held by ${hold.by}`;
}
