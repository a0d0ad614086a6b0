import { authorization } from '../support/service-keys.ts';
import type { ReplicaSet } from './replica-set.ts';
import { call } from './traffic.ts';

/** What each of the two says was paid, by order number with its amount, in one order; and the events that were told of it. */
export interface Books {
  readonly charged: readonly string[];
  readonly paid: readonly string[];
  /** Order numbers of events that Ottu sent and that were not stored. */
  readonly notStored: readonly string[];
}

/** The ledger of the simulator, and the service's own books, as it tells them by HTTP. */
export async function readBooks(set: ReplicaSet): Promise<Books> {
  const paid = (await everyPage(set, '/v1/payments?state=paid', 'finance', 'payments')) as PaidPayment[];
  const stored = (await everyPage(set, '/v1/webhook-inbox?', 'operator', 'events')) as StoredEvent[];
  const storedOrders = new Set(stored.map(({ order_no: orderNo }) => orderNo));
  const told = new Set(set.simulator.webhooks().map(({ order_no: orderNo }) => orderNo ?? ''));
  return {
    charged: set.simulator
      .ledger()
      .map(({ order_no: orderNo, amount, currency }) => `${orderNo} ${amount} ${currency}`)
      .toSorted(),
    paid: paid
      .map(({ order_no: orderNo, amount, currency_code: currency }) => `${orderNo} ${amount} ${currency}`)
      .toSorted(),
    notStored: [...told].filter((orderNo) => !storedOrders.has(orderNo)),
  };
}

interface PaidPayment {
  readonly order_no: string;
  readonly amount: string;
  readonly currency_code: string;
}

interface StoredEvent {
  readonly order_no: string;
}

async function everyPage(
  { balancer }: ReplicaSet,
  path: string,
  caller: 'finance' | 'operator',
  member: 'payments' | 'events',
): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let cursor = ''; ;) {
    const { status, body } = await call(`${balancer.insideUrl}${path}&limit=200${cursor}`, {
      headers: { authorization: authorization(caller) },
    });
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    all.push(...(body[member] as unknown[]));
    const { next_cursor: next } = body as { next_cursor?: string | null };
    if (next === undefined || next === null) return all;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}
