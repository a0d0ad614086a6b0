import { PAGE } from './auto-debits/begin-agreement.ts';
import type { DebitBooks } from './auto-debits/debit-books.ts';
import type { BookedPayment } from './books.ts';
import type { CartBooks } from './carts/cart-books.ts';
import { MONEY, type Charged } from './charged.ts';
import type { Told } from './merchant.ts';
import type { ServedBook } from './operations/operation-books.ts';
import type { SeenEvent } from './receiver.ts';

export interface Books {
  /** Ottu's own: what was really charged. */
  readonly ledger: readonly Charged[];
  readonly payments: readonly BookedPayment[];
  readonly told: readonly Told[];
  readonly events: readonly SeenEvent[];
  readonly carts: CartBooks;
  /** Of the payments of which something was asked after their sale. */
  readonly operations: readonly ServedBook[];
  /** Of what was charged under agreements. */
  readonly debits: DebitBooks;
}

/** What was taken or held; operations after the sale are not among it. */
export function chargesOf({ ledger }: Books): readonly Charged[] {
  return ledger.filter(({ kind }) => MONEY.has(kind));
}

export function chargesByOrder(books: Books): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { order_no } of chargesOf(books)) counts.set(order_no ?? '', (counts.get(order_no ?? '') ?? 0) + 1);
  return counts;
}

/** The two sides of a fault: what Ottu's ledger holds about a payment, and what the service has stored. */
export function described(payment: BookedPayment | undefined, { ledger }: Books): string {
  if (payment === undefined) return 'no such payment is stored';
  const charges = ledger.filter(({ order_no, kind }) => order_no === payment.order_no && MONEY.has(kind));
  const charged = charges.map(({ kind, amount }) => `${kind} ${amount}`).join(', ');
  return `Ottu's ledger has ${charged === '' ? 'nothing' : charged}, stored is ${payment.state} ${payment.amount}`;
}

/** The payments that merchants' servers asked for; those of carts have books of their own. */
export function oneStepPayments(books: Books): readonly BookedPayment[] {
  const ofCarts = new Set(books.carts.rows.transactions.map(({ payment_id: id }) => id));
  const charges = chargesByOrder(books);
  return books.payments.filter((payment) => !ofCarts.has(payment.id) && !isPageUnseen(payment, charges));
}

/** M31: a page of which the answer was lost was handed out to nobody: it is not looked at, and nothing is said of it. */
export function isPageUnseen({ order_no: order, state }: BookedPayment, charges: ReadonlyMap<string, number>): boolean {
  return order.startsWith(PAGE) && state === 'created' && !charges.has(order);
}
