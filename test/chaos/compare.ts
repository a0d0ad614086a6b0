import { certainDebitFaults, quietDebitFaults } from './auto-debits/compare-debits.ts';
import { isSettled } from './books.ts';
import { SUCCESS } from './charged.ts';
import { eventFaults, lastWordFaults } from './compare-events.ts';
import { certainCartFaults, quietCartFaults } from './carts/compare-carts.ts';
import { chargesByOrder, chargesOf, described, oneStepPayments, type Books } from './ledger-view.ts';
import type { Conclusion } from './merchant.ts';
import { certainOperationFaults, quietOperationFaults } from './operations/compare-operations.ts';

/** Holds the service's books, and what merchants were told, against Ottu's ledger. One sentence for each fault. */
export function findFaults(books: Books): string[] {
  return [
    ...findCertainFaults(books),
    ...unresolved(books),
    ...wrongStates(books),
    ...quietCartFaults(books),
    ...lastWordFaults(books),
    ...quietOperationFaults(books.operations, books.events),
    ...quietDebitFaults(books),
  ];
}

/** The faults that nothing later mends: they may be looked for before all is quiet. */
export function findCertainFaults(books: Books): string[] {
  return [
    ...doubleCharges(books),
    ...certainCartFaults(books),
    ...lies(books),
    ...eventFaults(books),
    ...certainOperationFaults(books.operations),
    ...certainDebitFaults(books),
  ];
}

function doubleCharges(books: Books): string[] {
  const charges = chargesByOrder(books);
  const known = new Map(books.payments.map((payment) => [payment.id, payment]));
  const booked = new Set(books.payments.map(({ order_no }) => order_no));
  const faults: string[] = [];
  // Of carts each has books of its own: what is charged for one is counted over all its payments (M53).
  const ofCarts = new Set(books.carts.rows.transactions.map(({ order_no }) => order_no));
  for (const [order, count] of charges) {
    if (count > 1 && !ofCarts.has(order)) faults.push(`double: ${order} was charged ${count} times`);
    if (!booked.has(order)) faults.push(`lost: ${order} was charged and no payment knows of it`);
  }
  for (const { intent, conclusions } of books.told) {
    const ids = new Set(conclusions.flatMap(({ paymentId }) => (paymentId === undefined ? [] : [paymentId])));
    if (ids.size > 1) faults.push(`double: key ${intent.key} has ${ids.size} payments`);
    const charged = [...ids].reduce((sum, id) => sum + (charges.get(known.get(id)?.order_no ?? '') ?? 0), 0);
    if (charged > 1) faults.push(`double: key ${intent.key} was charged ${charged} times`);
  }
  return faults;
}

function unresolved(books: Books): string[] {
  return oneStepPayments(books)
    .filter((payment) => !isSettled(payment))
    .map(({ order_no, state, review_reasons }) => `unresolved: ${order_no} is ${state} (${review_reasons.join(', ')})`);
}

function wrongStates(books: Books): string[] {
  const charges = chargesByOrder(books);
  const amounts = new Map(chargesOf(books).map(({ order_no, amount }) => [order_no, amount]));
  return oneStepPayments(books).flatMap((payment) => {
    const charged = charges.has(payment.order_no);
    if (charged !== SUCCESS.has(payment.state)) {
      return [`wrong: ${payment.order_no} is ${payment.state} and Ottu ${charged ? 'charged it' : 'charged nothing'}`];
    }
    if (charged && amounts.get(payment.order_no) !== payment.amount) {
      return [`wrong: ${payment.order_no} has another amount`];
    }
    return [];
  });
}

/** It is about the store or the process, and says nothing of the payment. */
const OF_THE_REQUEST: ReadonlySet<string> = new Set(['store_unavailable', 'shutting_down', 'internal_error']);

/** What a merchant was told once must have stayed true. */
function lies(books: Books): string[] {
  const charges = chargesByOrder(books);
  const chargedAt = new Map(chargesOf(books).map(({ order_no, chargedAt: at }) => [order_no ?? '', at]));
  const byId = new Map(books.payments.map((payment) => [payment.id, payment]));
  return books.told.flatMap(({ intent, conclusions }) =>
    conclusions.flatMap((conclusion) => {
      const payment = byId.get(conclusion.paymentId ?? '');
      const charged = payment !== undefined && charges.has(payment.order_no);
      const finalNone = conclusion.outcome === 'none' && conclusion.code === 'ottu_rejected';
      const chargedBefore = (chargedAt.get(payment?.order_no ?? '') ?? Infinity) < conclusion.asked;
      if (conclusion.outcome === 'none' && chargedBefore && !OF_THE_REQUEST.has(conclusion.code ?? '')) {
        return [`lie: ${intent.key} was told none (${saying(conclusion)}) after it was charged`];
      }
      if (finalNone && charged) return [`lie: ${intent.key} was told that nothing was charged`];
      if (conclusion.untrue) {
        return [`lie: ${intent.key} was told that nothing was sent; ${described(payment, books)}`];
      }
      const taken = takenBack(conclusion, conclusions);
      if (taken !== undefined) {
        return [`lie: ${intent.key} was told ${taken.state}, then ${saying(conclusion)}; ${described(payment, books)}`];
      }
      if (conclusion.outcome !== 'final' || conclusion.state === undefined) return [];
      return SUCCESS.has(conclusion.state) === charged ? [] : [`lie: ${intent.key} was told ${conclusion.state}`];
    }),
  );
}

/** The success that was told before this answer was asked for, and of which this answer no longer knows (M22). */
function takenBack(answer: Conclusion, all: readonly Conclusion[]): Conclusion | undefined {
  if (answer.paymentId === undefined || SUCCESS.has(answer.state ?? '')) return undefined;
  return all.find(
    ({ heard, paymentId, state }) =>
      heard < answer.asked && paymentId === answer.paymentId && state !== undefined && SUCCESS.has(state),
  );
}

function saying({ status, code, state }: Conclusion): string {
  return `${status} ${state ?? code ?? ''}`.trim();
}
