import type { BookedPayment } from './books.ts';
import { isSettled } from './books.ts';
import type { Told } from './merchant.ts';
import type { SeenEvent } from './receiver.ts';

interface Charged {
  readonly order_no: string | null;
  readonly amount: string;
  readonly kind: string;
}

export interface Books {
  /** Ottu's own: what was really charged. */
  readonly ledger: readonly Charged[];
  readonly payments: readonly BookedPayment[];
  readonly told: readonly Told[];
  readonly events: readonly SeenEvent[];
}

const MONEY = new Set(['charge', 'authorization']);
const SUCCESS = new Set(['paid', 'authorized', 'cod']);

/** Holds the service's books, and what merchants were told, against Ottu's ledger. One sentence for each fault. */
export function findFaults(books: Books): string[] {
  return [...doubleCharges(books), ...unresolved(books), ...wrongStates(books), ...lies(books), ...eventFaults(books)];
}

function chargesByOrder({ ledger }: Books): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { order_no, kind } of ledger) {
    if (MONEY.has(kind)) counts.set(order_no ?? '', (counts.get(order_no ?? '') ?? 0) + 1);
  }
  return counts;
}

function doubleCharges(books: Books): string[] {
  const charges = chargesByOrder(books);
  const known = new Map(books.payments.map((payment) => [payment.id, payment]));
  const booked = new Set(books.payments.map(({ order_no }) => order_no));
  const faults: string[] = [];
  for (const [order, count] of charges) {
    if (count > 1) faults.push(`double: ${order} was charged ${count} times`);
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

function unresolved({ payments }: Books): string[] {
  return payments
    .filter((payment) => !isSettled(payment))
    .map(({ order_no, state, review_reasons }) => `unresolved: ${order_no} is ${state} (${review_reasons.join(', ')})`);
}

function wrongStates(books: Books): string[] {
  const charges = chargesByOrder(books);
  const amounts = new Map(books.ledger.map(({ order_no, amount }) => [order_no, amount]));
  return books.payments.flatMap((payment) => {
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

/** What a merchant was told once must have stayed true. */
function lies(books: Books): string[] {
  const charges = chargesByOrder(books);
  const byId = new Map(books.payments.map((payment) => [payment.id, payment]));
  return books.told.flatMap(({ intent, conclusions }) =>
    conclusions.flatMap((conclusion) => {
      const payment = byId.get(conclusion.paymentId ?? '');
      const charged = payment !== undefined && charges.has(payment.order_no);
      const finalNone = conclusion.outcome === 'none' && conclusion.code === 'ottu_rejected';
      if (finalNone && charged) return [`lie: ${intent.key} was told that nothing was charged`];
      if (conclusion.outcome !== 'final' || conclusion.state === undefined) return [];
      return SUCCESS.has(conclusion.state) === charged ? [] : [`lie: ${intent.key} was told ${conclusion.state}`];
    }),
  );
}

/** M90: every payment's events are complete, in order, and end with the payment as it is. */
function eventFaults({ payments, events }: Books): string[] {
  const byPayment = Map.groupBy(events, ({ paymentId }) => paymentId);
  return payments.flatMap((payment) => {
    const own = byPayment.get(payment.id) ?? [];
    const faults: string[] = [];
    own.forEach(({ sequence }, index) => {
      if (sequence !== index + 1) {
        faults.push(`events: ${payment.order_no} got sequence ${sequence} as number ${index + 1}`);
      }
    });
    const success = own.findIndex(({ state }) => SUCCESS.has(state));
    if (success !== -1 && own.slice(success).some(({ state }) => !SUCCESS.has(state))) {
      faults.push(`events: ${payment.order_no} was moved back from ${own[success]?.state ?? ''}`);
    }
    const last = own.at(-1);
    if (last === undefined) {
      faults.push(`events: nothing was said about ${payment.order_no}, which is ${payment.state}`);
    } else if (last.state !== payment.state) {
      faults.push(`events: ${payment.order_no} is ${payment.state}, and the last word was ${last.state}`);
    }
    return faults;
  });
}
