import type { Charged } from '../charged.ts';
import { chargesOfCarts, type CartBooks } from './cart-books.ts';
import type { TransactionRecord } from './cart-rows.ts';
import type { PaymentHistory } from './history.ts';
import type { Shopped } from './told-shopper.ts';

const MINUTE_MS = 60_000;

/** M31, in minutes of the rules. */
const EARLY = [1, 5, 15, 60];
const SOON = 6;
const PENDING_OFTEN = 60;
const LATER_PENDING = 15;

/**
 * M31: what was paid is found by this service's own looks although its event was lost: within 6 minutes where Ottu showed
 * `pending` or the shopper has read the status since, and else at the next look after the payment's last activity.
 *
 * @param now when the books were read.
 */
export function foundTooLate(books: CartBooks, ledger: readonly Charged[], now: number): string[] {
  const { rows, history, shopped, timeScale } = books;
  const shoppers = new Map(shopped.map((each) => [each.cartId, each]));
  const minute = MINUTE_MS / timeScale;
  return chargesOfCarts(rows, ledger).flatMap(({ transaction, charges }) => {
    const known = history.get(transaction.payment_id);
    const [charge] = charges;
    if (known === undefined || charge === undefined) return [];
    const due = dueAt(charge, known, transaction, shoppers.get(transaction.cart_id), minute);
    const found = known.found_at ?? undefined;
    if ((found ?? now) <= due.at + books.machine) {
      if (found !== undefined || known.next_at !== null || books.decided.has(transaction.order_no)) return [];
      return [`late: ${transaction.order_no} was charged, and nobody will look at it any more (${transaction.state})`];
    }
    const minutes = Math.round(((found ?? now) - charge.chargedAt) / minute);
    const when = found === undefined ? `is not found ${minutes} minutes later` : `was found ${minutes} minutes later`;
    return [`late: ${transaction.order_no} was paid and ${when}, although ${due.why}`];
  });
}

interface Due {
  readonly at: number;
  readonly why: string;
}

function dueAt(
  { chargedAt }: Charged,
  { found_at: foundAt, pending_at: pendingAt, activity }: PaymentHistory,
  { handed_out: handedOut }: TransactionRecord,
  shopped: Shopped | undefined,
  minute: number,
): Due {
  const before = foundAt ?? Number.POSITIVE_INFINITY;
  const read = shopped?.told.find(
    ({ about, asked, heard, httpStatus }) =>
      about === 'payment' && httpStatus === 200 && asked >= chargedAt && heard < before,
  );
  const dues: Due[] = [nextLook(chargedAt, before, activity, minute)];
  if (read !== undefined && handedOut) dues.push({ at: read.heard + SOON * minute, why: 'the shopper has looked' });
  if (pendingAt !== null && pendingAt < before) {
    const often = chargedAt - pendingAt < PENDING_OFTEN * minute;
    const from = Math.max(chargedAt, pendingAt);
    dues.push({ at: from + (often ? SOON : LATER_PENDING + 1) * minute, why: 'Ottu had shown pending' });
  }
  return dues.reduce((one, other) => (other.at < one.at ? other : one));
}

/** Each activity begins M31's looks anew, and the first of them comes a minute later. */
function nextLook(chargedAt: number, before: number, activity: readonly number[], minute: number): Due {
  const why = 'it was time for the next look';
  const last = activity.findLast((at) => at <= chargedAt);
  const next = last === undefined ? undefined : EARLY.map((wait) => last + wait * minute).find((at) => at >= chargedAt);
  const since = activity.findLast((at) => at > chargedAt && at < before);
  if (next === undefined && since === undefined) return { at: Number.POSITIVE_INFINITY, why };
  return { at: Math.max(next ?? 0, since === undefined ? 0 : since + minute), why };
}
